"""Phones that may be told something, what waits for them, and the one way to the push services."""
