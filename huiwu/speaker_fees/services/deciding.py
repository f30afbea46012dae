"""Submit, approve, refuse: four eyes, and the rule where it leaves no doubt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting
from huiwu.speaker_fees.choices import FeeState
from huiwu.speaker_fees.errors import FeeAboveStandard, FeeMoved, OwnFee, ReasonNeeded
from huiwu.speaker_fees.events import SpeakerFeeApproved, SpeakerFeeRefused, SpeakerFeeSubmitted
from huiwu.speaker_fees.models import SpeakerFee
from huiwu.speaker_fees.queries import fee_for, packs_for_fees
from huiwu.speaker_fees.services.entering import standard_columns

SHORTEST_REASON = 4


@transaction.atomic
def submit_fee(*, actor: Actor, meeting: Meeting, fee_id: UUID) -> SpeakerFee:
    """Ask for approval, with the standard as the rule has it today. Twice is once. Raises FeeMoved, NotFound."""
    require(actor, "speaker_fees.edit", meeting)
    row = fee_for(meeting, fee_id)
    if row.state == FeeState.SUBMITTED:
        return row
    values = {"submitted_by": actor.user, "submitted_at": clock.now(), **_standard_now(meeting, row)}
    _move(row, (FeeState.DRAFT, FeeState.REFUSED), FeeState.SUBMITTED, values)
    record(SpeakerFeeSubmitted(meeting_id=meeting.pk, speaker_fee_id=row.pk), actor=actor, org_id=meeting.org_id)
    return fee_for(meeting, fee_id)


@transaction.atomic
def approve_fee(*, actor: Actor, meeting: Meeting, fee_id: UUID, revision: int, over_reason: str = "") -> SpeakerFee:
    """Approve what was seen at `revision`. Whoever entered or submitted it may not.

    Above the standard: refused where the rule is certain (FeeAboveStandard); where it only says what is usual or is not
    verified, the reason is kept with who gave it (ReasonNeeded without). Raises OwnFee, FeeMoved, NotFound.
    """
    require(actor, "speaker_fees.approve", meeting)
    row = fee_for(meeting, fee_id)
    if actor.is_signed_in and actor.user_id in (row.entered_by_id, row.submitted_by_id):
        raise OwnFee
    standard = _standard_now(meeting, row)
    for name, value in standard.items():
        setattr(row, name, value)
    values = {**standard, **_decided(actor), **_over(actor, row, over_reason)}
    if row.revision != revision:
        raise FeeMoved(name=row.name, state=row.get_state_display())
    _move(row, (FeeState.SUBMITTED,), FeeState.APPROVED, values)
    fact = SpeakerFeeApproved(meeting_id=meeting.pk, speaker_fee_id=row.pk, is_over=row.is_over)
    record(fact, actor=actor, org_id=meeting.org_id)
    return fee_for(meeting, fee_id)


@transaction.atomic
def refuse_fee(*, actor: Actor, meeting: Meeting, fee_id: UUID, reason: str) -> SpeakerFee:
    """Send it back with a reason. Raises InvalidInput without one, FeeMoved, NotFound."""
    require(actor, "speaker_fees.approve", meeting)
    row = fee_for(meeting, fee_id)
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput(fields={"reason": [_("请写明退回的理由（至少 4 个字）")]}, detail=_("请写明退回的理由。"))
    values = {**_decided(actor), "decision_note": reason.strip()[:500]}
    _move(row, (FeeState.SUBMITTED,), FeeState.REFUSED, values)
    record(SpeakerFeeRefused(meeting_id=meeting.pk, speaker_fee_id=row.pk), actor=actor, org_id=meeting.org_id)
    return fee_for(meeting, fee_id)


def _decided(actor: Actor) -> dict[str, Any]:
    return {"decided_by": actor.user, "decided_at": clock.now(), "decision_note": ""}


def _over(actor: Actor, row: SpeakerFee, reason: str) -> dict[str, Any]:
    if not row.is_over:
        return {"over_reason": "", "over_decided_by": None, "over_decided_at": None}
    words = {
        "name": row.name,
        "kind": row.get_kind_display(),
        "net": yuan(row.net_cents),
        "limit": yuan(row.limit_cents or 0),
        "basis": row.standard_basis,
    }
    if row.limit_is_certain:
        raise FeeAboveStandard(**words)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonNeeded(**words)
    return {"over_reason": reason.strip()[:500], "over_decided_by": actor.user, "over_decided_at": clock.now()}


def _standard_now(meeting: Meeting, row: SpeakerFee) -> dict[str, Any]:
    shape = {"kind": row.kind, "grade": row.grade, "lessons": row.lessons, "half_units": row.half_units}
    return standard_columns(packs_for_fees(meeting), shape)


def _move(row: SpeakerFee, before: tuple[str, ...], after: str, values: dict[str, Any]) -> None:
    """One conditional update: of two who decide at once, one is told."""
    fresh = SpeakerFee.objects.filter(pk=row.pk, revision=row.revision, state__in=before)
    if not fresh.update(state=after, **values, revision=F("revision") + 1, updated_at=clock.now()):
        row.refresh_from_db(fields=["state"])
        raise FeeMoved(name=row.name, state=row.get_state_display())
