"""Who may see speakers' materials, take them in, judge them, and set what the show asks."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from huiwu.agenda.services import ItemValues, SpeakerValues, add_item
from huiwu.attendees.services import add_attendee, personal_link
from huiwu.foundation.actors import SYSTEM
from huiwu.meetings.models import Function
from huiwu.speaker_materials import services
from huiwu.speaker_materials.models import SpeakerMaterial
from tests.access.may import LEADS, PUBLIC, May, act, both, page
from tests.speaker_materials import files

COLLECTORS = LEADS | {"guest_team", "secretariat"}
JUDGES = COLLECTORS | {"av_team", "show_caller"}
READERS = JUDGES | {"planner", "publicity_team", "materials_team", "director", "operations_head", "breakout_lead"}
LINK = {"token": "materials_token"}
ROW = {"material_id": "speaker_material_id"}
VERSION = {"version_id": "material_version_id"}
SPEAKER = {"attendee_id": "materials_speaker_id"}

ROWS: dict[str, May] = {
    "speaker_materials:own": page(PUBLIC, at=LINK),
    "speaker_materials:own_consent": act(PUBLIC, at=LINK),
    "speaker_materials:own_material": both(PUBLIC, at=LINK | ROW),
    "speaker_materials:own_file": page(PUBLIC, at=LINK | VERSION),
    "speaker_materials:materials": page(READERS),
    "speaker_materials:ask": act(COLLECTORS),
    "speaker_materials:package": page(READERS, few=True),
    "speaker_materials:show": both(JUDGES),
    "speaker_materials:speaker": page(READERS, at=SPEAKER),
    "speaker_materials:extra": act(COLLECTORS, at=SPEAKER),
    "speaker_materials:file": page(READERS, at=VERSION),
    "speaker_materials:hand_in": act(COLLECTORS, at=ROW),
    "speaker_materials:judge": act(JUDGES, at=ROW),
    "speaker_materials:adjust": act(COLLECTORS, at=ROW),
}


def fill(world: Any) -> None:
    """A speaker who has handed in the slides."""
    cast, ids = world.cast, world.ids
    lead = cast.actor("lead")
    person = add_attendee(actor=SYSTEM, meeting=cast.meeting, values={"display_name": "江月", "roles": ["speaker"]})
    start = datetime(2027, 3, 19, 5, tzinfo=UTC)
    function = Function.objects.create(
        meeting=cast.meeting,
        number=71,
        kind="plenary",
        name="讲者资料访问检查",
        start_at=start,
        end_at=start.replace(hour=6),
    )
    part = SpeakerValues(attendee_id=person.pk, speaker_role="keynote")
    values = ItemValues(
        function_id=function.pk, kind="keynote", title="访问检查", starts_at=start, minutes=30, speakers=(part,)
    )
    add_item(actor=lead, meeting=cast.meeting, values=values)
    services.follow_agenda(actor=SYSTEM, meeting=cast.meeting)
    row = SpeakerMaterial.objects.get(attendee=person, kind="slides")
    whole = files.slides()
    version = services.hand_in_file(
        actor=lead, material_id=row.pk, content=io.BytesIO(whole), name="演讲.pptx", size=len(whole)
    )
    _link, ids["materials_token"] = personal_link(actor=SYSTEM, attendee=person)
    ids["speaker_material_id"] = row.pk
    ids["material_version_id"] = version.pk
    ids["materials_speaker_id"] = person.pk
