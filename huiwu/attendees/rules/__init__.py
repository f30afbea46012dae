"""Pure rules of attendees."""
