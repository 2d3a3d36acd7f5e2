"""Imports that take long: accepted at once, done beside the requests, asked about and cancelled."""
