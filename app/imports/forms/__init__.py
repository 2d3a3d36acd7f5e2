"""Forms in which others keep their files: known by their headings, and read without a mapping."""
