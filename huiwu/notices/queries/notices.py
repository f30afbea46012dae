"""Notices of a meeting, what came of them, and whether they may go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from huiwu.attendees.models import Attendee
from huiwu.documents.models import Version
from huiwu.documents.queries import latest, review_version, signed_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.notices.choices import NOTICE, RECIPIENT, Batch, NoticeChannel, NoticeState
from huiwu.notices.models import Notice, NoticeRecipient, NoticeTemplate
from huiwu.notices.queries.audience import audience_words, common_values
from huiwu.notices.rules.texts import Problem, problems_of_email, problems_of_sms, untold
from huiwu.notifications.choices import OutsideState
from huiwu.notifications.models import OutsideDelivery, OutsideSettings, SmsTemplate

LOST = (OutsideState.FAILED, OutsideState.SUPPRESSED)


def notices_of(meeting: Meeting) -> QuerySet[Notice]:
    """By number, with whoever drafted and approved them."""
    return Notice.objects.filter(meeting=meeting).select_related("drafted_by", "approved_by").order_by("number")


def notice_for(actor: Actor, meeting: Meeting, notice_id: UUID) -> Notice:
    """Raises NotAllowed, NotFound."""
    require(actor, "notices.view", meeting)
    rows = Notice.objects.select_related("meeting__org", "drafted_by", "approved_by", "waived_by")
    found = rows.filter(pk=notice_id, meeting=meeting).first()
    if found is None:
        raise NotFound
    return found


def _last_delivery(column: str) -> Subquery:
    rows = OutsideDelivery.objects.filter(about_kind=RECIPIENT, about_id=OuterRef("pk")).order_by("-created_at")
    return Subquery(rows.values(column)[:1])


def recipients_of(notice: Notice, state: str = "") -> QuerySet[NoticeRecipient]:
    """With `state`, `why`, `answer`, `went_at` of the last delivery; `state` `lost`: not reached. One query."""
    rows = (
        NoticeRecipient.objects.filter(notice=notice)
        .select_related("attendee", "notice")
        .annotate(
            state=_last_delivery("state"),
            why=_last_delivery("why"),
            answer=_last_delivery("answer"),
            went_at=_last_delivery("sent_at"),
            tried_at=_last_delivery("updated_at"),
        )
    )
    if state == "lost":
        rows = rows.filter(state__in=LOST) | rows.exclude(skipped="")
    elif state:
        rows = rows.filter(state=state)
    return rows.order_by("attendee__number")


@dataclass(frozen=True, slots=True)
class Counts:
    """People by what came of it. `arrived` counts delivered and read; `lost` those not reached, without address too."""

    total: int = 0
    waiting: int = 0
    sent: int = 0
    delivered: int = 0
    read: int = 0
    lost: int = 0

    @property
    def arrived(self) -> int:
        return self.delivered + self.read


def counts_of(notices: Iterable[Notice]) -> dict[UUID, Counts]:
    """Of each of these notices. One query."""
    ids = [notice.pk for notice in notices]
    rows = NoticeRecipient.objects.filter(notice_id__in=ids).annotate(state=_last_delivery("state"))
    found: dict[UUID, dict[str, int]] = {pk: {} for pk in ids}
    for pk, state, skipped, n in (
        rows.values("notice_id", "state", "skipped")
        .annotate(n=Count("pk"))
        .values_list("notice_id", "state", "skipped", "n")
    ):
        key = "lost" if skipped or state in LOST else "waiting" if state in (None, "queued", "sending") else state
        found[pk][key] = found[pk].get(key, 0) + n
    return {pk: Counts(total=sum(row.values()), **row) for pk, row in found.items()}


def failed_recipients(meeting: Meeting, before: datetime) -> QuerySet[NoticeRecipient]:
    """Those whom a notice did not reach and who have been so since before this moment. One query."""
    rows = NoticeRecipient.objects.filter(notice__meeting=meeting, attendee__erased_at=None, attendee__merged_into=None)
    rows = rows.annotate(state=_last_delivery("state"), tried_at=_last_delivery("updated_at"))
    failed = rows.filter(state__in=LOST, tried_at__lte=before)
    return (failed | rows.exclude(skipped="").filter(created_at__lte=before)).select_related("attendee", "notice")


def content_of(notice: Notice) -> dict[str, Any]:
    """What the client confirms: the words, what they are filled with, to whom and when."""
    return {
        "title": notice.title,
        "batch": notice.batch,
        "channel": notice.channel,
        "subject": notice.subject,
        "text": notice.text,
        "about": {key: common_values(notice)[key] for key in ("place", "parking", "weather", "dress", "contact")},
        "audience": audience_words(notice),
        "send_on": notice.send_at.astimezone(notice.meeting.zone).date().isoformat() if notice.send_at else "",
    }


def is_confirmed(notice: Notice) -> bool:
    """Whether the client has confirmed exactly these words."""
    document = latest(notice.meeting, NOTICE, notice.pk)
    version = signed_version(document) if document else None
    return version is not None and version.content == content_of(notice)


def confirmation_of(notice: Notice) -> Version | None:
    """The version that waits for the client or has been signed, whichever is newer."""
    document = latest(notice.meeting, NOTICE, notice.pk)
    if document is None:
        return None
    return review_version(document) or signed_version(document)


def problems(notice: Notice) -> list[Problem]:
    """What the channel would refuse and what readers would miss (OM-071, EX-106)."""
    values = common_values(notice)
    found = untold(
        notice.text,
        values,
        is_batch=notice.batch != Batch.OTHER,
        is_last=notice.batch == Batch.THIRD,
        channel=notice.channel,
    )
    if notice.channel == NoticeChannel.EMAIL:
        return [*problems_of_email(notice.subject, notice.text), *found]
    own = OutsideSettings.objects.filter(org_id=notice.meeting.org_id).first()
    known = SmsTemplate.objects.filter(org_id=notice.meeting.org_id, code=notice.sms_code, is_approved=True).first()
    if known is None or known.text != notice.text:
        found.append(Problem("not_registered"))
    return [*problems_of_sms(notice.text, sign=own.sms_sign if own else "", values=values), *found]


def templates_of(org_id: UUID) -> QuerySet[NoticeTemplate]:
    """Those in use."""
    return NoticeTemplate.objects.filter(org_id=org_id, retired_at=None)


def own_notices(attendee: Attendee) -> list[NoticeRecipient]:
    """What was sent to this person, newest first. One query."""
    rows = NoticeRecipient.objects.filter(attendee=attendee, notice__state__in=[NoticeState.SENDING, NoticeState.SENT])
    rows = rows.select_related("notice__meeting__org", "attendee").annotate(state=_last_delivery("state"))
    return list(rows.order_by("-created_at"))
