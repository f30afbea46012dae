"""Who may open the callers' queue."""

from __future__ import annotations

from typing import Any

from huiwu.attendees.services import add_attendee
from huiwu.calls.services import request_call
from huiwu.foundation.actors import SYSTEM
from tests.access.may import LEADS, May, act, both, page

RINGERS = LEADS | {"guest_team", "secretariat", "data_admin"}
AT = {"attendee_id": "calls_attendee_id"}

ROWS: dict[str, May] = {
    "calls:queue": page(RINGERS),
    "calls:next": act(RINGERS),
    "calls:list": page(RINGERS),
    "calls:made": page(RINGERS),
    "calls:person": both(RINGERS, at=AT),
    "calls:take": act(RINGERS, at=AT),
    "calls:back": act(RINGERS, at=AT),
    "calls:request": act(RINGERS, at=AT),
}


def fill(world: Any) -> None:
    meeting = world.cast.meeting
    row = add_attendee(actor=SYSTEM, meeting=meeting, values={"display_name": "待联系", "mobile": "13800007777"})
    request_call(actor=SYSTEM, meeting=meeting, attendee_id=row.pk, why="reply", key=f"access:{row.pk}")
    world.ids |= {"calls_attendee_id": row.pk}
