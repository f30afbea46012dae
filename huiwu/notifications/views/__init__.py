"""Pages of notifications: inside (one's messages, what a meeting sent) and outside (leaving, ways out)."""
