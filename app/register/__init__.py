"""The commit gate: every write passes it, and comes out journalled, evaluated and on the cards, or not at all."""
