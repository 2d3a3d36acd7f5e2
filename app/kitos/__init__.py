"""KITOS: the catalogue of systems that most Danish municipalities share, read over its interface for others (v2)."""
