"""Disputes: "not mine" names another, a clock runs, and someone decides."""
