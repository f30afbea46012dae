"""Send a notice to everybody its filter names; ring those whom it did not reach."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F

from huiwu.accounts.services import url_of
from huiwu.attendees.models import Attendee
from huiwu.attendees.services import personal_link
from huiwu.attendees.services.short_codes import short_codes
from huiwu.calls.choices import CallWhy
from huiwu.calls.services import drop_calls, request_call
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.jobs import enqueue
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.notices.choices import RECIPIENT, NoticeChannel, NoticeState, Skipped
from huiwu.notices.errors import NobodyToTell, NothingToRepeat, NoticeNotApproved, NoticeNotConfirmed, NoticeNotOpen
from huiwu.notices.events import NoticeRepeated, NoticeSent, NoticeWaived
from huiwu.notices.models import Notice, NoticeRecipient
from huiwu.notices.queries.audience import addresses, audience, common_values, values_for
from huiwu.notices.queries.notices import is_confirmed
from huiwu.notices.rules.texts import CODE_VARIABLE, HOLE, LINK_VARIABLE, merged
from huiwu.notifications.choices import OutsideWhy
from huiwu.notifications.models import OutsideDelivery
from huiwu.notifications.services import Letter, mark_outside_read, send_outside_many

SPREAD = "notices.spread"
BATCH = 200
NOT_RUNG = (OutsideWhy.WITHDRAWN, OutsideWhy.ERASED, OutsideWhy.MEETING_STOPPED)
"""Nothing to tell any more, or nobody to tell it to."""


@transaction.atomic
def send_notice(*, actor: Actor, notice_id: UUID, waived_reason: str = "") -> Notice:
    """Begin to send now. Without the client's confirmation only with a reason, which is kept.

    Raises NoticeNotApproved, NoticeNotConfirmed, NoticeNotOpen, NobodyToTell. Pressed twice, it goes out once.
    """
    notice = _notice(notice_id)
    require(actor, "notices.approve", notice.meeting)
    if notice.state == NoticeState.DRAFT:
        raise NoticeNotApproved
    confirmed, reason = is_confirmed(notice), waived_reason.strip()[:300]
    if not confirmed and not reason:
        raise NoticeNotConfirmed
    if not audience(notice).exists():
        raise NobodyToTell
    if not confirmed:
        Notice.objects.filter(pk=notice.pk).update(waived_by=actor.user, waived_reason=reason)
        fact = NoticeWaived(meeting_id=notice.meeting_id, notice_id=notice.pk)
        record(fact, actor=actor, org_id=notice.meeting.org_id)
    if not _begin(notice):
        raise NoticeNotOpen
    notice.refresh_from_db()
    return notice


def _begin(notice: Notice) -> bool:
    now = clock.now()
    approved = Notice.objects.filter(pk=notice.pk, state=NoticeState.APPROVED)
    if not approved.update(state=NoticeState.SENDING, begun_at=now, revision=F("revision") + 1):
        return False
    enqueue(SPREAD, args={"notice_id": str(notice.pk)}, meeting_id=notice.meeting_id, key=f"{SPREAD}:{notice.pk}")
    return True


@unasked("the worker sends what was approved here and confirmed by the client, at its time")
def send_due_notices() -> int:
    """Begin every notice whose time has come; what the client has not confirmed waits and is a finding. How many began."""
    due = Notice.objects.select_related("meeting__org").filter(state=NoticeState.APPROVED, send_at__lte=clock.now())
    count = 0
    for notice in due:
        if notice.meeting.is_live and is_confirmed(notice):
            with transaction.atomic():
                count += _begin(notice)
    return count


@unasked("the worker goes on with what was begun")
def spread(*, notice_id: UUID) -> int:
    """A recipient and a message for everybody the filter names, batch by batch; how many people in all.

    Each batch is one transaction, so after a kill the rest follows and nobody gets two.
    """
    notice = _notice(notice_id)
    if notice.state != NoticeState.SENDING:
        return 0
    common = common_values(notice)
    ids = list(audience(notice).values_list("pk", flat=True))
    known = set(NoticeRecipient.objects.filter(notice=notice).values_list("attendee_id", flat=True))
    fresh = [pk for pk in ids if pk not in known]
    for start in range(0, len(fresh), BATCH):
        _spread_batch(notice, fresh[start : start + BATCH], common)
    with transaction.atomic():
        going = Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING)
        if going.update(state=NoticeState.SENT, sent_at=clock.now()):
            count = NoticeRecipient.objects.filter(notice=notice).count()
            fact = NoticeSent(meeting_id=notice.meeting_id, notice_id=notice.pk, count=count)
            record(fact, actor=SYSTEM, org_id=notice.meeting.org_id)
    return len(ids)


@transaction.atomic
def _spread_batch(notice: Notice, ids: Sequence[UUID], common: dict[str, str]) -> None:
    people = Attendee.objects.select_related("meeting__org").in_bulk(ids)
    rows = [
        NoticeRecipient(notice=notice, attendee=people[pk], skipped=_skipped(notice, people[pk]))
        for pk in ids
        if pk in people
    ]
    NoticeRecipient.objects.bulk_create(rows, ignore_conflicts=True)
    made = set(NoticeRecipient.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    mine = [row for row in rows if row.pk in made]  # another worker may have had the others
    wanted = [row for row in mine if not row.skipped]
    codes = _codes(notice, wanted)
    send_outside_many(
        actor=SYSTEM,
        meeting=notice.meeting,
        letters=[_letter(notice, row, common | codes.get(row.attendee_id, {})) for row in wanted],
    )
    for row in mine:
        if row.skipped:
            _ring(row, str(row.get_skipped_display()))


def _codes(notice: Notice, rows: Sequence[NoticeRecipient]) -> dict[UUID, dict[str, str]]:
    """The short code of each reader, where the text of the message has a place for it."""
    if notice.channel != NoticeChannel.SMS or CODE_VARIABLE not in HOLE.findall(notice.text):
        return {}
    codes = short_codes(attendees=[row.attendee for row in rows])
    return {pk: {CODE_VARIABLE: code} for pk, code in codes.items()}


def _skipped(notice: Notice, attendee: Attendee) -> str:
    if addresses(notice, attendee):
        return ""
    return Skipped.NO_EMAIL if notice.channel == NoticeChannel.EMAIL else Skipped.NO_MOBILE


def _letter(notice: Notice, row: NoticeRecipient, common: dict[str, str]) -> Letter:
    values = values_for(notice, row.attendee, common)
    secrets = {}
    if LINK_VARIABLE in HOLE.findall(notice.text) and notice.channel == NoticeChannel.EMAIL:
        _link, token = personal_link(actor=SYSTEM, attendee=row.attendee)
        secrets = {LINK_VARIABLE: url_of(f"/l/{token}/")}
    is_sms = notice.channel == NoticeChannel.SMS
    return Letter(
        key=f"notice:{row.pk}:{row.tries}",
        channel=notice.channel,
        to=addresses(notice, row.attendee),
        name=row.attendee.display_name,
        language=row.attendee.language,
        subject=merged(notice.subject, values),
        body="" if is_sms else merged(notice.text, values),
        template=notice.sms_code if is_sms else "",
        variables=values if is_sms else {},
        secrets=secrets,
        about_kind=RECIPIENT,
        about_id=row.pk,
    )


@transaction.atomic
def send_again(*, actor: Actor, recipient_id: UUID) -> NoticeRecipient:
    """One that did not arrive, to the address the person has now; the call about it is dropped. Raises NothingToRepeat."""
    row = NoticeRecipient.objects.select_related("notice__meeting__org", "attendee__meeting__org").filter(
        pk=recipient_id
    )
    found = row.first()
    if found is None:
        raise NotFound
    notice = found.notice
    require(actor, "notices.approve", notice.meeting)
    last = OutsideDelivery.objects.filter(about_kind=RECIPIENT, about_id=found.pk).order_by("-created_at").first()
    unwanted = last is not None and last.why == OutsideWhy.UNSUBSCRIBED
    has_failed = last is not None and last.has_failed
    if _skipped(notice, found.attendee) or unwanted or not (found.skipped or has_failed):
        raise NothingToRepeat
    same = NoticeRecipient.objects.filter(pk=found.pk, tries=found.tries)
    if not same.update(tries=F("tries") + 1, skipped=""):
        raise NothingToRepeat
    found.refresh_from_db(fields=["tries", "skipped"])
    values = common_values(notice) | _codes(notice, [found]).get(found.attendee_id, {})
    send_outside_many(actor=actor, meeting=notice.meeting, letters=[_letter(notice, found, values)])
    drop_calls(actor=SYSTEM, meeting=notice.meeting, key=found.call_key)
    fact = NoticeRepeated(meeting_id=notice.meeting_id, notice_id=notice.pk)
    record(fact, actor=actor, org_id=notice.meeting.org_id)
    return found


@unasked("follows a delivery that failed")
@transaction.atomic
def call_the_lost(*, recipient_id: UUID, why: str) -> bool:
    """Have the person rung whom a notice did not reach. The same again rings once."""
    row = NoticeRecipient.objects.select_related("notice__meeting", "attendee").filter(pk=recipient_id).first()
    if row is None or not row.attendee.is_active or why in NOT_RUNG:
        return False
    _ring(row, str(OutsideWhy(why).label) if why in OutsideWhy.values else "")
    return True


def _ring(row: NoticeRecipient, why: str) -> None:
    request_call(
        actor=SYSTEM,
        meeting=row.notice.meeting,
        attendee_id=row.attendee_id,
        why=CallWhy.UNDELIVERED,
        key=row.call_key,
        note=f"{row.notice.title}：{why}",
    )


@transaction.atomic
def mark_own_read(*, actor: Actor, attendee: Attendee, recipient_id: UUID) -> NoticeRecipient:
    """The person opened it on their own page. Raises NotFound for anybody else's."""
    require(actor, "notices.own", attendee)
    row = NoticeRecipient.objects.select_related("notice__meeting__org").filter(pk=recipient_id, attendee=attendee)
    found = row.first()
    if found is None or found.notice.state not in (NoticeState.SENDING, NoticeState.SENT):
        raise NotFound
    mark_outside_read(about_kind=RECIPIENT, about_id=found.pk)
    return found


def _notice(notice_id: UUID) -> Notice:
    found = Notice.objects.select_related("meeting__org").filter(pk=notice_id).first()
    if found is None:
        raise NotFound
    return found
