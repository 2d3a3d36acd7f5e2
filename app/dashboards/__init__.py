"""Figures for dashboards: flat, typed, cheap to ask for every minute."""
