"""Groups, memberships and assignments."""
