"""Nouns of documents: versions and what is signed; the register; impact lists."""

from huiwu.documents.queries.impacts import ImpactGroup, impact_groups, open_impacts, unlisted_impacts
from huiwu.documents.queries.register import DocumentRow, document_rows, versions_waiting_for_client
from huiwu.documents.queries.versions import (
    confirmation,
    current_version,
    difference,
    document_for,
    facts_of,
    last_signed_before,
    latest,
    meeting_as_of,
    review_version,
    sheet_of,
    signed_version,
    versions,
)

__all__ = [
    "DocumentRow",
    "ImpactGroup",
    "confirmation",
    "current_version",
    "difference",
    "document_for",
    "document_rows",
    "facts_of",
    "impact_groups",
    "last_signed_before",
    "latest",
    "meeting_as_of",
    "open_impacts",
    "review_version",
    "sheet_of",
    "signed_version",
    "unlisted_impacts",
    "versions",
    "versions_waiting_for_client",
]
