"""Who owns a system and who holds its duties, formally and in practice, and when."""
