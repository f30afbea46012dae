"""Nouns of attendees."""

from huiwu.attendees.queries.codes import code_of, public_keys, read_code
from huiwu.attendees.queries.people import active, attendee_for, coming, taking_part, with_role, with_tag
from huiwu.attendees.queries.quality import (
    Alike,
    Counts,
    alike_to,
    counts,
    missing_rows,
    open_duplicates,
    same_ranks,
)

__all__ = [
    "Alike",
    "Counts",
    "active",
    "alike_to",
    "attendee_for",
    "code_of",
    "coming",
    "counts",
    "missing_rows",
    "open_duplicates",
    "public_keys",
    "read_code",
    "same_ranks",
    "taking_part",
    "with_role",
    "with_tag",
]
