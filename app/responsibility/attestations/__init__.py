"""Attestations: owners are asked whether they can carry what they own, and a no moves the question upwards."""
