"""Access tokens, and who one is."""
