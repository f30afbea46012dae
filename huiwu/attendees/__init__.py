"""The people of a meeting: one record each, with all their roles."""
