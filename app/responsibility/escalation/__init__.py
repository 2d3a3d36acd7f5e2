"""Who acts: one chain of positions for a duty of a system, at any instant."""
