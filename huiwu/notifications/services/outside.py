"""The one door to people without an account and to group chats: what is queued here goes out, once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import override

from huiwu.accounts.models import Organisation
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.jobs import enqueue
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import unasked
from huiwu.foundation.secrets import seal
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.notifications.choices import OutsideChannel, OutsideState, OutsideWhy
from huiwu.notifications.errors import NumberUnusable, OutsideAddressUnusable
from huiwu.notifications.events import OutsideFailed
from huiwu.notifications.models import OutsideDelivery, SmsTemplate
from huiwu.notifications.outside.packing import PURPOSE, packed
from huiwu.notifications.outside.suppressing import suppressed, why_of
from huiwu.notifications.outside.wording import SMS_TEXTS, filled, holes

SEND_OUTSIDE = "notifications.send_outside"
FOLLOWS = "what goes out follows from another service, which asked for its own permission"
BATCH = 500
E164 = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one address, before it is queued.

    `to`: an e-mail address, a number in E.164, or the id of a Bot. E-mail and bots: `subject` and `body` (plain text; a
    line that is an address becomes a link). SMS: `template`, a code of `sms_text` or of the organisation's own
    SmsTemplate, with `variables`. `secrets`: values (a personal link, a code) for `{holes}` in `body` and `variables`,
    kept under lock and wiped once it has gone out. `attachments`: ids of StoredFile. `is_essential`: goes also to people
    who unsubscribed and about meetings that stand still (codes, tickets, cancellations).
    """

    key: str
    channel: str
    to: str
    name: str = ""
    language: str = "zh-hans"
    subject: str = ""
    body: str = ""
    template: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[UUID] = ()
    about_kind: str = ""
    about_id: UUID | None = None
    is_essential: bool = False


@unasked(FOLLOWS)
@transaction.atomic
def send_outside(
    *,
    actor: Actor,
    letter: Letter,
    meeting: Meeting | None = None,
    org: Organisation | None = None,
    not_before_at: datetime | None = None,
) -> OutsideDelivery:
    """Queue one message in the caller's transaction; the same `key` again returns the first, unchanged.

    A worker sends it at once, or after `not_before_at`, and goes on after it was killed. What came of it: the row's `state`,
    and the facts `outside_delivered`, `outside_failed` with `about_kind` and `about_id`. Raises OutsideAddressUnusable or
    NumberUnusable for what cannot be written to, KeyError for an SMS text nobody declared.
    """
    known = OutsideDelivery.objects.filter(key=letter.key).first()
    if known is not None:
        return known
    problem = _problem(letter)
    if problem:
        raise problem(address=letter.to)
    org_id = meeting.org_id if meeting else _org_id(org)
    row = _row(letter, org_id, meeting, _texts_of(org_id, [letter]), not_before_at)
    row.not_before_at = not_before_at or clock.now()
    OutsideDelivery.objects.bulk_create([row], ignore_conflicts=True)
    stored = OutsideDelivery.objects.get(key=letter.key)
    if stored.pk == row.pk:
        _wake(stored.pk, meeting.pk if meeting else None, stored.not_before_at)
    return stored


@unasked(FOLLOWS)
def send_outside_many(
    *, actor: Actor, meeting: Meeting, letters: Iterable[Letter], not_before_at: datetime | None = None
) -> int:
    """Queue many in batches of 500, each its own transaction; how many were new. Repeated keys are passed over.

    After a kill, call it again with the same letters: nothing is missed and nothing doubled. An address that cannot be
    used makes a row that has failed, and those who unsubscribed one that is suppressed, so that every reader is counted.
    """
    made, rest = 0, iter(letters)
    while batch := list(islice(rest, BATCH)):
        made += _queue_batch(meeting, batch, not_before_at or clock.now())
    if made:
        enqueue(SEND_OUTSIDE, args={}, meeting_id=meeting.pk, run_after=not_before_at or clock.now())
    return made


