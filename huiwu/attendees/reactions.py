"""What attendees do when something happened to one of them. LATER reactions: repeated, they add nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from huiwu.attendees.choices import NOT_COMING, TOLD
from huiwu.attendees.models import Attendee, AttendeeChange
from huiwu.attendees.queries.words import field_label
from huiwu.attendees.services.naming import write_pieces
from huiwu.documents.services import list_impacts
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.foundation.registry.impact import Change

SAME_CHANGE = timedelta(minutes=5)
"""A line of the history older than that tells of an earlier change: a big import takes its time before its fact."""


def list_impacts_when_attendee_changed(occurrence: Occurrence) -> None:
    """`attendee.title` … of one person: what rests on it goes on the impact list."""
    keys = [key for key in occurrence.payload.get("keys", ()) if key in TOLD]
    _list(occurrence, UUID(occurrence.payload["attendee_id"]), keys)


def list_impacts_when_presence_changed(occurrence: Occurrence) -> None:
    _list(occurrence, UUID(occurrence.payload["attendee_id"]), ["presence"])


def list_impacts_when_presences_changed(occurrence: Occurrence) -> None:
    """Many at once that do not come: each person's own line. To be invited or to say yes gives nothing up."""
    if occurrence.payload["after"] in NOT_COMING:
        for attendee_id in occurrence.payload["attendee_ids"]:
            _list(occurrence, UUID(attendee_id), ["presence"])


def list_impacts_when_attendees_changed(occurrence: Occurrence) -> None:
    """Many at once, by import or in the list: each of whom a name, title or organisation changed."""
    keys = sorted(TOLD & set(occurrence.payload["keys"]))
    for attendee_id in occurrence.payload["attendee_ids"]:
        _list(occurrence, UUID(attendee_id), keys)


def _list(occurrence: Occurrence, attendee_id: UUID, keys: list[str]) -> None:
    row = Attendee.objects.select_related("meeting__org", "meeting__client").filter(pk=attendee_id).first()
    changes = list(_changes(row, keys, occurrence)) if row is not None and row.erased_at is None else []
    if row is not None and changes:
        cause = f"attendee:{attendee_id}:{occurrence.id}"
        list_impacts(actor=SYSTEM, meeting=row.meeting, changes=changes, cause_key=cause)


def _changes(row: Attendee, keys: list[str], occurrence: Occurrence) -> Iterable[Change]:
    """The values before and after, from the last line of the history up to the fact."""
    for key in keys:
        lines = AttendeeChange.objects.filter(attendee=row, field=key, changed_at__lte=occurrence.happened_at)
        line = lines.first()
        if line is not None and line.changed_at > occurrence.happened_at - SAME_CHANGE:
            label = _("{name} {field}").format(name=row.display_name, field=field_label(key))
            yield Change(f"attendee.{key}", label, line.before, line.after, subject_id=str(row.pk))


def index_people_when_meeting_is_imported(occurrence: Occurrence) -> None:
    """The archive carries people, not the index they are found by."""
    rows = Attendee.objects.filter(meeting_id=occurrence.meeting_id, erased_at=None)
    write_pieces(list(rows))
