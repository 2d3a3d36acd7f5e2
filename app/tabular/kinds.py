"""How files of a kind begin."""

ZIP = b"PK\x03\x04"
#: Old Excel files, and new ones with a password: both are wrapped in the same container.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
