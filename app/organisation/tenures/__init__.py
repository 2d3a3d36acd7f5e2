"""Tenures: who holds a position, or deputises in it, and when."""
