"""The comparison of one request: its rows read once, judged by the pure rules. Nine queries however many bids and lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from huiwu.procurement.choices import AdjustmentKind, LineScope, QuotationState
from huiwu.procurement.models import Adjustment, Quotation, QuotationLine, Rfq, RfqLine
from huiwu.procurement.rules.alike import Likeness, Traced, likenesses
from huiwu.procurement.rules.comparison import (
    Addition,
    Asked,
    Basis,
    Bid,
    Comparison,
    Extra,
    Judged,
    Price,
    Scale,
    compare,
)


@dataclass(slots=True)
class Compared:
    """A request with its lines, the quotations in force, and how they compare; `alike` are signs between pairs."""

    rfq: Rfq
    lines: list[RfqLine]
    quotations: list[Quotation]
    comparison: Comparison
    alike: list[Likeness]
    adjustments: dict[UUID, list[Adjustment]]

    def quoted(self, quotation_id: UUID) -> list[QuotationLine]:
        """The lines of one quotation, extras last; one query."""
        return list(QuotationLine.objects.filter(quotation=quotation_id))

    @property
    def valid_count(self) -> int:
        """Quotations that are in force and comparable."""
        return sum(1 for row in self.comparison.bids if row.is_ranked)

    def judged(self, quotation_id: UUID) -> Judged | None:
        return next((row for row in self.comparison.bids if row.bid.id == str(quotation_id)), None)

    def quotation(self, judged: Judged) -> Quotation:
        return next(row for row in self.quotations if str(row.pk) == judged.bid.id)

    def content(self) -> dict[str, Any]:
        """What was compared, as kept with a selection: totals, working, scores and ranks of every bid."""
        return {
            "rfq": self.rfq.number,
            "revision": self.rfq.revision,
            "order": self.comparison.order,
            "price_weight": self.rfq.price_weight,
            "criteria": self.rfq.criteria,
            "bids": [
                {
                    "quotation": row.bid.id,
                    "submission": self.quotation(row).submission,
                    "supplier": row.bid.name,
                    "quoted_cents": row.quoted_cents,
                    "normal_cents": row.normal_cents,
                    "working": [[step.kind, step.amount_cents, step.origin, step.note] for step in row.working],
                    "gaps": [gap.code for gap in row.gaps],
                    "price_score": _fraction(row.price_score),
                    "technical_score": _fraction(row.technical_score),
                    "total_score": _fraction(row.total_score),
                    "rank": row.rank,
                    "is_low": row.is_low,
                }
                for row in self.comparison.bids
            ],
        }


def _fraction(value: Any) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def comparison_of(rfq: Rfq) -> Compared:
    """The comparison as it stands now."""
    lines = list(rfq.lines.all())
    quotations = _quotations(rfq)
    prices = _prices(quotations)
    extras = _by_quotation(QuotationLine.objects.filter(quotation__in=quotations, scope=LineScope.EXTRA))
    adjustments = _by_quotation(Adjustment.objects.filter(quotation__in=quotations))
    bids = [_bid(row, prices[row.pk], extras[row.pk], adjustments[row.pk]) for row in quotations]
    found = compare(_asked(lines), asked_basis(rfq), bids, scale_of(rfq))
    signs = likenesses([_traced(row, prices[row.pk]) for row in quotations])
    return Compared(rfq, lines, quotations, found, signs, adjustments)


def _prices(quotations: Sequence[Quotation]) -> dict[UUID, dict[str, Price]]:
    """Prices by quotation and line as plain values: thousands of rows need no objects."""
    rows = QuotationLine.objects.filter(quotation__in=quotations, scope=LineScope.IN, unit_cents__isnull=False)
    found: dict[UUID, dict[str, Price]] = defaultdict(dict)
    plain = rows.order_by().values_list("quotation_id", "rfq_line_id", "unit_cents", "tax_bp")
    for quotation_id, line_id, cents, tax_bp in plain:
        found[quotation_id][str(line_id)] = Price(cents or 0, tax_bp)
    return found


def asked_basis(rfq: Rfq) -> Basis:
    return Basis(rfq.with_tax, rfq.with_transport, rfq.with_setup)


def scale_of(rfq: Rfq) -> Scale:
    return Scale(rfq.price_weight, tuple((row["code"], row["weight"]) for row in rfq.criteria), rfq.low_percent)


def asked_lines(rfq: Rfq) -> list[Asked]:
    return _asked(list(rfq.lines.all()))


def bids_of(rfq: Rfq) -> list[Bid]:
    return [row.bid for row in comparison_of(rfq).comparison.bids]


def _asked(lines: Sequence[RfqLine]) -> list[Asked]:
    return [Asked(str(line.pk), line.quantity) for line in lines]


def _quotations(rfq: Rfq) -> list[Quotation]:
    rows = Quotation.objects.filter(rfq=rfq, state=QuotationState.ENTERED).select_related("supplier", "file")
    return list(rows.prefetch_related("scores__scorer", "promises", "supplier__contacts"))


def _by_quotation(rows: Any) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.quotation_id].append(row)
    return found


def _bid(
    row: Quotation, prices: dict[str, Price], extras: Sequence[QuotationLine], adjustments: Sequence[Adjustment]
) -> Bid:
    scores: dict[str, list[int]] = defaultdict(list)
    for score in row.scores.all():
        scores[score.criterion].append(score.score)
    made = {a: Addition(a.amount_cents, a.origin, a.note) for a in adjustments}
    return Bid(
        id=str(row.pk),
        name=row.supplier.called,
        basis=Basis(row.with_tax, row.with_transport, row.with_setup),
        prices=prices,
        tax_bp=row.tax_bp,
        extras=tuple(Extra(line.total_cents or 0, line.tax_bp) for line in extras),
        additions={a.kind: made[a] for a in adjustments if a.kind != AdjustmentKind.SCOPE},
        fills={str(a.line_id): made[a] for a in adjustments if a.kind == AdjustmentKind.SCOPE},
        scores=scores,
    )


def _traced(row: Quotation, prices: dict[str, Price]) -> Traced:
    """What identifies who made the bid: people and places of the library, traces of the file, where it was sent from."""
    supplier = row.supplier
    contacts = list(supplier.contacts.all())
    phones = [row.contact_phone, *(contact.phone for contact in contacts)]
    emails = [contact.email.lower() for contact in contacts if contact.email]
    marks = {
        "phone": next((_digits(phone) for phone in phones if phone), ""),
        "email": next(iter(emails), ""),
        "address": "".join(supplier.address.split()),
        "account": _digits(supplier.bank_account),
        "sender": row.submitted_from if row.source == "link" else "",
        "author": str(row.traces.get("author", "")),
        "editor": str(row.traces.get("editor", "")),
        "file": row.file.sha256 if row.file else "",
    }
    cents = {line: price.unit_cents for line, price in prices.items() if price.unit_cents}
    return Traced(str(row.pk), supplier.called, cents, marks)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
