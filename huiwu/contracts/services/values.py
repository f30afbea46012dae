"""What callers hand to the services: rows of a contract as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from huiwu.contracts.choices import Purpose, Source, TermKind, Trigger


@dataclass(frozen=True, kw_only=True)
class TermValues:
    """A payment: a share in basis points, or a fixed amount."""

    label: str
    share_bp: int | None = None
    amount_cents: int | None = None
    kind: str = TermKind.PAYMENT
    trigger: str = Trigger.SIGNING
    offset_days: int = 0
    due_on: date | None = None
    requires_acceptance: bool = False
    requires_invoice: bool = True


@dataclass(frozen=True, kw_only=True)
class GuaranteeValues:
    kind: str
    count: int
    label: str = ""
    unit_cents: int = 0
    reserved: int | None = None
    adjust_until: date | None = None
    expected: int | None = None
    function_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class SpanValues:
    from_at: datetime
    to_at: datetime
    purpose: str = Purpose.USE
    place: str = ""
    space_id: UUID | None = None
    room_id: UUID | None = None
    layout: str = ""
    capacity: int | None = None


@dataclass(frozen=True, kw_only=True)
class InclusionValues:
    text: str
    source: str = Source.CONTRACT
    source_key: str = ""
    said: str = ""
    is_written: bool = True
    dropped_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class LineValues:
    item: str
    spec: str = ""
    unit: str = ""
    quantity: Decimal = Decimal(1)
    unit_cents: int = 0
