"""Responsibility in practice and over time: who holds it, who acts, who is asked, and how it passes on."""
