"""A spreadsheet brought in: looked at, its columns named, tried, and only then stored."""
