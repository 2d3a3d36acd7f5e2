"""02:00: one system, and whom to phone."""
