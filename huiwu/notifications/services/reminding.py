"""Remind before the due day, escalate after it, and sum up each morning: each thing once to each person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huiwu.accounts.models import User
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.permission import unasked
from huiwu.foundation.registry.messages import Due
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.notifications import queries
from huiwu.notifications.models import DigestSent, ReminderRules
from huiwu.notifications.rules import digest_day, late_stages, reminder_stage
from huiwu.notifications.services.writing import Item, tell, write_message

WORKER = "the worker reminds by itself; nobody else calls it"


@dataclass(slots=True)
class _Letter:
    """What one person is to hear about one meeting in one message."""

    kind: str
    user: User
    meeting: Meeting
    items: list[Item] = field(default_factory=list)


@unasked(WORKER)
def remind() -> int:
    """Reminders and escalations that are due now; how many messages were written. Harmless when repeated.

    Before: each stage of the organisation's `days_before` once. After: the owner, then the leads, once each. Nothing of a
    meeting that is postponed, cancelled or closed.
    """
    dues = [due for due in queries.open_dues() if due.due_on is not None]
    meetings = {due.meeting.pk: due.meeting for due in dues}
    people = queries.readers(meetings.values(), [due.person_id for due in dues if due.person_id])
    rules = queries.reminder_rules(meeting.org_id for meeting in meetings.values())
    letters: dict[tuple[str, UUID, UUID], _Letter] = {}
    for due in dues:
        for kind, user, item in _occasions(due, rules[due.meeting.org_id], people):
            letter = letters.setdefault((kind, user.pk, due.meeting.pk), _Letter(kind, user, due.meeting))
            letter.items.append(item)
    return sum(_send(letter) for letter in letters.values())


def _occasions(due: Due, rules: ReminderRules, people: queries.Readers) -> Iterable[tuple[str, User, Item]]:
    if due.due_on is None:
        return
    today = clock.today(due.meeting.time_zone)
    stage = reminder_stage(due.due_on, today, rules.days_before)
    if stage is not None:
        item = _item(due, f"due:{due.key}:{due.due_on}:{stage}", today)
        for user in people.answerable(due):
            yield "notifications.due", user, item
    stages = late_stages(due.due_on, today, owner_after=rules.owner_after_days, leads_after=rules.leads_after_days)
    for who in stages:
        readers = people.answerable(due) if who == "owner" else people.leads(due.meeting)
        for user in readers:
            yield "notifications.late", user, _item(due, f"late:{who}:{due.key}:{due.due_on}", today)


def _item(due: Due, key: str, today: date) -> Item:
    return Item(key=key, label=due.label, detail=_when(due.due_on, today), url=due.url)


def _when_text(due_on: date | None, today: date) -> str:
    if due_on is None:
        return ""
    left = (due_on - today).days
    day = due_on.isoformat()
    if left == 0:
        return _("今天到期")
    if left > 0:
        return ngettext("{n} 天后到期（{day}）", "{n} 天后到期（{day}）", left).format(n=left, day=day)
    return ngettext("已逾期 {n} 天（{day}）", "已逾期 {n} 天（{day}）", -left).format(n=-left, day=day)


_when: Any = lazy(_when_text, str)


def _send(letter: _Letter) -> int:
    told = tell(
        actor=SYSTEM,
        kind=letter.kind,
        user=letter.user,
        items=letter.items,
        meeting=letter.meeting,
        url=f"/m/{letter.meeting.slug}/",
    )
    return int(told is not None)


LATE, TODAY = gettext_lazy("已逾期"), gettext_lazy("今天到期")
WAITING, MISSING = gettext_lazy("等客户"), gettext_lazy("缺漏")


@unasked(WORKER)
def send_digests() -> int:
    """The morning's sum of late, due, waiting and missing, once per person and day in their own zone; how many were written."""
    now = clock.now()
    found = [(rhythm, digest_day(now, rhythm.zone, rhythm.at)) for rhythm in queries.digest_rhythms()]
    days = {rhythm.user.pk: day for rhythm, day in found if day is not None}
    done = set(DigestSent.objects.filter(day__in=set(days.values())).values_list("user_id", "day"))
    waiting = [rhythm.user for rhythm, day in found if day is not None and (rhythm.user.pk, day) not in done]
    if not waiting:
        return 0
    dues = queries.open_dues()
    owners = [due.person_id for due in dues if due.person_id]
    people = queries.readers((due.meeting for due in dues), [*owners, *(user.pk for user in waiting)])
    return sum(_digest(user, days[user.pk], dues, people) for user in waiting)


@transaction.atomic
def _digest(user: User, day: date, dues: list[Due], people: queries.Readers) -> int:
    if not DigestSent.objects.get_or_create(user=user, day=day)[1]:
        return 0
    items = sorted(_digest_items(user, dues, people), key=lambda row: row[0])
    if not items:
        return 0
    lines = [item for _place, item in items]
    late, today = (sum(item.section is section for item in lines) for section in (LATE, TODAY))
    write_message(
        actor=SYSTEM,
        kind="notifications.digest",
        key=f"digest:{user.pk}:{day}",
        user=user,
        items=lines,
        values={"day": day.isoformat(), "late": late, "today": today, "count": len(lines)},
        url="/",
    )
    return 1


def _digest_items(
    user: User, dues: list[Due], people: queries.Readers
) -> Iterable[tuple[tuple[int, str, str, str], Item]]:
    """Own things that are late or due today, with what waits or is missing where one is the owner or leads."""
    for due in dues:
        own = user in people.answerable(due)
        leading = any(lead.pk == user.pk for lead in people.leads(due.meeting))
        today = clock.today(due.meeting.time_zone)
        section: Any = None
        if due.state == "waiting_client" and (own or leading):
            section = WAITING
        elif due.state == "missing" and (own or leading):
            section = MISSING
        elif due.due_on is not None and due.due_on < today and (own or leading):
            section = LATE
        elif due.due_on == today and own:
            section = TODAY
        if section is None:
            continue
        place = [LATE, TODAY, WAITING, MISSING].index(section)
        detail = _said(due.meeting.name, _when(due.due_on, today))
        item = Item(key=due.key, label=due.label, detail=detail, url=due.url, section=section)
        yield (place, str(due.due_on or "9999"), due.meeting.name, due.key), item


def _said_text(meeting: str, when: Any) -> str:
    return " · ".join(part for part in (meeting, str(when)) if part)


_said: Any = lazy(_said_text, str)
