"""How files of a kind begin."""

ZIP = b"PK\x03\x04"
#: Old Excel files, and new ones with a password: both are wrapped in the same container.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What people choose by mistake, in lower case: documents, pictures, packed files, and the page of a sign-in.
OTHERS = (b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"{\\rtf", b"\x1f\x8b", b"<!doctype html", b"<html")
