"""Verbs of first contact (SOP P01)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.models import Organisation, ScopedLink
from huiwu.accounts.services import make_link
from huiwu.brief.choices import ContactKind, IntakeStatus
from huiwu.brief.errors import SENTENCES, AlreadySent, IntakeDecided, MergeIntoItself, TooManySubmissions
from huiwu.brief.events import (
    IntakeCorrected,
    IntakeDeclined,
    IntakeForgotten,
    IntakeLinkMade,
    IntakeMerged,
    IntakeRecorded,
)
from huiwu.brief.models import IntakeRecord
from huiwu.brief.permissions import INTAKE_LINK
from huiwu.brief.rules import PER_ADDRESS_AN_HOUR, PER_LINK_AN_HOUR, intake_problems
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit

CLIENT_COLUMNS = frozenset(
    {
        "client_name",
        "contact_name",
        "contact_title",
        "phone",
        "email",
        "meeting_name",
        "meeting_type",
        "start_on",
        "end_on",
        "alt_dates",
        "city",
        "headcount",
        "headcount_basis",
        "decision_maker",
        "prior_edition",
        "budget_idea",
        "notes",
        "answers",
    }
)
FORGET_AFTER = timedelta(days=365)
"""Default: how long a contact that came to nothing is kept (PIPL 第19条: no longer than needed)."""
STAFF_COLUMNS = CLIENT_COLUMNS | {"received_at", "contact_kind", "source", "next_step", "next_step_on"}


@transaction.atomic
def invite_intake(
    *, actor: Actor, org: Organisation, label: str, recipient: str = "", lasts: timedelta = timedelta(days=30)
) -> tuple[ScopedLink, str]:
    """A link by which a client fills in the contact form, as often as needed until it expires. The token shows once."""
    require(actor, "intake.record", org.pk)
    if not label.strip():
        raise InvalidInput({"label": [_("请写明这个链接发给谁。")]}, detail="")
    link, token = make_link(
        actor=actor,
        org=org,
        scope=LinkScope.CLIENT,
        purpose=INTAKE_LINK,
        label=label.strip()[:120],
        recipient=recipient.strip()[:254],
        lasts=lasts,
    )
    record(IntakeLinkMade(link_id=link.pk), actor=actor, org_id=org.pk)
    return link, token


def submit_intake(*, actor: Actor, submission_key: UUID, values: Mapping[str, Any]) -> IntakeRecord:
    """A client sends the form through a link. Sent twice under one key it is one record.

    Raises AlreadySent when the key was used with other content, TooManySubmissions beyond the hourly limits,
    InvalidInput when it cannot be understood.
    """
    if actor.link is None:
        raise NotFound
    require(actor, "intake.fill", actor.link.org_id)
    kept = {name: value for name, value in values.items() if name in CLIENT_COLUMNS}
    return _keep(
        actor,
        IntakeRecord(
            org_id=actor.link.org_id,
            submission_key=submission_key,
            link_id=actor.link.pk,
            sent_from=actor.address,
            notice_seen_at=clock.now(),
            contact_kind=ContactKind.LINK,
            **kept,
        ),
    )


def record_intake(*, actor: Actor, org_id: UUID, submission_key: UUID, values: Mapping[str, Any]) -> IntakeRecord:
    """Staff write down a call, letter or visit. Sent twice under one key it is one record."""
    require(actor, "intake.record", org_id)
    kept = {name: value for name, value in values.items() if name in STAFF_COLUMNS}
    kept.setdefault("contact_kind", ContactKind.CALL)
    return _keep(actor, IntakeRecord(org_id=org_id, submission_key=submission_key, received_by_id=actor.id, **kept))


@transaction.atomic
def correct_intake(*, actor: Actor, intake_id: UUID, revision: int, values: Mapping[str, Any]) -> IntakeRecord:
    """Staff complete or correct a record that is not decided yet. Raises StaleEdit, IntakeDecided, InvalidInput."""
    found = intake_of(actor, intake_id)
    kept = {name: value for name, value in values.items() if name in STAFF_COLUMNS}
    for name, value in kept.items():
        setattr(found, name, value)
    _must_be_sound(found)
    standing = IntakeRecord.objects.filter(pk=found.pk, revision=revision, status=IntakeStatus.NEW)
    if not standing.update(**kept, revision=F("revision") + 1, updated_at=clock.now()):
        now = IntakeRecord.objects.select_related("decided_by").get(pk=found.pk)
        must_be_new(now)
        raise StaleEdit(theirs=now, who=_("同事"))
    record(IntakeCorrected(intake_id=found.pk, org_id=found.org_id), actor=actor, org_id=found.org_id)
    found.refresh_from_db()
    return found


@transaction.atomic
def decline_intake(*, actor: Actor, intake_id: UUID, reason: str) -> IntakeRecord:
    """Turn the request down, with the reason. Raises IntakeDecided when somebody was first."""
    found = intake_of(actor, intake_id)
    if not reason.strip():
        raise InvalidInput({"reason": [_("请写明婉拒的原因，以便日后回复客户。")]}, detail=_("婉拒须写原因。"))
    decide(actor, found, IntakeStatus.DECLINED, decline_reason=reason.strip()[:2000])
    record(IntakeDeclined(intake_id=found.pk), actor=actor, org_id=found.org_id)
    return found


@transaction.atomic
def merge_intake(*, actor: Actor, intake_id: UUID, into_id: UUID) -> IntakeRecord:
    """This record tells of the same meeting as another one: it stays readable there and leaves the list."""
    found = intake_of(actor, intake_id)
    into = IntakeRecord.objects.filter(
        pk=into_id, org_id=found.org_id, status__in=[IntakeStatus.NEW, IntakeStatus.ACCEPTED]
    ).first()
    if into is None or into.pk == found.pk:
        raise MergeIntoItself
    decide(actor, found, IntakeStatus.MERGED, merged_into_id=into.pk, meeting_id=into.meeting_id)
    IntakeRecord.objects.filter(merged_into=found).update(merged_into=into, meeting_id=into.meeting_id)
    record(IntakeMerged(intake_id=found.pk, into_id=into.pk), actor=actor, org_id=found.org_id)
    return found


@transaction.atomic
def forget_old_intakes(*, actor: Actor) -> int:
    """Delete records that never became a meeting after FORGET_AFTER, as the privacy notice promises; how many."""
    require(actor, "intake.forget", None)
    old = IntakeRecord.objects.filter(meeting=None, received_at__lt=clock.now() - FORGET_AFTER)
    for found in old:
        record(IntakeForgotten(intake_id=found.pk), actor=actor, org_id=found.org_id)
    return old.delete()[1].get("brief.IntakeRecord", 0)


def decide(actor: Actor, found: IntakeRecord, status: IntakeStatus, **columns: Any) -> None:
    """Take the one decision about a record: of two at once, the second is refused."""
    columns |= {"status": status, "decided_at": clock.now(), "decided_by_id": actor.id}
    standing = IntakeRecord.objects.filter(pk=found.pk, status=IntakeStatus.NEW)
    if not standing.update(**columns, revision=F("revision") + 1, updated_at=clock.now()):
        must_be_new(IntakeRecord.objects.select_related("decided_by").get(pk=found.pk))
    found.refresh_from_db()


def must_be_new(found: IntakeRecord) -> None:
    if found.status != IntakeStatus.NEW:
        who = found.decided_by.name if found.decided_by else _("同事")
        raise IntakeDecided(who=who, status=found.get_status_display())


def intake_of(actor: Actor, intake_id: UUID, permission: str = "intake.record") -> IntakeRecord:
    """The record, for an actor of its organisation; NotFound for anybody else."""
    found = IntakeRecord.objects.select_related("org", "decided_by").filter(pk=intake_id).first()
    if found is None or not can(actor, permission, found.org_id):
        raise NotFound
    return found


def _keep(actor: Actor, made: IntakeRecord) -> IntakeRecord:
    first = _sent_before(made)
    if first is not None:
        return first
    if made.link_id:
        _must_not_flood(made)
    _must_be_sound(made)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            record(IntakeRecorded(intake_id=made.pk, org_id=made.org_id), actor=actor, org_id=made.org_id)
    except IntegrityError:  # the same form arrived twice at the same time
        first = _sent_before(made)
        if first is None:
            raise
        return first
    return made


def _sent_before(made: IntakeRecord) -> IntakeRecord | None:
    first = IntakeRecord.objects.filter(org_id=made.org_id, submission_key=made.submission_key).first()
    if first is None:
        return None
    if first.link_id != made.link_id or any(getattr(first, n) != getattr(made, n) for n in CLIENT_COLUMNS):
        raise AlreadySent
    return first


def _must_not_flood(made: IntakeRecord) -> None:
    """Counted from the rows themselves; one or two too many under a burst do no harm."""
    lately = IntakeRecord.objects.filter(created_at__gt=clock.now() - timedelta(hours=1))
    if lately.filter(link_id=made.link_id).count() >= PER_LINK_AN_HOUR:
        raise TooManySubmissions
    if lately.filter(sent_from=made.sent_from, link_id__isnull=False).count() >= PER_ADDRESS_AN_HOUR:
        raise TooManySubmissions


def _must_be_sound(made: IntakeRecord) -> None:
    values = {name: getattr(made, name) for name in STAFF_COLUMNS}
    fields = {name: [str(SENTENCES[code])] for name, code in intake_problems(values).items()}
    try:
        made.full_clean(exclude=["org", "meeting", "received_by", "decided_by", "merged_into", "submission_key"])
    except ValidationError as fault:
        fields |= {name: messages for name, messages in fault.message_dict.items() if name not in fields}
    if fields:
        raise InvalidInput(fields, detail=" ".join(s for sentences in fields.values() for s in sentences))
