"""The change feed, and the check of the journal behind it."""
