"""Pages of speakers' materials."""
