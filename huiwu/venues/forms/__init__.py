"""Web input of venues to clean values."""
