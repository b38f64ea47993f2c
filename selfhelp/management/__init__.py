"""Centres kept by their managers: profile, hours, facts, services, readiness and plan."""
