"""Two speakers on one stage: 王建国 gives the keynote, 李红 leads through it; both are asked for what their parts ask."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiwu.agenda.models import AgendaItem
from huiwu.agenda.services import ItemValues, SpeakerValues, add_item
from huiwu.attendees.models import Attendee
from huiwu.attendees.services import add_attendee, open_own, personal_link
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.meetings.models import Function, Space
from huiwu.speaker_materials import services
from huiwu.speaker_materials.models import MaterialVersion, SpeakerMaterial
from tests.cast import Cast
from tests.speaker_materials import files

KEYNOTE = (("wang", "keynote"), ("li", "mc"))


def at(hour: int, minute: int = 0) -> datetime:
    """A time of the first day in Shanghai."""
    return datetime(2027, 3, 18, tzinfo=UTC) + timedelta(hours=hour - 8, minutes=minute)


@pytest.fixture
def hall(cast: Cast) -> Function:
    room = Space.objects.create(meeting=cast.meeting, name="大会堂", floor="3 层")
    return Function.objects.create(
        meeting=cast.meeting, number=1, kind="plenary", name="主会场", space=room, start_at=at(9), end_at=at(12),
        headcount_expected=600,
    )  # fmt: skip


def person(cast: Cast, name: str, **more: Any) -> Attendee:
    values: Any = {"display_name": name, "org_name": "明湖研究院", "title": "院长", "roles": ["speaker"], **more}
    return add_attendee(actor=SYSTEM, meeting=cast.meeting, values=values)


@pytest.fixture
def wang(cast: Cast) -> Attendee:
    return person(cast, "王建国", email="wang@example.test")


@pytest.fixture
def li(cast: Cast) -> Attendee:
    """No e-mail: whoever wants something rings."""
    return person(cast, "李红", mobile="13800000002")


def stage(
    cast: Cast, hall: Function, who: tuple[tuple[Attendee, str], ...], *, title: str = "开放协作", minute: int = 0,
    kind: str = "keynote",
) -> AgendaItem:  # fmt: skip
    parts = tuple(SpeakerValues(attendee_id=one.pk, speaker_role=role) for one, role in who)
    values = ItemValues(
        function_id=hall.pk, title=title, kind=kind, starts_at=at(9, minute), minutes=30, speakers=parts
    )
    return add_item(actor=cast.actor("planner"), meeting=cast.meeting, values=values)


@pytest.fixture
def item(cast: Cast, hall: Function, wang: Attendee, li: Attendee) -> AgendaItem:
    row = stage(cast, hall, ((wang, "keynote"), (li, "mc")))
    services.follow_agenda(actor=SYSTEM, meeting=cast.meeting)
    return row


def of(person: Attendee, kind: str) -> SpeakerMaterial:
    return SpeakerMaterial.objects.get(attendee=person, kind=kind)


def own(person: Attendee) -> Actor:
    """The speaker, by the personal link."""
    _link, token = personal_link(actor=SYSTEM, attendee=person)
    return open_own(token=token, address="203.0.113.9", agent="Phone")[0]


def give(actor: Actor, row: SpeakerMaterial, content: bytes | None = None, name: str = "演讲.pptx") -> MaterialVersion:
    """Hand in a file as the page does."""
    whole = files.slides() if content is None else content
    return services.hand_in_file(actor=actor, material_id=row.pk, content=io.BytesIO(whole), name=name, size=len(whole))


def settle(cast: Cast, *people: Attendee) -> None:
    """Everything these speakers owe is here and accepted."""
    lead = cast.actor("lead")
    for row in SpeakerMaterial.objects.filter(attendee__in=people):
        if row.is_text:
            services.hand_in_text(actor=lead, material_id=row.pk, text="内容")
        elif row.kind == "photo":
            give(lead, row, files.photo(), "照片.jpg")
        elif row.kind == "video":
            give(lead, row, files.film(), "片.mp4")
        else:
            give(lead, row)
        services.accept_material(actor=lead, material_id=row.pk, number=1)
