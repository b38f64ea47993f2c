"""Participants, slips, staff and their sign-ins."""
