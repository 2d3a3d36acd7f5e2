"""Offers of a duty to another position: who may receive one, and what has become of it."""
