"""People who log in, organisations, roles, and links with a scope."""
