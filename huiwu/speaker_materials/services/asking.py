"""Speakers are written to about what they owe: when the team asks, a week and three days before, and when something comes back.

Who has no e-mail goes on the callers' list instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiwu.attendees.models import Attendee
from huiwu.attendees.services import personal_link
from huiwu.calls.choices import CallWhy
from huiwu.calls.services import request_call
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.models import Meeting
from huiwu.notifications.errors import OutsideAddressUnusable
from huiwu.notifications.services import Letter, send_outside
from huiwu.speaker_materials.choices import AskedWhy
from huiwu.speaker_materials.events import SpeakersAsked
from huiwu.speaker_materials.models import MaterialRequest, SpeakerMaterial
from huiwu.speaker_materials.queries import due_day, owing_speakers
from huiwu.speaker_materials.rules.wanted import REMINDED_DAYS_BEFORE
from huiwu.speaker_materials.services.holding import call_key
from huiwu.speaker_materials.words import material_words

ABOUT = "speaker_materials"


@transaction.atomic
def ask_speakers(*, actor: Actor, meeting: Meeting, attendee_ids: Iterable[UUID] | None = None) -> int:
    """Write to those of the speakers who owe something (all of them without ids), once a day; how many were reached."""
    require(actor, "speaker_materials.edit", meeting)
    key = f"asked:{clock.today(meeting.time_zone).isoformat()}"
    return _ask(actor, meeting, key, AskedWhy.ASKED, attendee_ids)


@unasked("the worker looks after deadlines; nobody else calls it")
def remind_speakers() -> int:
    """In live meetings, on each of REMINDED_DAYS_BEFORE or the first day after it that the worker runs: whoever still owes."""
    today, count = clock.today(), 0
    live = Meeting.objects.filter(
        status=MeetingStatus.ACTIVE,
        start_on__gt=today - timedelta(days=1),
        start_on__lte=today + timedelta(days=max(REMINDED_DAYS_BEFORE) + 1),
        speaker_materials__isnull=False,
    )
    for meeting in live.select_related("org").distinct():
        left = (meeting.start_on - clock.today(meeting.time_zone)).days
        reached = [days for days in REMINDED_DAYS_BEFORE if left <= days]
        if not reached or left < 0:
            continue
        with transaction.atomic():
            key = f"reminded:{meeting.start_on.isoformat()}:{min(reached)}"
            count += _ask(SYSTEM, meeting, key, AskedWhy.REMINDED, None)
    return count


def _ask(actor: Actor, meeting: Meeting, key: str, why: str, ids: Iterable[UUID] | None) -> int:
    due, count = due_day(meeting), 0
    for person, rows in owing_speakers(meeting, ids).items():
        if _asked_once(actor, meeting, person, key, why):
            person.meeting = meeting
            _write(actor, person, key, _asking_words(person, rows, due), _call_note(rows))
            count += 1
    if count:
        record(SpeakersAsked(meeting_id=meeting.pk, count=count), actor=actor, org_id=meeting.org_id)
    return count


def _asked_once(actor: Actor, meeting: Meeting, person: Attendee, key: str, why: str) -> bool:
    """Two at once write one letter: the constraint keeps the first."""
    made = MaterialRequest(
        meeting=meeting, attendee=person, key=key, why=why, is_call=not person.email, asked_by=actor.user
    )
    MaterialRequest.objects.bulk_create([made], ignore_conflicts=True)
    return MaterialRequest.objects.filter(pk=made.pk).exists()


@unasked("follows from the return, whose service asked")
def tell_returned(*, actor: Actor, row: SpeakerMaterial) -> None:
    """The speaker reads what is wrong and where to hand in again."""
    person = row.attendee
    key = f"returned:{row.pk}:{row.version_count}"
    if not _asked_once(actor, row.meeting, person, key, AskedWhy.RETURNED):
        return
    with override(person.language):
        subject = _("请修改后再交一次：{what}").format(what=material_words(row))
        said = _("您提交的{what}需要修改：{reason}").format(what=material_words(row), reason=row.return_reason)
    person.meeting = row.meeting
    _write(actor, person, key, (subject, said), _call_note([row]))


def _asking_words(person: Attendee, rows: Sequence[SpeakerMaterial], due: date) -> tuple[str, str]:
    with override(person.language):
        subject = _("{meeting}：请提交讲者资料").format(meeting=person.meeting.name)
        lines = [f"· {_owed_line(row, due)}" for row in rows]
        return subject, _("还请提交以下资料：\n{lines}").format(lines="\n".join(lines))


def _owed_line(row: SpeakerMaterial, due: date) -> str:
    day = (row.due_on or due).isoformat()
    line = _("{what}，请于 {day} 前提交").format(what=material_words(row), day=day)
    return f"{line}（{row.return_reason}）" if row.return_reason else line


def _call_note(rows: Sequence[SpeakerMaterial]) -> str:
    return _("讲者资料还缺：{what}").format(what=_("、").join(material_words(row) for row in rows))


def _write(actor: Actor, person: Attendee, key: str, words: tuple[str, str], note: str) -> None:
    """By e-mail with the personal link; without one, somebody rings."""
    meeting = person.meeting
    if person.email:
        _link, token = personal_link(actor=SYSTEM, attendee=person)
        address = settings.BASE_URL + reverse("speaker_materials:own", args=[token])
        try:
            send_outside(actor=actor, letter=_letter(person, key, words, address), meeting=meeting)
        except OutsideAddressUnusable:
            pass
        else:
            return
    due_at = datetime.combine(due_day(meeting), time(10), tzinfo=meeting.zone)
    request_call(
        actor=SYSTEM,
        meeting=meeting,
        attendee_id=person.pk,
        why=CallWhy.MISSING_DATA,
        key=call_key(person.pk),
        due_at=due_at,
        note=note[:300],
    )


def _letter(person: Attendee, key: str, words: tuple[str, str], address: str) -> Letter:
    with override(person.language):
        hello = _("{name}，您好：").format(name=person.display_name)
        where = _("在下面的页面提交，手机也可以：")
        keep = _("请不要把这个链接转发给别人。")
    return Letter(
        key=f"materials:{person.pk}:{key}",
        channel="email",
        to=person.email,
        name=person.display_name,
        language=person.language,
        subject=words[0],
        body="\n\n".join([hello, words[1].replace("{", "｛").replace("}", "｝"), f"{where}\n{{link}}", keep]),
        secrets={"link": address},
        about_kind=ABOUT,
        about_id=person.pk,
    )
