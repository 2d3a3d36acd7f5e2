"""Who did what, when and why; and undoing it."""
