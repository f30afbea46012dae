"""Nouns of meetings: what one person may see of them, made for pages."""

from huiwu.meetings.queries.consequences import Act, Consequences, FunctionMove, consequences
from huiwu.meetings.queries.lists import (
    BoardColumn,
    MeetingFilter,
    board,
    found_meetings,
    meetings_by_day,
)
from huiwu.meetings.queries.meetings import (
    home_organisation,
    meeting_for,
    meetings_of,
    phase_of,
    receiving_organisation,
    size_scale,
)
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
    "Consequences",
    "FunctionMove",
    "MeetingFilter",
    "assignable_people",
    "board",
    "client_contacts",
    "consequences",
    "contacts_digest",
    "found_meetings",
    "functions_of",
    "groups_digest",
    "groups_of",
    "home_organisation",
    "meeting_for",
    "meetings_by_day",
    "meetings_of",
    "organisations_digest",
    "organisations_of",
    "phase_of",
    "receiving_organisation",
    "size_scale",
    "spaces_digest",
    "team_of",
]
