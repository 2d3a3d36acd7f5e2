"""Handovers: a duty is offered, and accepted, declined or withdrawn; until then the old holder answers."""
