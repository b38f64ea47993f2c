"""What the programme’s administrator keeps: regions, centres, and lists of centres from files."""
