"""The records of attendees."""

from huiwu.attendees.models.importing import ImportBatch
from huiwu.attendees.models.people import Attendee, AttendeeSeries, CodeKey, Delegation, Participation
from huiwu.attendees.models.records import AttendeeChange, Merge, NotSamePerson, SensitiveValue

__all__ = [
    "Attendee",
    "AttendeeChange",
    "AttendeeSeries",
    "CodeKey",
    "Delegation",
    "ImportBatch",
    "Merge",
    "NotSamePerson",
    "Participation",
    "SensitiveValue",
]
