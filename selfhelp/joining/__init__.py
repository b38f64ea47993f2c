"""How people come into a group: slips, a code on a poster, and the line when a group is full."""
