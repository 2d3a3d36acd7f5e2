"""The tests mirror app/: one folder per package there."""
