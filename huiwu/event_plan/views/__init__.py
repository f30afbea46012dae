"""Pages of the event plan."""
