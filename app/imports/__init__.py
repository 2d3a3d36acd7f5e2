"""Imports: the spreadsheets that municipalities have, row by row into the register."""
