"""What came of the requests: who is chosen for what, and what was promised."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.meetings.models import Meeting
from huiwu.procurement.choices import PromiseKind, SelectionState
from huiwu.procurement.models import Promise, Quotation, Selection
from huiwu.suppliers.models import Supplier


@dataclass(frozen=True, slots=True)
class Selected:
    """An approved selection. `total_cents` is with tax, transport and set-up as the request asked; see its comparison."""

    selection: Selection
    supplier: Supplier
    category: str
    quotation: Quotation
    total_cents: int


@dataclass(frozen=True, slots=True)
class MadePromise:
    """Something a supplier promised with a quotation. `is_selected`: that quotation was chosen and approved."""

    promise: Promise
    supplier: Supplier
    quotation: Quotation
    category: str
    text: str
    is_selected: bool

    @property
    def is_free_item(self) -> bool:
        return self.promise.kind == PromiseKind.FREE_ITEM


def selected(meeting: Meeting) -> list[Selected]:
    """Approved selections of a meeting, by category; one query."""
    rows = Selection.objects.filter(meeting=meeting, state=SelectionState.APPROVED)
    rows = rows.select_related("quotation__supplier", "rfq").order_by("rfq__category", "rfq__number")
    return [Selected(row, row.quotation.supplier, row.rfq.category, row.quotation, row.total_cents) for row in rows]


def selection_for(meeting: Meeting, selection_id: UUID) -> Selection | None:
    rows = Selection.objects.select_related("rfq__meeting", "quotation__supplier", "chosen_by", "approved_by")
    return rows.filter(pk=selection_id, meeting=meeting).first()


def promises(meeting: Meeting) -> list[MadePromise]:
    """Everything promised beside the prices in any quotation of the meeting, chosen ones first; two queries."""
    chosen = set(
        Selection.objects.filter(meeting=meeting, state=SelectionState.APPROVED).values_list("quotation_id", flat=True)
    )
    rows = Promise.objects.filter(quotation__rfq__meeting=meeting)
    rows = rows.select_related("quotation__supplier", "quotation__rfq").order_by("quotation__rfq__number", "created_at")
    found = [
        MadePromise(
            row, row.quotation.supplier, row.quotation, row.quotation.rfq.category, row.text, row.quotation_id in chosen
        )
        for row in rows
    ]
    return sorted(found, key=lambda made: not made.is_selected)
