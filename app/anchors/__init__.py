"""Anchors: signed heads of the journal, kept where nobody who writes in the database can change them."""
