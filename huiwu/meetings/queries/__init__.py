"""Nouns of meetings: what one person may see of them, made for pages."""

from huiwu.meetings.queries.consequences import Act, Consequences, FunctionMove, consequences
from huiwu.meetings.queries.lists import (
    BoardColumn,
    CalendarDay,
    MeetingFilter,
    board,
    calendar_month,
    found_meetings,
)
from huiwu.meetings.queries.meetings import meeting_for, meetings_of, phase_of, size_scale
from huiwu.meetings.queries.parts import (
    assignable_people,
    client_contacts,
    contacts_digest,
    functions_of,
    groups_digest,
    groups_of,
    organisations_digest,
    organisations_of,
    spaces_digest,
    team_of,
)

__all__ = [
    "Act",
    "BoardColumn",
    "CalendarDay",
    "Consequences",
    "FunctionMove",
    "MeetingFilter",
    "assignable_people",
    "board",
    "calendar_month",
    "client_contacts",
    "consequences",
    "contacts_digest",
    "found_meetings",
    "functions_of",
    "groups_digest",
    "groups_of",
    "meeting_for",
    "meetings_of",
    "organisations_digest",
    "organisations_of",
    "phase_of",
    "size_scale",
    "spaces_digest",
    "team_of",
]
