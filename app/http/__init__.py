"""HTTP as the API contract has it: problems, conditional requests, lists, retries. Knows no feature."""
