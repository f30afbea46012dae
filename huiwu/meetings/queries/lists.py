"""Meetings side by side: the list with its filters, the month, the board."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.meetings.choices import MeetingStatus, Phase
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.meetings.queries.meetings import meetings_of, phase_of
from huiwu.meetings.rules.naming import search_key

SORTS = ("start_on", "-start_on", "name", "number", "-number", "expected_headcount", "-expected_headcount")


@dataclass(frozen=True, slots=True)
class MeetingFilter:
    """What the address of a list asks for; empty means all. `month` is the first day of a month; `sort` one of SORTS."""

    text: str = ""
    status: str = ""
    meeting_type: str = ""
    month: date | None = None
    mine: bool = False
    sort: str = "start_on"

    @property
    def is_open(self) -> bool:
        return not (self.text or self.status or self.meeting_type or self.month or self.mine)


def found_meetings(actor: Actor, asked: MeetingFilter) -> QuerySet[Meeting]:
    """The meetings the actor may view that fit the filter, with client and project leads, in a stable order."""
    rows = with_leads(meetings_of(actor))
    if asked.text:
        rows = rows.filter(matching(asked.text))
    if asked.status:
        rows = rows.filter(status=asked.status)
    if asked.meeting_type:
        rows = rows.filter(meeting_type=asked.meeting_type)
    if asked.month:
        rows = rows.filter(start_on__lte=_last_day(asked.month), end_on__gte=asked.month)
    if asked.mine:
        rows = rows.filter(Exists(TeamMember.objects.filter(meeting=OuterRef("pk"), user=actor.user)))
    return rows.order_by(asked.sort if asked.sort in SORTS else "start_on", "pk")


def with_leads(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Each with its client and, under `leads`, its project leads: two queries however many rows."""
    leads = TeamMember.objects.filter(role=Role.PROJECT_MANAGER, is_backup=False).select_related("user")
    return rows.select_related("client").prefetch_related(Prefetch("team", queryset=leads, to_attr="leads"))


def matching(text: str) -> Q:
    """Name, client, number or address; pinyin in full or initials."""
    key = search_key(text)
    plain = (
        Q(name__icontains=text.strip()) | Q(client__name__icontains=text.strip()) | Q(number__icontains=text.strip())
    )
    return plain | Q(search_text__contains=key) if key else plain


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One column of the board: its code (接洽、会前、会中、会后、已结项), and its meetings by date."""

    code: str
    meetings: list[Meeting]


BOARD = (MeetingStatus.ENQUIRY, Phase.BEFORE, Phase.DURING, Phase.AFTER, MeetingStatus.CLOSED)


def board(rows: Iterable[Meeting], at: datetime) -> list[BoardColumn]:
    """Meetings by where they stand at an instant. Cancelled ones are not on the board; postponed ones wait in 会前."""
    columns: dict[str, list[Meeting]] = {str(code): [] for code in BOARD}
    for meeting in rows:
        if code := _column_of(meeting, at):
            columns[code].append(meeting)
    return [BoardColumn(code, found) for code, found in columns.items()]


def _column_of(meeting: Meeting, at: datetime) -> str | None:
    if meeting.status == MeetingStatus.CANCELLED:
        return None
    if meeting.status == MeetingStatus.POSTPONED:
        return str(Phase.BEFORE)
    if meeting.status in (MeetingStatus.ENQUIRY, MeetingStatus.CLOSED):
        return str(meeting.status)
    return str(phase_of(meeting, at))


def meetings_by_day(rows: QuerySet[Meeting], month: date) -> dict[date, list[Meeting]]:
    """Each day of the month's whole weeks with the meetings held on it; cancelled and postponed ones have no day."""
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
    first_shown, last_shown = weeks[0][0], weeks[-1][-1]
    held = rows.filter(start_on__lte=last_shown, end_on__gte=first_shown)
    by_day: dict[date, list[Meeting]] = {}
    for meeting in held.exclude(status__in=[MeetingStatus.CANCELLED, MeetingStatus.POSTPONED]):
        first, last = max(meeting.start_on, first_shown), min(meeting.end_on, last_shown)
        for offset in range((last - first).days + 1):
            by_day.setdefault(first + timedelta(days=offset), []).append(meeting)
    return by_day


def _last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
