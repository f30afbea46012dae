"""Nouns of guests."""

from huiwu.guests.queries.ledger import (
    GuestFilter,
    batches_of,
    counts,
    guest_for,
    guest_of,
    guests_of,
    impacts_of,
    ledger,
    letters_of_batch,
    open_guest_impacts,
    overdue,
    template_for,
    templates_of,
)
from huiwu.guests.queries.own import companions_of, own_letter, reply_lines, substitutes_of

__all__ = [
    "GuestFilter",
    "batches_of",
    "companions_of",
    "counts",
    "guest_for",
    "guest_of",
    "guests_of",
    "impacts_of",
    "ledger",
    "letters_of_batch",
    "open_guest_impacts",
    "overdue",
    "own_letter",
    "reply_lines",
    "substitutes_of",
    "template_for",
    "templates_of",
]
