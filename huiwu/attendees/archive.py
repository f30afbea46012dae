"""People in the meeting archive. Sensitive values stay at home: their lock opens with this installation's secret only."""

from __future__ import annotations

from huiwu.attendees.models import (
    Attendee,
    AttendeeChange,
    AttendeeSeries,
    Delegation,
    ImportBatch,
    ImportRow,
    ListCheck,
    Merge,
    NamePiece,
    NotSamePerson,
    OrganisationPiece,
    Participation,
    SensitiveValue,
    ShortCode,
)
from huiwu.foundation.registry.archive import archived, left_at_home

archived("attendee_series", AttendeeSeries, order=91)
archived("delegations", Delegation, order=91)
archived("attendee_batches", ImportBatch, order=91, leave_out=("job_id", "link"))
archived("attendee_checks", ListCheck, order=91)
archived("attendees", Attendee, order=92)
archived("participations", Participation, meeting_path="attendee__meeting", order=93)
archived("attendee_changes", AttendeeChange, meeting_path="attendee__meeting", order=93)
archived("attendee_merges", Merge, order=93, verbatim=("snapshot",))
archived("attendees_told_apart", NotSamePerson, order=93)
left_at_home(
    SensitiveValue, "sealed with this installation's own secret; another could not open it, and need not hold it"
)
left_at_home(
    ImportRow, "what a list said row by row: kept for a month, to mend and to undo; the people themselves travel"
)
left_at_home(NamePiece, "derived from the names; written anew when they are")
left_at_home(OrganisationPiece, "derived from the names; written anew when they are")
left_at_home(ShortCode, "leads to a page of this installation; another makes its own")
