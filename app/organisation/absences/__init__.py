"""Absences: who is away, and until when."""
