"""What is wrong, by rule: how much of it, how it has gone, why it matters and how it is mended."""
