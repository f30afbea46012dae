"""A day of the cast's meeting: an opening, a plenary in the same hall, a breakout beside it, people who speak."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiwu.agenda import services
from huiwu.agenda.models import AgendaItem
from huiwu.agenda.services import ItemValues, SpeakerValues
from huiwu.attendees.models import Attendee
from huiwu.attendees.services import add_attendee
from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from huiwu.meetings.models import Function, Space
from tests.cast import Cast

Add = Callable[..., AgendaItem]


def at(hour: int, minute: int = 0, day: int = 18) -> datetime:
    """A time of day in Shanghai, March 2027."""
    return datetime(2027, 3, day, tzinfo=UTC) + timedelta(hours=hour - 8, minutes=minute)


@pytest.fixture
def hall(cast: Cast) -> Space:
    return Space.objects.create(meeting=cast.meeting, name="大会堂", floor="3 层")


@pytest.fixture
def plenary(cast: Cast, hall: Space) -> Function:
    """主会场, 9 to 12, 600 people."""
    return Function.objects.create(
        meeting=cast.meeting,
        number=1,
        kind="plenary",
        name="主会场",
        space=hall,
        start_at=at(9),
        end_at=at(12),
        headcount_expected=600,
    )


@pytest.fixture
def breakout(cast: Cast) -> Function:
    """分会场, 9 to 12, in a room of its own."""
    room = Space.objects.create(meeting=cast.meeting, name="1 号会议室", order=1)
    return Function.objects.create(
        meeting=cast.meeting,
        number=2,
        kind="breakout",
        name="分会场",
        space=room,
        start_at=at(9),
        end_at=at(12),
        headcount_expected=80,
    )


@pytest.fixture
def wang(cast: Cast) -> Attendee:
    values: Any = {"display_name": "王建国", "org_name": "启明科技", "title": "总裁", "roles": ["speaker"]}
    return add_attendee(actor=cast.actor("lead"), meeting=cast.meeting, values=values)


@pytest.fixture
def li(cast: Cast) -> Attendee:
    values: Any = {"display_name": "李红", "org_name": "明湖研究院", "title": "院长", "roles": ["speaker"]}
    return add_attendee(actor=cast.actor("lead"), meeting=cast.meeting, values=values)


def values_of(function: Function, title: str = "主旨演讲", **more: Any) -> ItemValues:
    """Half an hour from the function's beginning unless told otherwise; `who` are pairs of person and role."""
    who = more.pop("who", ())
    parts = tuple(SpeakerValues(attendee_id=person.pk, speaker_role=role) for person, role in who)
    known: dict[str, Any] = {"kind": "talk", "starts_at": function.start_at, "minutes": 30} | more
    return ItemValues(function_id=function.pk, title=title, speakers=parts, **known)


@pytest.fixture
def add(cast: Cast) -> Add:
    def make(function: Function, title: str = "主旨演讲", **more: Any) -> AgendaItem:
        return services.add_item(
            actor=cast.actor("planner"), meeting=cast.meeting, values=values_of(function, title, **more)
        )

    return make


def release(cast: Cast) -> Any:
    """A version that the client has confirmed."""
    version, link, _token = services.send_agenda_for_signature(
        actor=cast.actor("lead"), meeting=cast.meeting, person="赵明远"
    )
    sign_version(
        actor=Actor.of_link(link),
        version_id=version.pk,
        seen_hash=version.content_hash,
        person_name="赵明远",
        person_title="副总裁",
    )
    version.refresh_from_db()
    return version
