"""合同登记簿: of one meeting, and across meetings for finance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiwu.contracts.choices import IN_FORCE, LIVE, Kind, Status
from huiwu.contracts.models import Contract
from huiwu.contracts.permissions import readable_meetings
from huiwu.contracts.queries.contracts import with_figures
from huiwu.contracts.queries.money import total_cents
from huiwu.documents.blocks import Column, Table
from huiwu.foundation.actors import Actor


@dataclass(frozen=True, slots=True)
class Filter:
    """What the address asks for."""

    kind: str = ""
    status: str = ""
    party: str = ""
    meeting: str = ""
    expiring: bool = False

    @property
    def is_set(self) -> bool:
        return bool(self.kind or self.status or self.party or self.meeting or self.expiring)


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals of contracts in force, with signed amendments."""

    receivable_cents: int
    payable_cents: int
    drafts: int

    @property
    def margin_cents(self) -> int:
        return self.receivable_cents - self.payable_cents


def across_meetings(actor: Actor, wanted: Filter, today: date) -> QuerySet[Contract]:
    """Contracts of every meeting whose contracts the actor may read."""
    found = with_figures(Contract.objects.filter(meeting__in=readable_meetings(actor)))
    return filtered(found, wanted, today).select_related("meeting", "supplier").order_by("-meeting__start_on", "number")


def filtered(found: QuerySet[Contract], wanted: Filter, today: date) -> QuerySet[Contract]:
    if wanted.kind in Kind.values:
        found = found.filter(kind=wanted.kind)
    if wanted.status in Status.values:
        found = found.filter(status=wanted.status)
    if wanted.party.strip():
        text = wanted.party.strip()
        found = found.filter(Q(party_name__icontains=text) | Q(number__icontains=text) | Q(title__icontains=text))
    if wanted.meeting.strip():
        found = found.filter(meeting__name__icontains=wanted.meeting.strip())
    if wanted.expiring:
        found = found.filter(status=Status.SIGNED, expires_on__lte=today + timedelta(days=30), expires_on__gte=today)
    return found


def sums_of(rows: Sequence[Contract]) -> Sums:
    held = [row for row in rows if row.status in IN_FORCE]
    return Sums(
        receivable_cents=sum(total_cents(row) for row in held if row.is_receivable),
        payable_cents=sum(total_cents(row) for row in held if not row.is_receivable),
        drafts=sum(row.status in LIVE and row.status != Status.SIGNED for row in rows),
    )


def register_table(rows: Sequence[Contract], *, with_meeting: bool = False, with_hash: bool = False) -> Table:
    """The register as a table for Excel and PDF: amounts in cents, drawn as yuan; `with_hash` adds the scan's SHA-256."""
    columns = [
        *([Column(_("会议"), 2.4)] if with_meeting else []),
        Column(_("合同编号"), 1.9),
        Column(_("种类"), 1.4),
        Column(_("合同名称"), 2.2),
        Column(_("对方"), 2.4),
        Column(_("收付"), 0.7),
        Column(_("合同额（含税）"), 1.4, kind="money"),
        Column(_("补充协议"), 1.2, kind="money"),
        Column(_("总额（含税）"), 1.4, kind="money"),
        Column(_("已验收"), 1.3, kind="money"),
        Column(_("签订日"), 1.4, kind="date"),
        Column(_("有效期至"), 1.4, kind="date"),
        Column(_("状态"), 0.9),
        *([Column(_("扫描件 SHA-256"), 4)] if with_hash else []),
    ]
    cells = tuple(
        (
            *((row.meeting.name,) if with_meeting else ()),
            row.number,
            str(row.get_kind_display()),
            row.title,
            row.party_name,
            str(row.get_direction_display()),
            row.amount_cents,
            total_cents(row) - row.amount_cents,
            total_cents(row),
            getattr(row, "accepted", 0),
            row.signed_on,
            row.expires_on,
            str(row.get_status_display()),
            *((row.scan_sha256,) if with_hash else ()),
        )
        for row in rows
    )
    return Table(tuple(columns), cells)
