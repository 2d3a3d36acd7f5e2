"""One rule, one file; found by the engine through the folder."""
