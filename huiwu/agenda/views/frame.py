"""What the pages of the agenda share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest

from huiwu.agenda.choices import AGENDA
from huiwu.agenda.drawing import DayDrawing, day_drawing
from huiwu.agenda.models import AgendaItem
from huiwu.agenda.queries import conflicts, frames_of, items_of, programme, tracks_of
from huiwu.agenda.queries.content import agenda_content
from huiwu.agenda.queries.programme import WHOLE, functions_of
from huiwu.agenda.rules.conflicts import Conflict
from huiwu.agenda.rules.differences import compared
from huiwu.agenda.rules.plan import Programme
from huiwu.agenda.words import change_words, conflict_action, conflict_words, day_words, speakers_words
from huiwu.documents.models import Document, Version
from huiwu.documents.queries import current_version, latest, signed_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.pages import actor_of
from huiwu.meetings.choices import FunctionKind
from huiwu.meetings.models import Function, Meeting
from huiwu.meetings.queries import meeting_for


def opened(request: HttpRequest, slug: str, permission: str = "agenda.view") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def number(text: str) -> int:
    """A revision as posted; 0 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """A conflict as a line: what, what to do, how grave, which items."""

    text: str
    action: str
    severity: str
    items: tuple[str, ...]


def troubles(found: list[Conflict], plan: Programme, meeting: Meeting) -> list[Trouble]:
    """Conflicts in words, what cannot be before what is too tight."""
    return [
        Trouble(
            conflict_words(one, plan, meeting.zone),
            conflict_action(one),
            "block" if one.is_impossible else "warn",
            one.slots,
        )
        for one in sorted(found, key=lambda c: not c.is_impossible)
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """An item in the list: who speaks in words, its neighbours' buttons, whether it is in trouble."""

    item: AgendaItem
    people: str
    severity: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A function with its items in the list; `is_whole`: it is one item by itself; `is_apart`: it moved away from them."""

    function: Function
    rows: list[Row]
    is_whole: bool
    is_apart: bool


@dataclass(frozen=True, slots=True)
class Days:
    """The agenda's page: the days, the one shown, its drawing and lists, everything in trouble."""

    days: list[tuple[date, str, int]]
    day: date
    drawing: DayDrawing | None
    sheets: list[Sheet]
    troubles: list[Trouble]
    is_empty: bool

    @property
    def blocking(self) -> int:
        return sum(one.severity == "block" for one in self.troubles)


def days_of(meeting: Meeting, asked: str) -> Days:
    """Nine queries, however many items."""
    items, functions = list(items_of(meeting)), functions_of(meeting)
    plan = programme(meeting, items=items, functions=functions)
    found = troubles(conflicts(meeting, plan), plan, meeting)
    tracks = tracks_of(meeting)
    counts = _days(meeting, items, functions)
    day = _asked(asked, list(counts), meeting)
    of_day = [
        f for f in functions if f.start_at.astimezone(meeting.zone).date() == day or _has_on(f, items, day, meeting)
    ]
    troubled = {name for one in found for name in one.items}
    drawn = day_drawing(
        plan, frames_of(of_day), day, meeting.zone, troubled, {str(track.pk): track.name for track in tracks}
    )
    return Days(
        days=[(on, day_words(on), count) for on, count in counts.items()],
        day=day,
        drawing=drawn,
        sheets=[_sheet(f, [i for i in items if i.function_id == f.pk], found) for f in of_day],
        troubles=found,
        is_empty=not functions,
    )


def _days(meeting: Meeting, items: list[AgendaItem], functions: list[Function]) -> dict[date, int]:
    """Every day of the meeting, and others on which something happens, with how many items each has."""
    days = {meeting.start_on + timedelta(days=n): 0 for n in range(meeting.day_count)}
    for function in functions:
        days.setdefault(function.start_at.astimezone(meeting.zone).date(), 0)
    for item in items:
        day = item.starts_at.astimezone(meeting.zone).date()
        days[day] = days.get(day, 0) + 1
    return dict(sorted(days.items()))


def _asked(text: str, days: list[date], meeting: Meeting) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return meeting.start_on
    return day if day in days else meeting.start_on


def _has_on(function: Function, items: list[AgendaItem], day: date, meeting: Meeting) -> bool:
    return any(i.function_id == function.pk and i.starts_at.astimezone(meeting.zone).date() == day for i in items)


def _sheet(function: Function, items: list[AgendaItem], found: list[Trouble]) -> Sheet:
    grave: dict[str, str] = {}
    for one in reversed(found):  # what cannot be stands first, so it is written last
        grave |= dict.fromkeys(one.items, one.severity)
    lines: dict[object, list[AgendaItem]] = {}
    for item in items:
        lines.setdefault(item.track_id, []).append(item)
    rows = [
        Row(
            item=item,
            people=speakers_words(_speakers(item)),
            severity=grave.get(str(item.pk), ""),
            is_first=lines[item.track_id][0] is item,
            is_last=lines[item.track_id][-1] is item,
        )
        for item in items
    ]
    is_apart = bool(items) and not (function.start_at <= items[0].starts_at < function.end_at)
    return Sheet(function, rows, not rows and FunctionKind(function.kind) in WHOLE, is_apart)


def _speakers(item: AgendaItem) -> list[dict[str, Any]]:
    return [
        {"name": p.person.display_name, "name_en": p.person.name_en, "org": "", "title": "", "role": p.speaker_role}
        for p in item.speakers.all()
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the agenda stands with the client: version in force, version that waits, what the draft says differently."""

    document: Document | None
    released: Version | None
    waiting: Version | None
    differences: list[str]


def standing_of(meeting: Meeting) -> Standing:
    document = latest(meeting, AGENDA)
    if document is None:
        return Standing(None, None, None, [])
    current, in_force = current_version(document), signed_version(document)
    waiting = current if current is not None and current.can_be_signed else None
    shown = waiting or in_force
    changes = compared(shown.content, agenda_content(meeting)) if shown else []
    return Standing(document, in_force, waiting, [change_words(change, meeting.zone) for change in changes])
