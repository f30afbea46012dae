"""What the checks look at: every request of a meeting with its comparison and its live selection."""

from __future__ import annotations

from dataclasses import dataclass

from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import LIVE_SELECTION, RfqState
from huiwu.procurement.models import Rfq, Selection
from huiwu.procurement.queries.comparing import Compared, comparison_of
from huiwu.suppliers.choices import EngagementState
from huiwu.suppliers.models import MeetingSupplier


@dataclass(frozen=True, slots=True)
class Reviewed:
    """`is_short`: fewer comparable quotations than the rule asks for, and no reason written."""

    rfq: Rfq
    compared: Compared
    selection: Selection | None

    @property
    def is_short(self) -> bool:
        reason = self.selection.single_source_reason if self.selection else self.rfq.single_source_reason
        return self.compared.valid_count < self.rfq.fewest_quotes and not reason.strip()


def reviewed(meeting: Meeting) -> list[Reviewed]:
    """Requests that are out, each compared as it stands."""
    rows = Rfq.objects.filter(meeting=meeting, state__in=(RfqState.SENT, RfqState.SELECTED)).select_related("meeting")
    live = Selection.objects.filter(meeting=meeting, state__in=LIVE_SELECTION).select_related("quotation__supplier")
    by_rfq = {row.rfq_id: row for row in live}
    return [Reviewed(rfq, comparison_of(rfq), by_rfq.get(rfq.pk)) for rfq in rows]


def chosen_without_request(meeting: Meeting) -> list[MeetingSupplier]:
    """Suppliers selected or signed in a category for which nobody was ever asked to quote."""
    asked = Rfq.objects.filter(meeting=meeting).exclude(state=RfqState.CANCELLED).values("category")
    taken = (EngagementState.SELECTED, EngagementState.CONTRACTED)
    rows = MeetingSupplier.objects.filter(meeting=meeting, state__in=taken).exclude(category__in=asked)
    return list(rows.select_related("supplier").order_by("category"))
