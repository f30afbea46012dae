"""《供应商比价表》 as a page, PDF, Word and Excel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiwu.documents.render.excel import xlsx
from huiwu.procurement.choices import QuotationState
from huiwu.procurement.documents.comparison import comparison_sheet, comparison_tables, deviation_text
from huiwu.procurement.models import Quotation
from huiwu.procurement.queries.basis import basis_text
from huiwu.procurement.queries.comparing import Compared, comparison_of
from huiwu.procurement.queries.requests import live_selection, rfq_for
from huiwu.procurement.queries.words import gap_text, likeness_text, points, step_label, step_source
from huiwu.procurement.rules.comparison import Judged
from huiwu.procurement.views.frame import opened, sheet_file, xlsx_file


@dataclass(frozen=True, slots=True)
class BidColumn:
    """A bid as the page shows it."""

    judged: Judged
    quotation: Quotation
    basis: str
    deviation: str
    gaps: list[str]
    working: list[tuple[str, int, str]]
    price_score: str
    technical_score: str
    total_score: str
    mean_percent: int


@login_required
@require_safe
def show(request: HttpRequest, slug: str, rfq_id: UUID) -> HttpResponse:
    _actor, meeting = opened(request, slug)
    rfq = rfq_for(meeting, rfq_id)
    compared = comparison_of(rfq)
    columns = bid_columns(compared)
    names = {row.bid.id: row.bid.name for row in compared.comparison.bids}
    context: dict[str, Any] = {
        "meeting": meeting,
        "rfq": rfq,
        "compared": compared,
        "columns": columns,
        "rows": list(_rows(compared, columns)),
        "asked": basis_text(rfq.with_tax, rfq.with_transport, rfq.with_setup),
        "signs": [likeness_text(sign, names) for sign in compared.alike],
        "low": [column for column in columns if column.judged.is_low],
        "selection": live_selection(rfq),
        "waiting": rfq.quotations.filter(state=QuotationState.INVITED).select_related("supplier"),
        "short_by": max(rfq.fewest_quotes - compared.valid_count, 0),
    }
    return render(request, "procurement/comparison.html", context)


def bid_columns(compared: Compared) -> list[BidColumn]:
    """By rank; those that cannot be ranked yet come last."""
    items = {str(line.pk): line.item for line in compared.lines}
    rows = sorted(compared.comparison.bids, key=lambda row: (row.rank is None, row.rank or 0, row.bid.name))
    return [
        BidColumn(
            row,
            compared.quotation(row),
            basis_text(row.bid.basis.tax, row.bid.basis.transport, row.bid.basis.setup),
            deviation_text(row, compared),
            [gap_text(gap) for gap in row.gaps],
            [(step_label(step, items), step.amount_cents, step_source(step)) for step in row.working],
            points(row.price_score),
            points(row.technical_score),
            points(row.total_score),
            int((row.share_of_mean or 0) * 100),
        )
        for row in rows
    ]


def _rows(compared: Compared, columns: list[BidColumn]) -> Any:
    """A row for each line: the amount of each bid, whether it is the lowest, whether it is filled in or missing."""
    for line in compared.lines:
        key = str(line.pk)
        lowest = compared.comparison.lowest.get(key)
        cells = []
        for column in columns:
            cents = column.judged.line_cents.get(key)
            fill = column.judged.bid.fills.get(key)
            cells.append((column, cents, cents is not None and cents == lowest, fill.amount_cents if fill else None))
        yield line, cells


@login_required
@require_safe
def file(request: HttpRequest, slug: str, rfq_id: UUID, form: str) -> HttpResponseBase:
    _actor, meeting = opened(request, slug)
    compared = comparison_of(rfq_for(meeting, rfq_id))
    name = _("{rfq} 供应商比价表").format(rfq=compared.rfq.number)
    if form == "excel":
        return xlsx_file(xlsx(comparison_tables(compared)), name)
    return sheet_file(comparison_sheet(compared, live_selection(compared.rfq)), form, name)
