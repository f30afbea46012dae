"""Verbs of attendees, split by what they are about."""

from huiwu.attendees.services.functions import put_in_functions, put_many_in_functions
from huiwu.attendees.services.grouping import (
    check_list,
    confirm_ranks,
    keep_delegation,
    keep_photo,
    label_many,
    reissue_code,
    remove_delegation,
    set_presence_of_many,
)
from huiwu.attendees.services.keeping import add_attendee, add_many, change_attendee, change_many, set_presence
from huiwu.attendees.services.linking import open_own, personal_link
from huiwu.attendees.services.merging import merge_attendees, tell_apart, undo_merge
from huiwu.attendees.services.sensitive import (
    keep_sensitive,
    keep_sensitive_of_many,
    reveal_of_many,
    reveal_sensitive,
)
from huiwu.attendees.services.values import AttendeeValues

__all__ = [
    "AttendeeValues",
    "add_attendee",
    "add_many",
    "change_attendee",
    "change_many",
    "check_list",
    "confirm_ranks",
    "keep_delegation",
    "keep_photo",
    "keep_sensitive",
    "keep_sensitive_of_many",
    "label_many",
    "merge_attendees",
    "open_own",
    "personal_link",
    "put_in_functions",
    "put_many_in_functions",
    "reissue_code",
    "remove_delegation",
    "reveal_of_many",
    "reveal_sensitive",
    "set_presence",
    "set_presence_of_many",
    "tell_apart",
    "undo_merge",
]
