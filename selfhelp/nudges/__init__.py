"""Reminders that people asked for: when they are due, what they say, when they fall silent."""
