"""Meetings full of records, taken out and brought back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from huiwu.accounts.models import User
from huiwu.foundation.archiving import put_archive, write_archive
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import FactRecord, StoredFile
from huiwu.foundation.registry.archive import kinds_in_order
from huiwu.meetings.models import Meeting, Space, WorkGroup
from huiwu.meetings.services import add_function
from huiwu.planning.models import Step, StepNote
from huiwu.planning.services import launch_plan
from tests.cast import Cast

PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def archive_of(meeting: Meeting) -> bytes:
    file = io.BytesIO()
    write_archive(meeting, file)
    return file.getvalue()


def furnish(cast: Cast) -> Meeting:
    """The cast's meeting with spaces, a function, a plan of 75 steps, notes with photographs, and its history."""
    meeting, actor = cast.meeting, cast.actor("lead")
    hall = Space.objects.create(meeting=meeting, name="宴会厅 “A”", floor="3 层")
    WorkGroup.objects.create(meeting=meeting, name="秘书组", lead=cast.planner)
    start = meeting_start(meeting)
    add_function(
        actor=actor,
        meeting=meeting,
        name="开幕式",
        kind="opening",
        space_id=hall.pk,
        start_at=start,
        end_at=start + timedelta(hours=2),
        setup_order={"stage": {"state": "filled", "value": "12 m × 5 m\n两侧台阶"}},
    )
    launch_plan(actor=actor, meeting_id=meeting.pk)
    photo = keep_file(io.BytesIO(PHOTO), name="现场.png", meeting_id=meeting.pk, kept_by=cast.planner.pk)
    step = Step.objects.filter(plan__meeting=meeting).earliest("order")
    StepNote.objects.create(step=step, text="已踏勘", file=photo, by=cast.planner, at=start)
    return meeting


def meeting_start(meeting: Meeting) -> Any:
    from datetime import datetime, time

    return datetime.combine(meeting.start_on, time(9), tzinfo=meeting.zone)


def forget(meeting: Meeting) -> None:
    """Everything of the meeting is gone from this installation, its people included."""
    people = User.objects.filter(email__endswith="@example.test").exclude(memberships__role="owner")
    StepNote.objects.all().delete()
    for kind in reversed(kinds_in_order()):
        kind.model._base_manager.all().delete()
    FactRecord.objects.all().delete()
    StoredFile.objects.all().delete()
    people.delete()


def brought_back(archive: bytes, home_id: Any) -> Any:
    return put_archive(io.BytesIO(archive), home_id)
