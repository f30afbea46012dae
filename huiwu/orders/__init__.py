"""Orders: what is ordered from suppliers, when it comes, what was received."""
