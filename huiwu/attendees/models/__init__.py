"""The records of attendees."""

from huiwu.attendees.models.finding import NamePiece, OrganisationPiece
from huiwu.attendees.models.importing import ImportBatch, ImportRow
from huiwu.attendees.models.people import Attendee, AttendeeSeries, Delegation, Participation
from huiwu.attendees.models.records import AttendeeChange, ListCheck, Merge, NotSamePerson, SensitiveValue, ShortCode

__all__ = [
    "Attendee",
    "AttendeeChange",
    "AttendeeSeries",
    "Delegation",
    "ImportBatch",
    "ImportRow",
    "ListCheck",
    "Merge",
    "NamePiece",
    "NotSamePerson",
    "OrganisationPiece",
    "Participation",
    "SensitiveValue",
    "ShortCode",
]
