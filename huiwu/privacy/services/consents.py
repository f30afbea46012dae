"""Consents: given under the notice in force, each purpose on its own; withdrawn as easily (PIPL art. 13–16, 29)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.foundation.registry.personal import holders_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import How, PurposeCode
from huiwu.privacy.errors import NoticeNotPublished
from huiwu.privacy.events import ConsentsGiven, ConsentWithdrawn
from huiwu.privacy.models import Consent
from huiwu.privacy.permissions import Subject
from huiwu.privacy.queries.consents import published_notice_id
from huiwu.privacy.queries.purposes import sensitive_groups_of


@transaction.atomic
def give_consents(
    *,
    actor: Actor,
    meeting: Meeting,
    subject_id: UUID,
    purposes: Iterable[str],
    how: str = How.LINK,
    evidence: dict[str, Any] | None = None,
) -> tuple[str, ...]:
    """Keep the person's yes to each purpose under the published notice; those that stand already stay as they were.

    Returns the codes newly given. `evidence` is added to the network address and browser of the actor.
    Raises NoticeNotPublished, InvalidInput for an unknown purpose, NotAllowed.
    """
    require(actor, "privacy.consent", Subject(meeting, subject_id))
    return note_consents(
        actor=actor, meeting=meeting, subject_id=subject_id, purposes=purposes, how=how, evidence=evidence
    )


@unasked("part of the services of registration and guests, which ask for their own permission")
def note_consents(
    *,
    actor: Actor,
    meeting: Meeting,
    subject_id: UUID,
    purposes: Iterable[str],
    how: str = How.FORM,
    evidence: dict[str, Any] | None = None,
    is_new: bool = False,
) -> tuple[str, ...]:
    """As `give_consents`, for services that have asked for their own permission and run in a transaction.

    `is_new`: the person came into being in this transaction, so no earlier consent is looked for.
    """
    asked = tuple(dict.fromkeys(purposes))
    if unknown := [code for code in asked if code not in PurposeCode.values]:
        raise InvalidInput(detail=_("没有这种处理目的：{codes}。").format(codes=_("、").join(unknown)))
    if not asked:
        return ()
    notice_id = published_notice_id(meeting)
    if notice_id is None:
        raise NoticeNotPublished
    standing = Consent.objects.filter(meeting=meeting, subject_id=subject_id, purpose__in=asked, withdrawn_at=None)
    known = set() if is_new else set(standing.values_list("purpose", flat=True))
    new = tuple(code for code in asked if code not in known)
    if not new:
        return ()
    now = clock.now()
    rows = [
        Consent(
            meeting=meeting,
            subject_id=subject_id,
            purpose=code,
            notice_id=notice_id,
            given_at=now,
            how=how,
            evidence=_proof(actor) | (evidence or {}),
            given_by=actor.user,
        )
        for code in new
    ]
    # two at once give the same yes: the constraint keeps one
    Consent.objects.bulk_create(rows, ignore_conflicts=True)
    fact = ConsentsGiven(meeting_id=meeting.pk, attendee_id=subject_id, purposes=new)
    record(fact, actor=actor, org_id=meeting.org_id)
    return new


def _proof(actor: Actor) -> dict[str, str]:
    found = {"address": actor.address, "agent": actor.agent[:200], "link": str(actor.id or "") * (actor.kind == "link")}
    return {name: value for name, value in found.items() if value}


@transaction.atomic
def withdraw_consent(*, actor: Actor, meeting: Meeting, subject_id: UUID, purpose: str) -> int:
    """Take a consent back. Sensitive data that rested on it alone is erased at once (PIPL art. 47).

    Returns the number of records erased. Twice is once; what was never given changes nothing. Raises NotAllowed.
    """
    require(actor, "privacy.consent", Subject(meeting, subject_id))
    standing = Consent.objects.filter(meeting=meeting, subject_id=subject_id, purpose=purpose, withdrawn_at=None)
    changed = standing.update(withdrawn_at=clock.now(), withdrawn_by=actor.user, updated_at=clock.now())
    if not changed:
        return 0
    fact = ConsentWithdrawn(meeting_id=meeting.pk, attendee_id=subject_id, purpose=purpose)
    record(fact, actor=actor, org_id=meeting.org_id)
    return _erase_what_rested_on(meeting, subject_id, purpose)


def _erase_what_rested_on(meeting: Meeting, subject_id: UUID, purpose: str) -> int:
    left = Consent.objects.filter(meeting=meeting, subject_id=subject_id, withdrawn_at=None)
    groups = sensitive_groups_of(meeting, purpose, beside=left.values_list("purpose", flat=True))
    return sum(
        holder.holding.erase(meeting, subject_id)
        for group in groups
        for holder in holders_of(group)
        if not holder.kept(meeting, subject_id)
    )
