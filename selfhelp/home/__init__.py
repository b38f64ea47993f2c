"""The first screens: today for a participant, today for staff."""
