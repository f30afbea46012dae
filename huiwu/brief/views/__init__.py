"""Pages, split by what they show."""
