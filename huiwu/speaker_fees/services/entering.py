"""Enter and change a fee: the amounts follow from the agreed one, the standard from the meeting's rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from huiwu.contracts.choices import Kind as ContractKind
from huiwu.contracts.models import Contract
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.secrets import masked, seal
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.speaker_fees.choices import FeeBasis, FeeKind, FeeState, IdKind, Secret, SpeakerGrade
from huiwu.speaker_fees.errors import FeeMoved
from huiwu.speaker_fees.events import SpeakerFeeCancelled, SpeakerFeeChanged, SpeakerFeeEntered
from huiwu.speaker_fees.models import SpeakerFee
from huiwu.speaker_fees.queries import Packs, fee_for, packs_for_fees, pay_of, standard_of

MOST_CENTS = 10**12
CHANGEABLE = (FeeState.DRAFT, FeeState.REFUSED)


@dataclass(frozen=True, slots=True)
class FeeValues:
    """What is typed. `agreed_cents` is before or after tax as `basis` says; secrets left None stay as they are."""

    name: str
    grade: str
    kind: str
    half_units: int
    basis: str
    agreed_cents: int
    planned_on: date
    organisation: str = ""
    subject: str = ""
    contract_id: UUID | None = None
    lessons: tuple[dict[str, Any], ...] = field(default=())
    id_kind: str = ""
    id_number: str | None = None
    bank_name: str = ""
    account: str | None = None


@transaction.atomic
def enter_fee(*, actor: Actor, meeting: Meeting, values: FeeValues) -> SpeakerFee:
    """A new row, as a draft. Amounts above the standard are kept and marked; approving is where the rule stands.

    Raises InvalidInput.
    """
    require(actor, "speaker_fees.edit", meeting)
    columns = _columns(meeting, packs_for_fees(meeting), values)
    Meeting.objects.select_for_update().get(pk=meeting.pk)  # numbers follow one another
    last = SpeakerFee.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    row = SpeakerFee.objects.create(meeting=meeting, number=last + 1, entered_by=actor.user, **columns)
    record(SpeakerFeeEntered(meeting_id=meeting.pk, speaker_fee_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def change_fee(*, actor: Actor, meeting: Meeting, fee_id: UUID, revision: int, values: FeeValues) -> SpeakerFee:
    """Correct a draft or refused row; it becomes a draft again. Raises FeeMoved, StaleEdit, InvalidInput, NotFound."""
    require(actor, "speaker_fees.edit", meeting)
    row = fee_for(meeting, fee_id)
    if not row.may_change:
        raise FeeMoved(name=row.name, state=row.get_state_display())
    columns = _columns(meeting, packs_for_fees(meeting), values) | {
        "state": FeeState.DRAFT,
        "entered_by": actor.user,
        "over_reason": "",
        "over_decided_by": None,
        "over_decided_at": None,
    }
    fresh = SpeakerFee.objects.filter(pk=row.pk, revision=revision, state__in=CHANGEABLE)
    if not fresh.update(**columns, revision=F("revision") + 1, updated_at=clock.now()):
        now = fee_for(meeting, fee_id)
        raise StaleEdit(theirs=now, who=now.entered_by.name if now.entered_by else _("同事"))
    record(SpeakerFeeChanged(meeting_id=meeting.pk, speaker_fee_id=row.pk), actor=actor, org_id=meeting.org_id)
    return fee_for(meeting, fee_id)


@transaction.atomic
def cancel_fee(*, actor: Actor, meeting: Meeting, fee_id: UUID) -> None:
    """Take a row that is not paid out of the sheet; it stays visible as cancelled. Raises FeeMoved, NotFound."""
    require(actor, "speaker_fees.edit", meeting)
    row = fee_for(meeting, fee_id)
    open_rows = SpeakerFee.objects.filter(pk=row.pk).exclude(state__in=[FeeState.PAID, FeeState.CANCELLED])
    if not open_rows.update(state=FeeState.CANCELLED, revision=F("revision") + 1, updated_at=clock.now()):
        raise FeeMoved(name=row.name, state=row.get_state_display())
    record(SpeakerFeeCancelled(meeting_id=meeting.pk, speaker_fee_id=row.pk), actor=actor, org_id=meeting.org_id)


def _columns(meeting: Meeting, packs: Packs, values: FeeValues) -> dict[str, Any]:
    _must_be_sound(values)
    speakers = Contract.objects.filter(meeting=meeting, kind=ContractKind.SPEAKER)
    if values.contract_id and not speakers.filter(pk=values.contract_id).exists():
        raise InvalidInput(fields={"contract": [_("请选择本会议的劳务协议")]}, detail=_("请选择本会议的劳务协议。"))
    pay = pay_of(packs, basis=values.basis, agreed_cents=values.agreed_cents)
    columns: dict[str, Any] = {
        "name": values.name.strip()[:80],
        "organisation": values.organisation.strip()[:160],
        "grade": values.grade,
        "kind": values.kind,
        "contract_id": values.contract_id,
        "subject": values.subject.strip()[:160],
        "lessons": list(values.lessons) if values.kind == FeeKind.LECTURE else [],
        "basis": values.basis,
        "gross_cents": pay.gross_cents,
        "tax_cents": pay.tax_cents,
        "net_cents": pay.net_cents,
        "tax_basis": packs.tax.basis,
        "planned_on": values.planned_on,
        "id_kind": values.id_kind,
        "bank_name": values.bank_name.strip()[:120],
    }
    return columns | standard_columns(packs, columns | {"half_units": values.half_units}) | _sealed(values)


def standard_columns(packs: Packs, row: dict[str, Any]) -> dict[str, Any]:
    """The countable units and the standard as the rule has them now."""
    found = standard_of(
        packs, kind=row["kind"], grade=row["grade"], lessons=row["lessons"], half_units=row["half_units"]
    )
    limit = found.limit
    return {
        "half_units": found.half_units,
        "standard_cents": limit.unit_cents if limit else None,
        "limit_cents": limit.cents if limit else None,
        "limit_is_certain": bool(limit and limit.is_certain),
        "standard_basis": limit.basis if limit else "",
    }


def _sealed(values: FeeValues) -> dict[str, str]:
    found: dict[str, str] = {}
    if values.id_number is not None:
        number = values.id_number.strip()
        found |= {"id_number_sealed": seal(number, Secret.ID_NUMBER), "id_number_mask": masked(number)}
    if values.account is not None:
        account = values.account.replace(" ", "").strip()
        found |= {"account_sealed": seal(account, Secret.ACCOUNT), "account_mask": masked(account)}
    return found


def _must_be_sound(values: FeeValues) -> None:
    fields: dict[str, list[str]] = {}
    known = {"grade": SpeakerGrade.values, "kind": FeeKind.values, "basis": FeeBasis.values}
    for name, words in known.items():
        if getattr(values, name) not in words:
            fields[name] = [_("请选择")]
    if values.basis not in FeeBasis.values:
        fields["basis"] = [_("请注明金额是税前还是税后")]
    if not values.name.strip():
        fields["name"] = [_("请填写姓名")]
    if values.half_units <= 0 and not values.lessons:
        fields["half_units"] = [_("数量须大于 0")]
    if not 0 < values.agreed_cents < MOST_CENTS:
        fields["agreed_cents"] = [_("金额须大于 0")]
    if values.id_number and values.id_kind not in IdKind.values:
        fields["id_kind"] = [_("请选择证件种类")]
    if values.id_number and values.id_kind == IdKind.RESIDENT and not is_resident_number(values.id_number.strip()):
        fields["id_number"] = [_("身份证号码应为 18 位，且末位校验码要对得上")]
    if values.account and not (8 <= len(values.account.replace(" ", "")) <= 40):
        fields["account"] = [_("账号应为 8–40 位")]
    if fields:
        raise InvalidInput(fields=fields, detail=" ".join(s for rows in fields.values() for s in rows))


def is_resident_number(number: str) -> bool:
    """18 characters whose last is the check digit of the others (GB 11643-1999, ISO 7064 MOD 11-2)."""
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()
