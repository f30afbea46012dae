"""Letters: made for many from one signed version, sent, printed, shown as a link, voided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.accounts.services import url_of
from huiwu.attendees.choices import Presence, Source
from huiwu.attendees.services import change_many, personal_link
from huiwu.attendees.services.linking_many import personal_links
from huiwu.documents.models import Version
from huiwu.documents.queries import signed_version
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.jobs import enqueue
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require, unasked
from huiwu.foundation.secrets import seal, unseal
from huiwu.guests.choices import LetterState, Medium, MoveSource
from huiwu.guests.documents import letter_of, title_of, told
from huiwu.guests.errors import (
    InvitationRetired,
    InvitationUnsigned,
    LetterMoved,
    NobodyToInvite,
    NoSuchLetter,
)
from huiwu.guests.events import LetterLinkShown, LettersMade, LettersSent, LetterVoided
from huiwu.guests.models import Guest, GuestMove, InvitationTemplate, Letter, LetterBatch, LetterSeries
from huiwu.guests.rules import rsvp
from huiwu.guests.rules.letters import filled_in, lacking, letter_number
from huiwu.guests.schema import TEXTS
from huiwu.guests.services.holding import refuse
from huiwu.guests.words import guest_words
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.notifications.services.outside import Letter as Outgoing
from huiwu.notifications.services.outside import send_outside_many

SEND_LETTERS = "guests.send_letters"
PORTION = 250
"""Letters that go out in one transaction: a kill loses at most so much work, and sends nothing twice."""
PREFIX = {"zh-hans": "邀", "en": "INV"}
SEALED = "guests.letter"
ABOUT = "guests.letter"
WHY_LEFT_OUT = {
    "gone": gettext_lazy("已取消或代参"),
    "has_one": gettext_lazy("已有同一版本的邀请函"),
    "no_email": gettext_lazy("没有邮箱"),
    "role": gettext_lazy("不在这份邀请函的适用角色里"),
    "lacks": gettext_lazy("缺少代入的内容（环节、题目等）"),
}


@transaction.atomic
def make_letters(
    *, actor: Actor, meeting: Meeting, template_id: UUID, guest_ids: Sequence[UUID], medium: str
) -> LetterBatch:
    """P12: one numbered letter to each of these guests, from the version the client signed; e-mail is sent by the worker.

    Guests who cannot get one are left out and counted by reason in `left_out`. Raises InvitationUnsigned,
    InvitationRetired, NobodyToInvite, InvalidInput, NotAllowed.
    """
    require(actor, "guests.invite", meeting)
    if medium not in Medium.values:
        raise refuse("medium", _("发送方式须从列表中选择。"))
    template = _template(meeting, template_id)
    version = signed_version(template.document) if template.document else None
    if version is None:
        raise InvitationUnsigned(name=template.name)
    chosen, left_out = _chosen(meeting, template, version, guest_ids, medium)
    if not chosen:
        why = _("、").join(f"{WHY_LEFT_OUT[code]} {count}" for code, count in left_out.items()) or _("没有选人")
        raise NobodyToInvite(why=why)
    batch = LetterBatch.objects.create(
        meeting=meeting,
        template=template,
        version=version,
        medium=medium,
        count=len(chosen),
        left_out=dict(left_out),
        asked_by=actor.user,
    )
    _write(actor, batch, chosen)
    if medium == Medium.EMAIL:
        job = enqueue(
            SEND_LETTERS,
            args={"batch_id": str(batch.pk)},
            meeting_id=meeting.pk,
            asked_by=actor.id if actor.is_signed_in else None,
            key=f"letters:{batch.pk}",
        )
        batch.job_id = job.pk
        batch.save(update_fields=["job_id"])
    fact = LettersMade(meeting_id=meeting.pk, batch_id=batch.pk, count=len(chosen))
    record(fact, actor=actor, org_id=meeting.org_id)
    return batch


Chosen = list[tuple[Guest, dict[str, str]]]


def _chosen(
    meeting: Meeting, template: InvitationTemplate, version: Version, guest_ids: Sequence[UUID], medium: str
) -> tuple[Chosen, Counter[str]]:
    wanted, left_out = set(guest_ids), Counter[str]()
    rows = Guest.objects.filter(meeting=meeting, attendee__merged_into=None, attendee__erased_at=None)
    guests = [row for row in rows.select_related("attendee").order_by("attendee__number") if row.pk in wanted]
    known = Letter.objects.filter(meeting=meeting, version=version, medium=medium).exclude(state=LetterState.VOID)
    served = set(known.values_list("guest_id", flat=True))
    texts = [str(told(version.content, key) or "") for key in TEXTS]
    words = guest_words(meeting, version.content, guests, template.language)
    chosen: Chosen = []
    for row in guests:
        why = _why_not(row, template, medium, row.pk in served, lacking(texts, words[row.pk] | {"回执链接": "x"}))
        if why:
            left_out[why] += 1
        else:
            chosen.append((row, words[row.pk]))
    return chosen, left_out


def _why_not(row: Guest, template: InvitationTemplate, medium: str, is_served: bool, lacks: tuple[str, ...]) -> str:
    if row.rsvp_status in rsvp.GONE or row.rsvp_status in rsvp.ON_THE_DAY:
        return "gone"
    if is_served:
        return "has_one"
    if template.guest_roles and row.guest_role not in template.guest_roles:
        return "role"
    if medium == Medium.EMAIL and not row.attendee.email:
        return "no_email"
    return "lacks" if lacks else ""


def _write(actor: Actor, batch: LetterBatch, chosen: Chosen) -> None:
    meeting = batch.meeting
    first = _next_numbers(meeting, len(chosen))
    prefix = PREFIX.get(batch.template.language, PREFIX["zh-hans"])
    year = clock.today(meeting.time_zone).year
    state = LetterState.QUEUED if batch.medium == Medium.EMAIL else LetterState.MADE
    rows = [
        Letter(
            meeting=meeting,
            guest=guest,
            batch=batch,
            template=batch.template,
            version=batch.version,
            number=letter_number(prefix, year, first + nth),
            medium=batch.medium,
            state=state,
            values=words,
            made_by=actor.user,
        )
        for nth, (guest, words) in enumerate(chosen)
    ]
    Letter.objects.bulk_create(rows, batch_size=PORTION)


def _next_numbers(meeting: Meeting, count: int) -> int:
    series = LetterSeries.objects.filter(meeting=meeting)
    if not series.update(last=F("last") + count):
        LetterSeries.objects.get_or_create(meeting=meeting)
        series.update(last=F("last") + count)
    return series.values_list("last", flat=True).get() - count + 1


@unasked("the worker sends what was asked for; nobody else calls it")
def send_letters(*, batch_id: UUID, progress: Callable[[int, int], None] | None = None) -> int:
    """Send what of the batch still waits, a portion at a time; how many went out now. Harmless when repeated."""
    batch = LetterBatch.objects.select_related("meeting__org", "template", "version").get(pk=batch_id)
    sent = 0
    while count := _send_portion(batch):
        sent += count
        if progress:
            left = Letter.objects.filter(batch=batch, state=LetterState.QUEUED).count()
            progress(batch.count - left, batch.count)
    return sent


@transaction.atomic
def _send_portion(batch: LetterBatch) -> int:
    LetterBatch.objects.select_for_update().get(pk=batch.pk)  # two workers do not take the same portion
    waiting = Letter.objects.filter(batch=batch, state=LetterState.QUEUED)
    letters = list(waiting.select_related("guest__attendee").order_by("number")[:PORTION])
    if not letters:
        return 0
    people = [letter.guest.attendee for letter in letters]
    tokens = personal_links(actor=SYSTEM, meeting=batch.meeting, attendees=people)
    for letter in letters:
        letter.sealed_link = seal(own_url(tokens[letter.guest.attendee_id]), SEALED)
        letter.state, letter.sent_at = LetterState.SENT, clock.now()
    send_outside_many(actor=SYSTEM, meeting=batch.meeting, letters=[_outgoing(batch, row) for row in letters])
    Letter.objects.bulk_update(letters, ["sealed_link", "state", "sent_at"], batch_size=PORTION)
    _note_sent(SYSTEM, batch.meeting, [letter.guest for letter in letters])
    fact = LettersSent(meeting_id=batch.meeting_id, batch_id=batch.pk, count=len(letters))
    record(fact, actor=SYSTEM, org_id=batch.meeting.org_id)
    return len(letters)


@unasked("asks nothing of an actor")
def own_url(token: str) -> str:
    """The invitation on the guest's own page, as a full address."""
    return url_of(reverse("guests:invitation", args=[token]))


