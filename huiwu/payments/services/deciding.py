"""The approval chain: each level up to the one whose limit covers the amount; nobody twice, never the requester."""

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
from huiwu.payments.choices import Decision, RequestState
from huiwu.payments.errors import NotYourLevel, OwnRequest
from huiwu.payments.events import PaymentApproved, PaymentPassedOn, PaymentRefused
from huiwu.payments.models import PaymentApproval, PaymentRequest
from huiwu.payments.queries.approvals import is_involved, level_for, role_word, waiting_for
from huiwu.payments.queries.requests import approval_levels, request_for
from huiwu.payments.rules import Level, open_levels
from huiwu.payments.services.requesting import moved

SHORTEST_REASON = 4


@transaction.atomic
def approve_payment(
    *, actor: Actor, meeting: Meeting, request_id: UUID, revision: int, note: str = ""
) -> PaymentRequest:
    """Agree to what was seen at `revision`. When levels above have to agree too, the request goes on to them.

    Raises OwnRequest, NotYourLevel, RequestMoved, NotFound.
    """
    require(actor, "payments.approve", meeting)
    row, level, levels = _judged(actor, meeting, request_id, revision)
    is_last = not open_levels(levels, row.amount_cents, level.position)
    state = RequestState.APPROVED if is_last else RequestState.REQUESTED
    _write(row, actor, level, Decision.APPROVED, note, {"state": state, "level": level.position})
    fact: PaymentApproved | PaymentPassedOn = (
        PaymentApproved(meeting_id=meeting.pk, payment_request_id=row.pk)
        if is_last
        else PaymentPassedOn(meeting_id=meeting.pk, payment_request_id=row.pk, level=level.position)
    )
    record(fact, actor=actor, org_id=meeting.org_id)
    return request_for(meeting, request_id)


@transaction.atomic
def refuse_payment(*, actor: Actor, meeting: Meeting, request_id: UUID, revision: int, reason: str) -> PaymentRequest:
    """Send it back with a reason; approvals begin anew when it is submitted again.

    Raises InvalidInput without a reason, OwnRequest, NotYourLevel, RequestMoved, NotFound.
    """
    require(actor, "payments.approve", meeting)
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput(fields={"note": [_("请写明退回的理由（至少 4 个字）")]}, detail=_("请写明退回的理由。"))
    row, level, _levels = _judged(actor, meeting, request_id, revision)
    values = {"state": RequestState.REFUSED, "level": 0, "refusal": reason.strip()[:500]}
    _write(row, actor, level, Decision.REFUSED, reason, values)
    record(PaymentRefused(meeting_id=meeting.pk, payment_request_id=row.pk), actor=actor, org_id=meeting.org_id)
    return request_for(meeting, request_id)


def _judged(
    actor: Actor, meeting: Meeting, request_id: UUID, revision: int
) -> tuple[PaymentRequest, Level, tuple[Level, ...]]:
    row = request_for(meeting, request_id)
    if row.state != RequestState.REQUESTED or row.revision != revision:
        raise moved(row)
    if is_involved(actor, row):
        raise OwnRequest(request=row.label)
    levels = approval_levels(meeting.org_id)
    level = level_for(actor, row, levels)
    if level is None:
        waiting = waiting_for(row, levels)
        role = role_word(waiting.role) if waiting else ""
        raise NotYourLevel(request=row.label, amount=yuan(row.amount_cents), role=role)
    return row, level, levels


def _write(row: PaymentRequest, actor: Actor, level: Level, decision: str, note: str, values: dict[str, Any]) -> None:
    """One conditional update: of two who decide at once, one is told."""
    fresh = PaymentRequest.objects.filter(pk=row.pk, revision=row.revision, state=RequestState.REQUESTED)
    if not fresh.update(**values, revision=F("revision") + 1, updated_at=clock.now()):
        raise moved(PaymentRequest.objects.get(pk=row.pk))
    PaymentApproval.objects.create(
        request=row,
        round=row.round,
        level=level.position,
        role=level.role,
        decision=decision,
        decided_by=actor.user,
        decided_at=clock.now(),
        amount_cents=row.amount_cents,
        note=note.strip()[:500],
    )
