"""The demo meeting's notices: a draft three weeks ahead, then the three batches, each confirmed by the client."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from huiwu.accounts.choices import Role
from huiwu.calls.choices import Outcome
from huiwu.calls.services import claim_person, record_call
from huiwu.documents.services import invite_to_sign, sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.notices.choices import DAYS_BEFORE, RECIPIENT, Batch, NoticeChannel
from huiwu.notices.models import Notice, NoticeRecipient
from huiwu.notices.services import NoticeValues, approve_notice, ask_client, draft_notice, send_notice, spread
from huiwu.notices.words import STARTERS
from huiwu.notifications.choices import OutsideState
from huiwu.notifications.models import OutsideDelivery

DRAFTED = 20
"""Days before the first day on which the first batch is drafted."""
LINKS_UP_TO = 300
"""Larger demo meetings leave the personal link out of the text: each one is made and sealed."""
ROLES = ["vip", "speaker", "guest", "representative"]
ABOUT = {
    "parking": "会场地下停车场 B2，凭本通知免费",
    "weather": "以会前一日预报为准，请备外套",
    "dress": "商务正装",
    "contact": "400-800-8000",
}


@demo(48)
def notices(ctx: DemoContext) -> None:
    """As far as the meeting has come. Nothing leaves: what would have been sent is marked as kept here."""
    if ctx.people < 1 or "attendees" not in ctx.made:
        return
    for batch, days in DAYS_BEFORE.items():
        day = ctx.meeting.start_on - timedelta(days=days)
        if ctx.today > day:
            _batch(ctx, batch, day)
        elif batch == Batch.FIRST and ctx.today >= ctx.meeting.start_on - timedelta(days=DRAFTED):
            with clock.at(moment(ctx.today, 9)):
                draft_notice(actor=_writer(ctx), meeting=ctx.meeting, values=_values(ctx, batch))


def _writer(ctx: DemoContext) -> Actor:
    return Actor.of_user(ctx.cast.get(Role.DATA_ADMIN) or ctx.cast[Role.PROJECT_MANAGER])


def _lead(ctx: DemoContext) -> Actor:
    return Actor.of_user(ctx.cast.get(Role.ACCOUNT_MANAGER) or ctx.cast[Role.PROJECT_MANAGER])


def _values(ctx: DemoContext, batch: Batch) -> NoticeValues:
    subject, text = STARTERS[batch, NoticeChannel.EMAIL]
    words = str(text) if ctx.people <= LINKS_UP_TO else str(text).replace("\n{link}", "")
    about = ABOUT | {"place": ctx.meeting.venue_name or ctx.meeting.city or "会场"}
    return NoticeValues(
        title=str(batch.label),
        channel=NoticeChannel.EMAIL,
        batch=batch,
        subject=str(subject),
        text=words,
        about=about,
        audience={"roles": ROLES},
    )


def _batch(ctx: DemoContext, batch: Batch, day: date) -> None:
    """Drafted three days ahead, confirmed the day before, sent at ten, a third of them read by the afternoon."""
    lead, writer = _lead(ctx), _writer(ctx)
    with clock.at(moment(day - timedelta(days=3), 10)):
        notice = draft_notice(actor=writer, meeting=ctx.meeting, values=_values(ctx, batch))
        approve_notice(actor=lead, notice_id=notice.pk, revision=notice.revision)
        version = ask_client(actor=lead, notice_id=notice.pk)
        client = _client(ctx)
        link, _token = invite_to_sign(
            actor=lead, version_id=version.pk, person=client, recipient="", lasts=timedelta(days=3)
        )
    with clock.at(moment(day - timedelta(days=1), 11)):
        sign_version(
            actor=Actor.of_link(link), version_id=version.pk, seen_hash=version.content_hash, person_name=client
        )
    with clock.at(moment(day, 10)):
        send_notice(actor=lead, notice_id=notice.pk)
        spread(notice_id=notice.pk)
        _arrive(ctx, notice)
    with clock.at(moment(day, 15)):
        _ring(ctx, notice)


def _client(ctx: DemoContext) -> str:
    contact = ctx.meeting.client.contacts.filter(is_approver=True).first() if ctx.meeting.client else None
    return contact.name if contact else "客户联系人"


def _arrive(ctx: DemoContext, notice: Notice) -> None:
    """Kept, not sent: the addresses are invented."""
    ids = list(NoticeRecipient.objects.filter(notice=notice, skipped="").values_list("pk", flat=True))
    now: dict[str, Any] = {"sent_at": clock.now(), "provider": "kept", "sealed": "", "attempts": 1}
    read = {pk for pk in ids if ctx.rng.random() < 0.35}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        rows = OutsideDelivery.objects.filter(about_kind=RECIPIENT, about_id__in=part)
        rows.update(state=OutsideState.SENT, **now)
        rows.filter(about_id__in=[pk for pk in part if pk in read]).update(
            state=OutsideState.READ, read_at=clock.now() + timedelta(hours=2)
        )


def _ring(ctx: DemoContext, notice: Notice) -> None:
    """Whoever has no e-mail is told by telephone the same day."""
    caller = Actor.of_user(ctx.cast.get(Role.GUEST_TEAM) or ctx.cast[Role.PROJECT_MANAGER])
    for row in NoticeRecipient.objects.filter(notice=notice).exclude(skipped=""):
        claim_person(actor=caller, meeting=ctx.meeting, attendee_id=row.attendee_id)
        record_call(
            actor=caller,
            meeting=ctx.meeting,
            attendee_id=row.attendee_id,
            outcome=Outcome.SETTLED,
            said="已电话告知时间、地点和签到方式。",
        )