def _outgoing(batch: LetterBatch, letter: Letter) -> Outgoing:
    content, language = batch.version.content, batch.template.language
    made = letter_of(batch.meeting, content, letter.values, language=language, link="x", number=letter.number)
    with translation.override(language):
        lines = [made.org, made.opening, "", *made.paragraphs, ""]
        lines += [f"{key}：{value}" for key, value in made.pairs]
        lines += ["", made.ending, "{link}", "", made.issuer, made.dated_on, made.number]
    who = letter.guest.attendee
    subject = filled_in(told(content, "mail_subject") or title_of(batch.meeting, language), letter.values)
    return Outgoing(
        key=f"letter:{letter.pk}",
        channel="email",
        to=who.email,
        name=who.display_name,
        language=language,
        subject=subject,
        body="\n".join(_braceless(line) if line != "{link}" else line for line in lines),
        secrets={"link": unseal(letter.sealed_link, SEALED)},
        about_kind=ABOUT,
        about_id=letter.pk,
    )


def _braceless(text: str) -> str:
    """A hole of the message is only where we put one."""
    return text.replace("{", "｛").replace("}", "｝")


def _note_sent(actor: Actor, meeting: Meeting, guests: Iterable[Guest]) -> None:
    """待邀 becomes 已发, in as few statements as there are kinds of row; others stay where they are."""
    now = clock.now()
    fresh = [row for row in guests if rsvp.may_move(row.rsvp_status, rsvp.SENT, "letter")]
    if not fresh:
        return
    ids = [row.pk for row in fresh]
    Guest.objects.filter(pk__in=ids, rsvp_status=rsvp.TO_INVITE).update(
        rsvp_status=rsvp.SENT, sent_at=now, moved_at=now, updated_at=now, revision=F("revision") + 1
    )
    GuestMove.objects.bulk_create(
        GuestMove(
            guest=row,
            before=row.rsvp_status,
            after=rsvp.SENT,
            source=MoveSource.LETTER,
            moved_by=actor.user,
            moved_at=now,
        )
        for row in fresh
    )
    listed = [row.attendee_id for row in fresh if row.attendee.presence == Presence.LISTED]
    if listed:
        values = {pk: {"presence": Presence.INVITED.value} for pk in listed}
        change_many(actor=SYSTEM, meeting=meeting, changes=values, source=Source.REPLY)  # type: ignore[arg-type]


