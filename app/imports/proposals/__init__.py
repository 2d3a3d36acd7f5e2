"""Proposing how a file may be read: which column is which field, and what its words mean."""
