"""The pages for people: HTML made from the same answers that /v1 gives, asked for inside the process."""
