"""Who was shown contact details, histories and exports."""
