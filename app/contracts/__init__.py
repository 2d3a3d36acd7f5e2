"""Contracts: what suppliers have promised, for which systems, until when."""
