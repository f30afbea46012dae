"""Requests of a meeting, and one of them for a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import LIVE_SELECTION, QuotationState, RfqState, SelectionState
from huiwu.procurement.models import Quotation, Rfq, Selection


@dataclass(frozen=True, slots=True)
class RfqRow:
    """A request in the list, with how many were asked and have quoted, and the live selection if there is one."""

    rfq: Rfq
    invited: int
    entered: int
    lines: int
    selection: Selection | None
    is_late: bool

    @property
    def state(self) -> str:
        if self.rfq.state == RfqState.CANCELLED:
            return "cancelled"
        if self.selection is not None:
            return "waiting" if self.selection.state == SelectionState.WAITING else "done"
        return "draft" if self.rfq.state == RfqState.DRAFT else "late" if self.is_late else "doing"

    @property
    def label(self) -> str:
        if self.selection is not None and self.selection.state == SelectionState.WAITING:
            return str(SelectionState.WAITING.label)
        return str(self.rfq.get_state_display())


def rfq_rows(meeting: Meeting, today: date) -> list[RfqRow]:
    """All requests by number; two queries."""
    live = Selection.objects.filter(state__in=LIVE_SELECTION).select_related("quotation__supplier")
    entered = Q(quotations__state=QuotationState.ENTERED)
    rows = (
        Rfq.objects.filter(meeting=meeting)
        .annotate(
            invited=Count("quotations", distinct=True),
            entered=Count("quotations", filter=entered, distinct=True),
            line_count=Count("lines", distinct=True),
        )
        .prefetch_related(Prefetch("selections", queryset=live, to_attr="live"))
    )
    return [
        RfqRow(
            rfq,
            rfq.invited,
            rfq.entered,
            rfq.line_count,
            rfq.live[0] if rfq.live else None,
            rfq.state == RfqState.SENT and rfq.due_on < today,
        )
        for rfq in rows
    ]


def rfq_for(meeting: Meeting, rfq_id: UUID) -> Rfq:
    """Raises NotFound."""
    found = Rfq.objects.select_related("meeting__org", "saved_by", "sent_by").filter(pk=rfq_id, meeting=meeting).first()
    if found is None:
        raise NotFound
    return found


def live_selection(rfq: Rfq) -> Selection | None:
    rows = Selection.objects.select_related("quotation__supplier", "chosen_by", "approved_by", "rfq", "meeting")
    return rows.filter(rfq=rfq, state__in=LIVE_SELECTION).first()


def quotations_of(rfq: Rfq) -> list[Quotation]:
    """Everybody who was asked, with supplier, promises and submissions."""
    rows = rfq.quotations.select_related("supplier", "file", "invited_by")
    return list(rows.prefetch_related("promises", "revisions"))
