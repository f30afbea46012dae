"""The records of attendees."""

from huiwu.attendees.models.finding import NamePiece, OrganisationPiece
from huiwu.attendees.models.importing import ImportBatch, ImportRow
from huiwu.attendees.models.people import Attendee, AttendeeSeries, CodeKey, Delegation, Participation
from huiwu.attendees.models.records import AttendeeChange, Merge, NotSamePerson, SensitiveValue

__all__ = [
    "Attendee",
    "AttendeeChange",
    "AttendeeSeries",
    "CodeKey",
    "Delegation",
    "ImportBatch",
    "ImportRow",
    "Merge",
    "NamePiece",
    "NotSamePerson",
    "OrganisationPiece",
    "Participation",
    "SensitiveValue",
]
