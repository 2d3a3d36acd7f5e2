"""The technical ground: knows nothing about IT systems."""
