"""Budgets: what a system costs and what is set aside for it, year by year."""
