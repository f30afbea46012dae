"""The five papers of a public body's settlement (compliance.md §6)."""

from __future__ import annotations

from huiwu.meetings.models import Meeting
from huiwu.settlement.choices import PaperKind
from huiwu.settlement.models import SettlementPaper


def papers_of(meeting: Meeting) -> list[SettlementPaper]:
    return list(meeting.settlement_papers.select_related("file", "kept_by"))


def missing_papers(meeting: Meeting) -> list[PaperKind]:
    """Kinds of which there is no paper; none where public-body rules do not apply."""
    if not meeting.public_body_mode:
        return []
    there = set(SettlementPaper.objects.filter(meeting=meeting).values_list("kind", flat=True))
    return [kind for kind in PaperKind if kind not in there]
