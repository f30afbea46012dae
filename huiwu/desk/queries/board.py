"""The desk: four lists across meetings and a strip of meetings. The number of queries does not depend on their size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.checks.queries import counts_by_meeting, open_findings_in, title_of
from huiwu.documents.queries import versions_waiting_for_client
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.kernel import clock
from huiwu.kernel.errors import NotAllowed
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import MeetingFilter, found_meetings, home_organisation, phase_of
from huiwu.planning.queries import NextGate, late_steps, my_open_steps, next_gates, steps_waiting_for_client

SHOWN = 8
"""Lines of each list on the desk; the list's own page has all."""
STRIP = 12
MOST = 500
"""Counting goes no further: whoever has so much needs the list, not its length."""
LIVE = (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)
LISTS: dict[str, tuple[Any, str]] = {
    "today": (gettext_lazy("今天我的"), "inbox"),
    "client": (gettext_lazy("等客户"), "hourglass"),
    "late": (gettext_lazy("已逾期"), "alarm-clock"),
    "missing": (gettext_lazy("缺什么"), "list-checks"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: one meeting by slug, or only the meetings where the actor has a role."""

    meeting: str = ""
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at. `state` is a code of the `state` tag, or `severity` one of the `severity` tag.

    `day` is when it is or was due, `since` since when it waits.
    """

    title: str
    url: str
    meeting: Meeting
    state: str
    label: str = ""
    day: date | None = None
    since: datetime | None = None
    who: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The first lines of a list and how many there are in all."""

    code: str
    title: Any
    icon: str
    lines: list[Line]
    total: int

    @property
    def is_more(self) -> bool:
        """Counting stopped: there are at least as many."""
        return self.total >= MOST


@dataclass(frozen=True, slots=True)
class Card:
    """A meeting of the strip. `block` and `warn` count its open findings."""

    meeting: Meeting
    phase: Any
    gate: NextGate | None
    block: int
    warn: int


@dataclass(frozen=True, slots=True)
class Desk:
    cards: list[Card]
    meeting_count: int
    choices: list[Meeting]
    listings: list[Listing] = field(default_factory=list)


Rows = Any
"""A queryset or list: it is sliced and counted."""


@dataclass(frozen=True, slots=True)
class _Source:
    rows: Callable[[], list[Rows]]
    line: Callable[[Any], Line]


def desk(actor: Actor, asked: Asked) -> Desk:
    """Everything on the desk, whatever the number of meetings and steps, in the same number of queries."""
    today = clock.today()
    every = _in_order(_live(actor, asked), today)
    chosen = [m for m in every if not asked.meeting or m.slug == asked.meeting]
    listings = [_listing(code, source) for code, source in _sources(actor, asked, today).items()]
    return Desk(_strip(chosen), len(chosen), every, listings)


def may_open_meetings(actor: Actor) -> bool:
    """Whether the desk offers to open a meeting: in the organisation the person works in."""
    try:
        org = home_organisation(actor)
    except NotAllowed:
        return False
    return can(actor, "meetings.create", org.pk)


def full_list(actor: Actor, asked: Asked, code: str) -> tuple[list[Rows], Callable[[Any], Line]]:
    """All rows of one list as its sources, and what makes a line of a row; the page cuts them."""
    source = _sources(actor, asked, clock.today())[code]
    return source.rows(), source.line


def _live(actor: Actor, asked: Asked) -> QuerySet[Meeting]:
    rows = found_meetings(actor, MeetingFilter(mine=asked.is_mine)).filter(status__in=LIVE)
    return rows.prefetch_related(None).select_related(None)


def _in_order(rows: QuerySet[Meeting], today: date) -> list[Meeting]:
    """Those being held first, then the next, then the past ones not closed, the last first."""
    columns = ("slug", "name", "status", "start_on", "end_on", "time_zone", "org")
    light = rows.only(*columns)
    return sorted(
        light, key=lambda m: (m.end_on < today, (m.start_on if m.end_on >= today else date.max - (m.end_on - date.min)))
    )


def _strip(chosen: list[Meeting]) -> list[Card]:
    shown = chosen[:STRIP]
    ids = [meeting.pk for meeting in shown]
    gates, counts, now = next_gates(ids), counts_by_meeting(ids), clock.now()
    none = {"block": 0, "warn": 0}
    return [
        Card(m, phase_of(m, now), gates.get(m.pk), counts.get(m.pk, none)["block"], counts.get(m.pk, none)["warn"])
        for m in shown
    ]


def _sources(actor: Actor, asked: Asked, today: date) -> dict[str, _Source]:
    chosen = _live(actor, asked).order_by()
    if asked.meeting:
        chosen = chosen.filter(slug=asked.meeting)

    def here(steps: QuerySet[Any]) -> QuerySet[Any]:
        """Planning's own queries already keep to the actor's live meetings."""
        return steps.filter(plan__meeting__in=chosen) if asked.meeting or asked.is_mine else steps

    return {
        "today": _Source(lambda: [here(my_open_steps(actor)).filter(start_on__lte=today)], lambda s: _step(s, today)),
        "client": _Source(lambda: [versions_waiting_for_client(chosen), steps_waiting_for_client(chosen)], _waiting),
        "late": _Source(lambda: [here(late_steps(actor, today=today))], _late),
        "missing": _Source(lambda: [open_findings_in(chosen)], _finding),
    }


def _listing(code: str, source: _Source) -> Listing:
    title, icon = LISTS[code]
    lines: list[Line] = []
    total = 0
    for rows in source.rows():
        lines += [source.line(row) for row in rows[:SHOWN]]
        total += rows.order_by()[:MOST].count()
    return Listing(code, title, icon, lines[:SHOWN], total)


def _step(step: Any, today: date) -> Line:
    state, label = (
        ("late", "") if step.is_late(today) else ("late", _("已过计划日")) if step.is_overdue(today) else ("", "")
    )
    state = state or ("doing" if step.status == "doing" else "open")
    return Line(str(step), _step_url(step), step.plan.meeting, state, label, step.finish_on)


def _late(step: Any) -> Line:
    who = step.owner.name if step.owner else ""
    return Line(str(step), _step_url(step), step.plan.meeting, "late", "", step.late_finish_on, who=who)


def _step_url(step: Any) -> str:
    return reverse("planning:step", args=[step.plan.meeting.slug, step.code])


def _waiting(row: Any) -> Line:
    if hasattr(row, "proposed_at"):
        title = f"{row.document.title} v{row.number}"
        return Line(title, row.url, row.document.meeting, "waiting_client", since=row.proposed_at)
    return Line(str(row), _step_url(row), row.plan.meeting, "waiting_client", "", row.late_finish_on)


def _finding(row: Any) -> Line:
    who = row.claimed_by.name if row.claimed_by else ""
    title = f"{title_of(row.code)}：{row.detail}"
    return Line(title, row.url, row.meeting, "", since=row.found_at, who=who, severity=row.severity)
