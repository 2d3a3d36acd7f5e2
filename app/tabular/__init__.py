"""Spreadsheets, in and out: reading, Danish values, writing. Knows no database and no web."""
