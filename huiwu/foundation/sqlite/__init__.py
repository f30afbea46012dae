"""SQLite as Django ships it, with one writer at a time across processes."""
