"""Ansvarsregister: the register of who answers for each of a municipality's digital solutions."""

__version__ = "0.2.0"
