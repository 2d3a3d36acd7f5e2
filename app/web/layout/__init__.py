"""What is around every page, and the parts that pages share."""
