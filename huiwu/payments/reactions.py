"""Whom the states of a request are told (listed in config/reactions.py)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from huiwu.accounts.models import Membership, User
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import Occurrence
from huiwu.kernel.money import yuan
from huiwu.notifications.queries import team_readers
from huiwu.notifications.services import write_message
from huiwu.payments.choices import RequestState
from huiwu.payments.models import PaymentRequest
from huiwu.payments.permissions import HEADS
from huiwu.payments.queries import approval_levels, request_for, waiting_for
from huiwu.payments.queries.approvals import is_involved


def tell_approvers_when_payment_waits(occurrence: Occurrence) -> None:
    """LATER. Holders of the level that is next; the organisation's heads when nobody else holds it."""
    row = _request(occurrence)
    if row is None or row.state != RequestState.REQUESTED:
        return
    level = waiting_for(row, approval_levels(row.meeting.org_id))
    if level is None:
        return
    holders = [user for user in team_readers(row.meeting, level.role) if not is_involved(Actor.of_user(user), row)]
    heads = Membership.objects.filter(org_id=row.meeting.org_id, role__in=HEADS, user__is_active=True)
    for user in holders or [member.user for member in heads.select_related("user")]:
        if not is_involved(Actor.of_user(user), row):
            _tell("payments.waiting", user, row, occurrence, {"payee": row.payee})


def tell_requester_when_payment_is_decided(occurrence: Occurrence) -> None:
    """LATER."""
    row = _request(occurrence)
    if row is None or row.requested_by is None or row.requested_by not in team_readers(row.meeting):
        return
    values = {"result": row.get_state_display(), "reason": row.refusal}
    _tell("payments.decided", row.requested_by, row, occurrence, values)


def tell_requester_when_payment_is_made(occurrence: Occurrence) -> None:
    """LATER."""
    row = _request(occurrence)
    if row is None or row.requested_by is None or row.requested_by_id == occurrence.actor_id:
        return
    if row.requested_by in team_readers(row.meeting):
        paid = request_for(row.meeting, row.pk)
        _tell("payments.made", row.requested_by, row, occurrence, {"paid": yuan(getattr(paid, "paid", 0))})


def _request(occurrence: Occurrence) -> PaymentRequest | None:
    found = PaymentRequest.objects.select_related("meeting", "requested_by")
    return found.filter(pk=occurrence.payload["payment_request_id"]).first()


def _tell(kind: str, user: User, row: PaymentRequest, occurrence: Occurrence, more: dict[str, Any]) -> None:
    values = {"request": row.label, "amount": yuan(row.amount_cents), "meeting": row.meeting.name}
    write_message(
        actor=SYSTEM,
        kind=kind,
        key=f"{kind}:{occurrence.id}:{user.pk}",
        user=user,
        meeting=row.meeting,
        values=values | more,
        url=reverse("payments:request", args=[row.meeting.slug, row.pk]),
    )
