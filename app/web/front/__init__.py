"""How does it stand? For the municipality, or for a unit and what lies below it."""
