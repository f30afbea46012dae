"""Nouns of speakers' fees: rows, sums, the standard and tax of one, several payments to one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huiwu.compliance.choices import Topic
from huiwu.compliance.queries.facts import facts_of
from huiwu.compliance.rules.packs import Pack
from huiwu.compliance.rules.tax import Pay, from_gross, from_net
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.speaker_fees import rules
from huiwu.speaker_fees.choices import LIVE, FeeBasis, FeeKind, FeeState
from huiwu.speaker_fees.models import SpeakerFee


@dataclass(frozen=True, slots=True)
class Packs:
    """The packs that hold for a meeting's fees; the first two are None for hosts without a rule."""

    training: Pack | None
    consultation: Pack | None
    tax: Pack
    is_public: bool
    public_body_mode: bool

    def of_kind(self, kind: str) -> Pack | None:
        return {FeeKind.LECTURE.value: self.training, FeeKind.CONSULTATION.value: self.consultation}.get(kind)


def packs_for_fees(meeting: Meeting) -> Packs:
    facts = facts_of(meeting)
    return Packs(
        training=facts.packs.get(Topic.TRAINING_FEE),
        consultation=facts.packs.get(Topic.CONSULTATION_FEE),
        tax=facts.packs[Topic.LABOUR_TAX],
        is_public=facts.is_public_host,
        public_body_mode=facts.public_body_mode,
    )


def standard_of(
    packs: Packs, *, kind: str, grade: str, lessons: Iterable[Mapping[str, Any]], half_units: int
) -> rules.Standard:
    """What the meeting's rule allows for such a fee."""
    if kind == FeeKind.LECTURE:
        return rules.lecture_standard(
            packs.training, grade=grade, lessons=rules.lessons_of(lessons), half_hours=half_units
        )
    if kind == FeeKind.CONSULTATION:
        return rules.consultation_standard(packs.consultation, grade=grade, half_days=half_units)
    return rules.Standard(half_units, None)


def pay_of(packs: Packs, *, basis: str, agreed_cents: int) -> Pay:
    """Before tax, tax, after tax, for one payment (按次)."""
    return (from_net if basis == FeeBasis.NET else from_gross)(packs.tax, agreed_cents)


def fees_of(meeting: Meeting) -> QuerySet[SpeakerFee]:
    return SpeakerFee.objects.filter(meeting=meeting).select_related("entered_by", "submitted_by", "decided_by")


def fee_for(meeting: Meeting, fee_id: UUID) -> SpeakerFee:
    """Raises NotFound."""
    row = fees_of(meeting).select_related("paid_by", "over_decided_by", "voucher", "receipt").filter(pk=fee_id).first()
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True, slots=True)
class Sums:
    """The foot of the sheet: each is the sum of its rows."""

    count: int
    gross_cents: int
    tax_cents: int
    net_cents: int
    paid_cents: int


def sums_of(fees: Iterable[SpeakerFee]) -> Sums:
    rows = [fee for fee in fees if fee.state != FeeState.CANCELLED]
    return Sums(
        count=len(rows),
        gross_cents=sum(fee.gross_cents for fee in rows),
        tax_cents=sum(fee.tax_cents for fee in rows),
        net_cents=sum(fee.net_cents for fee in rows),
        paid_cents=sum(fee.net_cents for fee in rows if fee.state == FeeState.PAID),
    )


@dataclass(frozen=True, slots=True)
class Repeated:
    """Several fees of one kind to one person in one month: as one continuing item they would be taxed together."""

    name: str
    kind: str
    month: str
    fees: tuple[SpeakerFee, ...]
    tax_cents: int
    joint_tax_cents: int


def repeated_fees(meeting: Meeting, tax_pack: Pack) -> list[Repeated]:
    """Rows that a person should look at: the rule taxes each payment, but one continuing item month by month."""
    found: dict[tuple[str, str, str, str], list[SpeakerFee]] = {}
    for fee in SpeakerFee.objects.filter(meeting=meeting, state__in=LIVE):
        day = fee.paid_on or fee.planned_on
        found.setdefault((fee.name, fee.organisation, fee.kind, f"{day:%Y-%m}"), []).append(fee)
    return [
        Repeated(
            name=name,
            kind=kind,
            month=month,
            fees=tuple(fees),
            tax_cents=sum(fee.tax_cents for fee in fees),
            joint_tax_cents=from_gross(tax_pack, sum(fee.gross_cents for fee in fees)).tax_cents,
        )
        for (name, _organisation, kind, month), fees in found.items()
        if len(fees) > 1
    ]


def fee_total_cents(meeting: Meeting) -> int:
    """What the meeting pays for speakers, tax included."""
    return sums_of(fees_of(meeting)).gross_cents
