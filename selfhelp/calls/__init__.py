"""Calls: whom a facilitator rings this week, and how it went in one word."""
