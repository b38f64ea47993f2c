"""Places and people that do not exist, to show and to try everything."""
