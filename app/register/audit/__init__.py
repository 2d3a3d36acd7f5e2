"""Comparing what stands in the database with what the journal says, and with what follows from it."""
