"""One system: who answers for it, with what money, what is wrong, and how it came about."""