@transaction.atomic
def _queue_batch(meeting: Meeting, batch: list[Letter], at: datetime) -> int:
    known = set(OutsideDelivery.objects.filter(key__in=[b.key for b in batch]).values_list("key", flat=True))
    fresh = {letter.key: letter for letter in batch if letter.key not in known}
    texts = _texts_of(meeting.org_id, fresh.values())
    rows = [_row(letter, meeting.org_id, meeting, texts, at) for letter in fresh.values()]
    for channel in {row.channel for row in rows}:
        of_channel = [row for row in rows if row.channel == channel and not row.is_essential]
        reasons = suppressed(meeting.org_id, channel, (row.to for row in of_channel))
        for row in of_channel:
            if row.state == OutsideState.QUEUED and row.to in reasons:
                row.state, row.why, row.sealed = OutsideState.SUPPRESSED, why_of(reasons[row.to]), ""
    for row in rows:
        if row.state == OutsideState.QUEUED and _problem(fresh[row.key]):
            row.state, row.why, row.sealed = OutsideState.FAILED, OutsideWhy.BAD_ADDRESS, ""
    OutsideDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    made = set(OutsideDelivery.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    for row in rows:
        if row.pk in made and row.has_failed:
            record_failure(row=row, why=row.why)
    return len(made)


@unasked(FOLLOWS)
def record_failure(*, row: OutsideDelivery, why: str) -> None:
    """Say that this one will not arrive, to whoever it was about."""
    fact = OutsideFailed(
        meeting_id=row.meeting_id,
        delivery_id=row.pk,
        channel=row.channel,
        why=why,
        about_kind=row.about_kind,
        about_id=row.about_id,
    )
    record(fact, actor=SYSTEM, org_id=row.org_id)


def _problem(letter: Letter) -> Any:
    """The refusal that this address deserves, or None."""
    if letter.channel == OutsideChannel.EMAIL:
        try:
            validate_email(letter.to)
        except ValidationError:
            return OutsideAddressUnusable
    if letter.channel == OutsideChannel.SMS and not E164.fullmatch(letter.to):
        return NumberUnusable
    return None


Texts = dict[tuple[str, str], str]


def _texts_of(org_id: UUID, letters: Iterable[Letter]) -> Texts:
    """The text behind each (code, language) of an SMS: the organisation's own wording, or the declared one."""
    wanted = {(letter.template, letter.language) for letter in letters if letter.template}
    own = dict(SmsTemplate.objects.filter(org_id=org_id).values_list("code", "text")) if wanted else {}
    texts: Texts = {}
    for code, language in wanted:
        with override(language):
            texts[code, language] = own[code] if code in own else SMS_TEXTS[code].words
    return texts


def _row(
    letter: Letter, org_id: UUID, meeting: Meeting | None, texts: Texts, not_before_at: datetime | None
) -> OutsideDelivery:
    body, variables = letter.body, list(letter.variables.items())
    if letter.template:
        text = texts[letter.template, letter.language]
        given = {**{name: f"{{{name}}}" for name in letter.secrets}, **letter.variables}
        body, variables = filled(text, given), [(name, given.get(name, "")) for name in holes(text)]
    return OutsideDelivery(
        key=letter.key,
        org_id=org_id,
        meeting=meeting,
        channel=letter.channel,
        to=letter.to.strip()[:254],
        name=letter.name[:120],
        language=letter.language,
        subject=" ".join(letter.subject.split())[:250],
        body=body,
        template=letter.template,
        variables=[[name, str(value)] for name, value in variables],
        sealed=seal(packed(letter.secrets), PURPOSE) if letter.secrets else "",
        attachments=[str(pk) for pk in letter.attachments],
        is_essential=letter.is_essential,
        about_kind=letter.about_kind,
        about_id=letter.about_id,
        not_before_at=not_before_at or clock.now(),
    )


def _org_id(org: Organisation | None) -> UUID:
    if org is None:
        raise TypeError("a message outside belongs to a meeting or an organisation")
    return org.pk


def _wake(delivery_id: UUID, meeting_id: UUID | None, at: datetime) -> None:
    enqueue(SEND_OUTSIDE, args={"delivery_id": str(delivery_id)}, meeting_id=meeting_id, run_after=at)
