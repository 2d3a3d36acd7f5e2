"""Columns of today's cards in memory: lists filter, sort and count in them, and read from the database bodies alone.

Each process keeps its own, and brings it up to the register's revision before it answers (ADR 0029).
"""
