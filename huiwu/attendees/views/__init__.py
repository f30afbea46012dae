"""Pages of attendees."""
