"""Nouns of attendees."""

from huiwu.attendees.queries.codes import code_of, public_keys, read_code
from huiwu.attendees.queries.finding import find, matching_ids
from huiwu.attendees.queries.listing import (
    AttendeeFilter,
    Masked,
    Whole,
    delegations_of,
    found_attendees,
    functions_of,
    tags_in_use,
    whole_of,
)
from huiwu.attendees.queries.people import active, attendee_for, coming, taking_part, with_role, with_tag
from huiwu.attendees.queries.quality import (
    Alike,
    Counts,
    alike_to,
    changed_since_check,
    counts,
    list_checks,
    missing_rows,
    open_duplicates,
    ranked,
    same_ranks,
    standing_merges,
)

__all__ = [
    "Alike",
    "AttendeeFilter",
    "Counts",
    "Masked",
    "Whole",
    "active",
    "alike_to",
    "attendee_for",
    "changed_since_check",
    "code_of",
    "coming",
    "counts",
    "delegations_of",
    "find",
    "found_attendees",
    "functions_of",
    "list_checks",
    "matching_ids",
    "missing_rows",
    "open_duplicates",
    "public_keys",
    "ranked",
    "read_code",
    "same_ranks",
    "standing_merges",
    "tags_in_use",
    "taking_part",
    "whole_of",
    "with_role",
    "with_tag",
]
