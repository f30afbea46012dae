"""Who may open what of the people of a meeting."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from huiwu.accounts.choices import Role
from huiwu.attendees import services
from huiwu.attendees.permissions import KEEPERS, READERS, RINGERS
from huiwu.attendees.services import giving
from huiwu.attendees.services.importing import upload_list
from huiwu.attendees.services.short_codes import short_codes
from tests.access.may import LEADS, PUBLIC, May, act, both, page

SEERS = LEADS | {str(role) for role in READERS}
WRITERS = LEADS | {str(role) for role in KEEPERS}
RANKERS = LEADS | {str(Role.SECRETARIAT), str(Role.GUEST_TEAM)}
DIET = LEADS | {"catering_team", "guest_team", "data_admin"}
WHO = {"attendee_id": "attendee_id"}
LINK = {"token": "attendee_token"}
GIVERS = LEADS | {str(role) for role in RINGERS}
DOOR, GIVEN = {"token": "attendee_door_token"}, {"batch_id": "attendee_given_id"}
BATCH = {"batch_id": "attendee_batch_id"}
NAMES = "姓名,手机\n权限丙,13800009998\n".encode()

ROWS: dict[str, May] = {
    "attendees:own": page(PUBLIC, at=LINK),
    "attendees:by_code": both(PUBLIC, at={"code": "attendee_short_code"}, send={"tail": "9999"}),
    "attendees:own_data": act(PUBLIC, at=LINK),
    "attendees:own_photo": act(PUBLIC, at=LINK),
    "attendees:own_card": page(PUBLIC, at=LINK, few=True),
    "attendees:own_calendar": page(PUBLIC, at=LINK),
    "attendees:list": page(SEERS),
    "attendees:bulk": act(WRITERS),
    "attendees:new": both(WRITERS),
    "attendees:delegations": May(get=SEERS, post=WRITERS),
    "attendees:delegation": both(WRITERS, at={"delegation_id": "attendee_delegation_id"}),
    "attendees:remove_delegation": both(WRITERS, at={"delegation_id": "attendee_delegation_id"}),
    "attendees:ranks": May(get=SEERS, post=RANKERS),
    "attendees:quality": page(SEERS),
    "attendees:apart": act(WRITERS),
    "attendees:check": act(WRITERS),
    "attendees:merge": both(WRITERS, at={"kept_id": "attendee_id", "gone_id": "attendee_double_id"}),
    "attendees:undo_merge": act(WRITERS, at={"merge_id": "attendee_merge_id"}),
    "attendees:attendee": page(SEERS, at=WHO),
    "attendees:edit": both(WRITERS, at=WHO),
    "attendees:presence": act(WRITERS, at=WHO),
    "attendees:functions": act(WRITERS, at=WHO),
    "attendees:keep_sensitive": act(DIET | WRITERS, at=WHO, send={"field": "dietary_requirement", "text": "素食"}),
    "attendees:reveal": act(DIET, at=WHO | {"field": "attendee_field"}),
    "attendees:make_link": act(WRITERS, at=WHO),
    "attendees:new_code": act(WRITERS, at=WHO),
    "attendees:photo": May(post=WRITERS, at=WHO),
    "attendees:imports": both(WRITERS),
    "attendees:import_template": page(WRITERS),
    "attendees:import_ask": act(WRITERS, send={"person": "方秘书", "days": "30"}),
    "attendees:import_shut": act(WRITERS, at={"link_id": "attendee_door_id"}),
    "attendees:door": both(PUBLIC, at=DOOR),
    "attendees:door_template": page(PUBLIC, at=DOOR),
    "attendees:door_list": both(PUBLIC, at=DOOR | GIVEN),
    "attendees:door_hand_over": act(PUBLIC, at=DOOR | GIVEN),
    "attendees:door_drop": act(PUBLIC, at=DOOR | GIVEN),
    "attendees:door_corrections": page(PUBLIC, at=DOOR | GIVEN),
    "attendees:import": both(WRITERS, at=BATCH),
    "attendees:import_choose": act(WRITERS, at=BATCH),
    "attendees:import_confirm": act(WRITERS, at=BATCH),
    "attendees:import_drop": act(WRITERS, at=BATCH),
    "attendees:import_undo": both(WRITERS, at=BATCH),
    "attendees:import_stop": act(WRITERS, at=BATCH),
    "attendees:import_corrections": page(WRITERS, at=BATCH),
    "attendees:exports": page(GIVERS),
    "attendees:export": both(GIVERS, at={"code": "attendee_list_code"}),
    "api:list_attendees": page(SEERS),
    "api:read_attendee": page(SEERS, at=WHO),
    "api:import_attendees": act(WRITERS, send={"file": NAMES, "dry_run": "true"}),
}


def fill(world: Any) -> None:
    """A person with a diet, a double, two that were merged, and a list that waits to be confirmed."""
    cast, ids = world.cast, world.ids
    lead, meeting = cast.actor("lead"), cast.meeting
    group = services.keep_delegation(actor=lead, meeting=meeting, name="权限表代表团")
    values: Any = {"display_name": "权限甲", "org_name": "启明科技", "title": "经理", "mobile": "13800009999"}
    row, double, kept, gone = (
        services.add_attendee(actor=lead, meeting=meeting, values=values | {"display_name": name})
        for name in ("权限甲", "权限甲", "权限乙", "权限乙")
    )
    services.keep_sensitive(actor=lead, attendee_id=row.pk, values={"dietary_requirement": "素食"})
    merge = services.merge_attendees(actor=lead, meeting=meeting, kept_id=kept.pk, gone_id=gone.pk)
    batch = upload_list(actor=lead, meeting=meeting, content=BytesIO(NAMES), name="权限表.csv")
    door, address = giving.ask_for_list(actor=lead, meeting=meeting, person="方秘书")
    door_token = address.split("/l/")[1].split("/")[0]
    secretary, _meeting = giving.open_door(token=door_token)
    given = upload_list(actor=secretary, meeting=meeting, content=BytesIO(NAMES), name="客户名单.csv")
    _link, token = services.personal_link(actor=lead, attendee=row)
    ids |= {
        "attendee_id": row.pk,
        "attendee_double_id": double.pk,
        "attendee_merge_id": merge.pk,
        "attendee_delegation_id": group.pk,
        "attendee_batch_id": batch.pk,
        "attendee_door_id": door.pk,
        "attendee_door_token": door_token,
        "attendee_given_id": given.pk,
        "attendee_list_code": "badges",
        "attendee_token": token,
        "attendee_short_code": short_codes(attendees=[row])[row.pk],
        "attendee_field": "dietary_requirement",
    }
