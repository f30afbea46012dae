"""Whom the states of a fee are told (listed in config/reactions.py)."""

from __future__ import annotations

from django.urls import reverse

from huiwu.accounts.models import User
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import Occurrence
from huiwu.foundation.permission import can
from huiwu.notifications.queries import team_readers
from huiwu.notifications.services import write_message
from huiwu.speaker_fees.choices import FeeState
from huiwu.speaker_fees.models import SpeakerFee


def tell_approvers_when_fee_is_submitted(occurrence: Occurrence) -> None:
    """LATER. Everybody of the team who may approve it, but not who entered or submitted it."""
    fee = _fee(occurrence)
    if fee is None or fee.state != FeeState.SUBMITTED:
        return
    for user in team_readers(fee.meeting):
        if user.pk in (fee.entered_by_id, fee.submitted_by_id):
            continue
        if can(Actor.of_user(user), "speaker_fees.approve", fee.meeting):
            _tell("speaker_fees.waiting", user, fee, occurrence)


def tell_submitter_when_fee_is_refused(occurrence: Occurrence) -> None:
    """LATER."""
    fee = _fee(occurrence)
    if fee is None or fee.submitted_by is None or fee.submitted_by_id == occurrence.actor_id:
        return
    if fee.submitted_by in team_readers(fee.meeting):
        _tell("speaker_fees.refused", fee.submitted_by, fee, occurrence)


def _fee(occurrence: Occurrence) -> SpeakerFee | None:
    found = SpeakerFee.objects.select_related("meeting", "submitted_by")
    return found.filter(pk=occurrence.payload["speaker_fee_id"]).first()


def _tell(kind: str, user: User, fee: SpeakerFee, occurrence: Occurrence) -> None:
    write_message(
        actor=SYSTEM,
        kind=kind,
        key=f"{kind}:{occurrence.id}:{user.pk}",
        user=user,
        meeting=fee.meeting,
        values={"fee": fee.label, "meeting": fee.meeting.name, "reason": fee.decision_note},
        url=reverse("speaker_fees:fee", args=[fee.meeting.slug, fee.pk]),
    )
