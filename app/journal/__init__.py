"""The journal: what changed, by whom, when and why, in a chain that shows every tampering."""
