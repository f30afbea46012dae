"""The cast's meeting as the walks of guests, callers and registration find it: planned, its privacy notice published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from huiwu.accounts.choices import Role
from huiwu.attendees.services import add_many
from huiwu.foundation.actors import SYSTEM
from huiwu.guests.services import add_guests
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.planning.models import Gate
from huiwu.planning.services import launch_plan, open_gate
from tests.cast import Cast, assemble
from tests.guests.conftest import publish_notice, signed_template

AHEAD = 40
PEOPLE: list[dict[str, Any]] = [
    {"display_name": "王明", "org_name": "明湖产业研究院", "title": "院长、教授", "mobile": "13800000001",
     "email": "wang@example.test", "roles": ["speaker"]},
    {"display_name": "李华", "org_name": "滨江大学", "title": "教授", "mobile": "13800000002", "email": "li@example.test"},
    *({"display_name": name, "org_name": "远山集团", "title": "经理", "mobile": f"1380000001{n}"}
      for n, name in enumerate(("司马青", "欧阳岚", "曾一凡", "单小雨"))),
]  # fmt: skip


def assemble_summit() -> str:
    """Two invited guests, four people to ring, 陈策 and 孙浩 of the guest team; the slug."""
    first = clock.today() + timedelta(days=AHEAD)
    cast = assemble(first, first + timedelta(days=1))
    for user in (cast.planner, cast.colleague):
        TeamMember.objects.create(meeting=cast.meeting, user=user, role=Role.GUEST_TEAM)
    launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    gate = Gate.objects.get(plan__meeting=cast.meeting, code="G0")
    open_gate(actor=cast.actor("compliance"), gate_id=gate.pk, reason="检查单已逐项核过")
    publish_notice(cast)
    _guests(cast, cast.meeting)
    return cast.meeting.slug


def _guests(cast: Cast, meeting: Meeting) -> None:
    people = add_many(actor=SYSTEM, meeting=meeting, rows=PEOPLE)  # type: ignore[arg-type]  # its keys are columns
    deadline = meeting.start_on - timedelta(days=15)
    for person, role in zip(people[:2], ("keynote", "honoured"), strict=True):
        add_guests(
            actor=cast.actor("lead"),
            meeting=meeting,
            attendee_ids=[person.pk],
            guest_role=role,
            handler_id=cast.planner.pk,
            rsvp_deadline_on=deadline,
        )
    today = clock.today().isoformat()
    signed_template(
        cast,
        reply_by={"state": "filled", "value": deadline.isoformat()},
        issued_on={"state": "filled", "value": today},
    )
