"""Nouns of notices."""

from huiwu.notices.queries.audience import addresses, audience, audience_words, common_values, values_for
from huiwu.notices.queries.notices import (
    Counts,
    confirmation_of,
    counts_of,
    failed_recipients,
    is_confirmed,
    notice_for,
    notices_of,
    own_notices,
    problems,
    recipients_of,
    templates_of,
)

__all__ = [
    "Counts",
    "addresses",
    "audience",
    "audience_words",
    "common_values",
    "confirmation_of",
    "counts_of",
    "failed_recipients",
    "is_confirmed",
    "notice_for",
    "notices_of",
    "own_notices",
    "problems",
    "recipients_of",
    "templates_of",
    "values_for",
]
