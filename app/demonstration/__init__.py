"""The demonstration municipality: spreadsheets that go in through the ordinary import."""
