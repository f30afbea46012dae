"""What attendees do when something happened to one of them. LATER reactions: repeated, they add nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.accounts.choices import Role
from huiwu.accounts.models import User
from huiwu.attendees.choices import NOT_COMING, TOLD
from huiwu.attendees.models import Attendee, AttendeeChange, ImportBatch
from huiwu.attendees.queries.words import field_label
from huiwu.attendees.services.naming import write_pieces
from huiwu.documents.services import list_impacts
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.foundation.registry.impact import Change
from huiwu.meetings.models import Meeting
from huiwu.notifications.services import write_message

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
    if occurrence.meeting_id is not None:
        write_pieces(list(Attendee.objects.filter(meeting_id=occurrence.meeting_id, erased_at=None)))


def tell_team_when_list_is_handed_over(occurrence: Occurrence) -> None:
    """Whoever asked for the list and those who keep it; the project lead where there are none."""
    rows = ImportBatch.objects.select_related("meeting", "link")
    batch = rows.filter(pk=occurrence.payload["batch_id"]).first()
    if batch is None or batch.link is None:
        return
    meeting = batch.meeting
    keeps = Q(meeting_roles__role__in=(Role.DATA_ADMIN, Role.SECRETARIAT)) | Q(pk=batch.link.made_by_id)
    leads = Q(meeting_roles__role=Role.PROJECT_MANAGER)
    told = _on_team(meeting, keeps) or _on_team(meeting, leads)
    values = {"person": batch.link.label, "list": batch.name, "count": occurrence.payload["count"]}
    for user in told:
        write_message(
            actor=SYSTEM,
            kind="attendees.handed_over",
            key=f"list:{occurrence.id}:{user.pk}",
            user=user,
            meeting=meeting,
            values=values | {"meeting": meeting.name},
            url=reverse("attendees:import", args=[meeting.slug, batch.pk]),
        )


def _on_team(meeting: Meeting, who: Q) -> list[User]:
    return list(User.objects.filter(who, meeting_roles__meeting=meeting, is_active=True).distinct())
