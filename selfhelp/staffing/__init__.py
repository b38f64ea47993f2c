"""Staff: invitations, the second factor, the own account, who works at a centre."""
