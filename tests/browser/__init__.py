"""What is tried in a browser. A package, so that the fixture which lives as long as one, the browser, ends with it."""
