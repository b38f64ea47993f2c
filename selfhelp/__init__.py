"""Guided self-help on a phone, tied to the groups of a local Resilience Centre."""
