"""Units, positions and people, with what they answer for."""
