"""Verbs of attendees, split by what they are about."""

from huiwu.attendees.services.functions import put_in_functions, put_many_in_functions
from huiwu.attendees.services.keeping import add_attendee, add_many, change_attendee, change_many, set_presence
from huiwu.attendees.services.linking import open_own, personal_link
from huiwu.attendees.services.values import AttendeeValues

__all__ = [
    "AttendeeValues",
    "add_attendee",
    "add_many",
    "change_attendee",
    "change_many",
    "open_own",
    "personal_link",
    "put_in_functions",
    "put_many_in_functions",
    "set_presence",
]
