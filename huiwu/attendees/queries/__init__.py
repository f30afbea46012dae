"""Nouns of attendees."""

from huiwu.attendees.queries.people import active, attendee_for, coming, taking_part, with_role, with_tag

__all__ = ["active", "attendee_for", "coming", "taking_part", "with_role", "with_tag"]
