"""Verbs of meetings. Every one names its actor, asks for permission and records what happened."""

from huiwu.meetings.services.archiving import export_meeting, import_meeting, organisation_to_receive
from huiwu.meetings.services.details import (
    EDITABLE,
    ContactValues,
    change_meeting,
    set_contacts,
    set_organisations,
    set_size_borders,
)
from huiwu.meetings.services.fate import (
    amend_meeting,
    cancel_meeting,
    close_meeting,
    move_dates,
    postpone_meeting,
    reopen_meeting,
    resume_meeting,
    take_on_meeting,
)
from huiwu.meetings.services.functions import (
    FUNCTION_COLUMNS,
    SpaceValues,
    add_function,
    cancel_function,
    change_function,
    reinstate_function,
    reorder_functions,
    set_spaces,
)
from huiwu.meetings.services.opening import CLONED_PARTS, clone_meeting, open_meeting
from huiwu.meetings.services.team import (
    GroupValues,
    add_team_member,
    leave_all_teams,
    place_team_member,
    remove_team_member,
    set_work_groups,
)

__all__ = [
    "CLONED_PARTS",
    "EDITABLE",
    "FUNCTION_COLUMNS",
    "ContactValues",
    "GroupValues",
    "SpaceValues",
    "add_function",
    "add_team_member",
    "amend_meeting",
    "cancel_function",
    "cancel_meeting",
    "change_function",
    "change_meeting",
    "clone_meeting",
    "close_meeting",
    "export_meeting",
    "import_meeting",
    "leave_all_teams",
    "move_dates",
    "open_meeting",
    "organisation_to_receive",
    "place_team_member",
    "postpone_meeting",
    "reinstate_function",
    "remove_team_member",
    "reopen_meeting",
    "reorder_functions",
    "resume_meeting",
    "set_contacts",
    "set_organisations",
    "set_size_borders",
    "set_spaces",
    "set_work_groups",
    "take_on_meeting",
]
