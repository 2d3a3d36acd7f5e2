"""The rules: pure functions from the facts of a system and the policy to a verdict. No I/O, no clock."""
