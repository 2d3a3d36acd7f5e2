"""The chain of one system, or of many, as people read it: in a terminal, on paper, in a page that needs no network."""