@transaction.atomic
def mark_posted(*, actor: Actor, batch_id: UUID) -> int:
    """The paper letters of a batch were handed to the post or a courier: 已发. How many; again is none."""
    batch = _batch(actor, batch_id)
    letters = list(batch.letters.filter(state=LetterState.MADE).select_related("guest__attendee"))
    done = Letter.objects.filter(pk__in=[row.pk for row in letters], state=LetterState.MADE).update(
        state=LetterState.SENT, sent_at=clock.now(), updated_at=clock.now()
    )
    if done:
        _note_sent(actor, batch.meeting, [row.guest for row in letters])
        fact = LettersSent(meeting_id=batch.meeting_id, batch_id=batch.pk, count=done)
        record(fact, actor=actor, org_id=batch.meeting.org_id)
    return done


@transaction.atomic
def link_of(*, actor: Actor, letter_id: UUID) -> str:
    """The guest's own address in a letter, made once and the same on every print; forwarded by hand it counts as sent."""
    row = letter_held(actor, letter_id)
    if row.sealed_link:
        return unseal(row.sealed_link, SEALED)
    _link, token = personal_link(actor=SYSTEM, attendee=row.guest.attendee)
    address = own_url(token)
    row.sealed_link = seal(address, SEALED)
    row.save(update_fields=["sealed_link", "updated_at"])
    if row.medium == Medium.LINK:
        Letter.objects.filter(pk=row.pk, state=LetterState.MADE).update(state=LetterState.SENT, sent_at=clock.now())
        _note_sent(actor, row.meeting, [row.guest])
    fact = LetterLinkShown(meeting_id=row.meeting_id, letter_id=row.pk)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return address


