"""Giving a duty to a position: at once, or as an offer where it lies outside what the caller keeps."""
