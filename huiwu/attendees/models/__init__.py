"""The records of attendees."""

from huiwu.attendees.models.importing import ImportBatch
from huiwu.attendees.models.people import Attendee, AttendeeSeries, Delegation, Participation
from huiwu.attendees.models.records import AttendeeChange, ListCheck, Merge, NotSamePerson, SensitiveValue

__all__ = [
    "Attendee",
    "AttendeeChange",
    "AttendeeSeries",
    "Delegation",
    "ImportBatch",
    "ListCheck",
    "Merge",
    "NotSamePerson",
    "Participation",
    "SensitiveValue",
]