@transaction.atomic
def links_of(*, actor: Actor, meeting: Meeting, letters: Sequence[Letter]) -> dict[UUID, str]:
    """The guests' own addresses on letters to be printed, by letter id; those without one get it now."""
    require(actor, "guests.invite", meeting)
    fresh = [row for row in letters if not row.sealed_link]
    tokens = personal_links(actor=SYSTEM, meeting=meeting, attendees=[row.guest.attendee for row in fresh])
    for row in fresh:
        row.sealed_link = seal(own_url(tokens[row.guest.attendee_id]), SEALED)
    Letter.objects.bulk_update(fresh, ["sealed_link"], batch_size=PORTION)
    return {row.pk: unseal(row.sealed_link, SEALED) for row in letters}


@transaction.atomic
def void_letter(*, actor: Actor, letter_id: UUID, reason: str) -> Letter:
    """A letter with a wrong word counts no more; the guest may get a new one. Twice is once. Raises InvalidInput."""
    row = letter_held(actor, letter_id)
    if not reason.strip():
        raise refuse("reason", _("请写明为什么作废。"))
    open_ones = Letter.objects.filter(pk=row.pk).exclude(state=LetterState.VOID)
    if open_ones.update(state=LetterState.VOID, voided_at=clock.now(), void_reason=reason.strip()[:300]):
        record(LetterVoided(meeting_id=row.meeting_id, letter_id=row.pk), actor=actor, org_id=row.meeting.org_id)
    row.refresh_from_db()
    return row


@transaction.atomic
def send_again(*, actor: Actor, letter_id: UUID) -> LetterBatch:
    """A letter that failed goes out anew, to the address the guest has now: the old one is void. Raises LetterMoved."""
    row = letter_held(actor, letter_id)
    if row.state != LetterState.FAILED:
        raise LetterMoved(number=row.number, state=row.get_state_display())
    void_letter(actor=actor, letter_id=letter_id, reason=_("没有送达，改发新的一封"))
    return make_letters(
        actor=actor, meeting=row.meeting, template_id=row.template_id, guest_ids=[row.guest_id], medium=row.medium
    )


@unasked("part of the services of this package, which name the permission")
def letter_held(actor: Actor, letter_id: UUID) -> Letter:
    rows = Letter.objects.select_for_update(of=("self",)).select_related(
        "meeting__org", "guest__attendee__meeting__org", "template", "version"
    )
    row = rows.filter(pk=letter_id).first()
    if row is None or not can(actor, "guests.view", row.meeting):
        raise NoSuchLetter
    require(actor, "guests.invite", row.meeting)
    return row


def _template(meeting: Meeting, template_id: UUID) -> InvitationTemplate:
    row = InvitationTemplate.objects.filter(meeting=meeting, pk=template_id).select_related("document").first()
    if row is None:
        raise NotFound
    if row.is_retired:
        raise InvitationRetired(name=row.name)
    return row


def _batch(actor: Actor, batch_id: UUID) -> LetterBatch:
    row = LetterBatch.objects.select_related("meeting__org").filter(pk=batch_id).first()
    if row is None or not can(actor, "guests.view", row.meeting):
        raise NotFound
    require(actor, "guests.invite", row.meeting)
    return row
