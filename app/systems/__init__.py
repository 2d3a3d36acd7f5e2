"""Systems: the digital solutions, their cards and their life."""
