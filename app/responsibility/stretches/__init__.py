"""Who answered on a day: every stretch of time in which one person held one responsibility."""
