"""The policy: the thresholds that the municipality sets, in versions."""
