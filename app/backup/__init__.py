"""Backups of a whole register, in one file that either database can be restored from."""
