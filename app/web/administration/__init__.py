"""Access, policy, and the state of the journal."""
