"""What else one could put up: the same data behind a service of the usual kind, asked for the same kind of page."""
