"""What participants did: an append-only diary and its summary."""
