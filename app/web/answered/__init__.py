"""Who answered on a day, or in a period; and what the register said about it then."""
