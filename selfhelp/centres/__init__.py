"""Centres, their communities and regions, and the public directory."""
