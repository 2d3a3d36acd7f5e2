"""What the reader answers for, is asked, and may do about it."""
