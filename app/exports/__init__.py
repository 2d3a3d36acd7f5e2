"""Exports: what the register says, as files that spreadsheets and machines read."""
