"""Succession: what falls vacant when someone leaves, who takes over, and moving all duties of a position."""
