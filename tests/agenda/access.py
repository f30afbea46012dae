"""Who may do what at the agenda's addresses."""

from __future__ import annotations

from typing import Any

from huiwu.agenda import services
from huiwu.agenda.models import AgendaTelling
from huiwu.agenda.services import ItemValues, SpeakerValues
from huiwu.attendees.services import add_attendee, personal_link
from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from tests.access.may import HEADS, LEADS, MEMBERS, PUBLIC, TEAM, May, act, both, page

WRITERS = LEADS | {"planner", "secretariat", "guest_team"}
ITEM = {"item_id": "agenda_item_id"}
QUOTE = {"quote_id": "agenda_quote_id"}
VERSION = {"version": "agenda_version_number"}
WISH = {"function_id": "agenda_function_id", "title": "报告", "starts_at": "2027-03-18T01:00:00Z", "minutes": 20}

ROWS: dict[str, May] = {
    "agenda:public": page(PUBLIC),
    "agenda:public_calendar": page(PUBLIC),
    "agenda:own_calendar": page(PUBLIC, at={"token": "agenda_own_token"}),
    "agenda:agenda": page(TEAM),
    "agenda:move": act(WRITERS, send={"move": "agenda_move"}),
    "agenda:align": act(WRITERS, at={"function_id": "agenda_function_id"}),
    "agenda:new": both(WRITERS),
    "agenda:judge": act(WRITERS),
    "agenda:people": page(WRITERS),
    "agenda:item": May(get=TEAM, post=WRITERS, at=ITEM),
    "agenda:remove": both(WRITERS, at=ITEM),
    "agenda:tracks": both(WRITERS),
    "agenda:resources": both(WRITERS),
    "agenda:propose": act(LEADS),
    "agenda:public_settings": both(LEADS),
    "agenda:quotes": May(get=TEAM, post=WRITERS),
    "agenda:renew_quote": act(WRITERS, at=QUOTE),
    "agenda:withdraw_quote": act(WRITERS, at=QUOTE),
    "agenda:tellings": page(TEAM, at=VERSION),
    "agenda:told": act(WRITERS, at=VERSION | {"telling_id": "agenda_telling_id"}),
    "agenda:file": page(TEAM, few=True, at={"state": "agenda_state", "which": "agenda_which", "form": "agenda_form"}),
    "agenda:standards": page(MEMBERS),
    "agenda:standards_edit": both(HEADS),
    "api:agenda": page(TEAM),
    "api:agenda_conflicts": page(TEAM),
    "api:add_agenda_item": act(WRITERS, send=WISH),
    "api:change_agenda_item": May(put=WRITERS, at=ITEM, send=WISH | {"revision": 1}),
}


def fill(world: Any) -> None:
    """One item with a speaker, confirmed by the client, public, quoted; the speaker has their link."""
    cast, ids = world.cast, world.ids
    lead, meeting = cast.actor("lead"), cast.meeting
    function = meeting.functions.filter(is_cancelled=False).order_by("number").first()
    values: Any = {"display_name": "议程讲者", "roles": ["speaker"]}
    person = add_attendee(actor=lead, meeting=meeting, values=values)
    wish = ItemValues(
        function_id=function.pk,
        kind="talk",
        title="报告",
        starts_at=function.start_at,
        minutes=20,
        speakers=(SpeakerValues(attendee_id=person.pk),),
    )
    item = services.add_item(actor=lead, meeting=meeting, values=wish)
    version, link, _token = services.send_agenda_for_signature(actor=lead, meeting=meeting, person="赵明远")
    sign_version(actor=Actor.of_link(link), version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    services.set_public_page(actor=lead, meeting=meeting, is_public=True)
    quote = services.quote_version(actor=lead, meeting=meeting, place="screen")
    ids["agenda_item_id"], ids["agenda_function_id"], ids["agenda_quote_id"] = item.pk, function.pk, quote.pk
    ids["agenda_version_number"] = version.number
    ids["agenda_telling_id"] = AgendaTelling.objects.get(attendee=person).pk
    ids["agenda_own_token"] = personal_link(actor=lead, attendee=person)[1]
    ids["agenda_move"] = f"{item.pk}:{item.revision}:5:0"
    ids |= {"agenda_state": "draft", "agenda_which": "print", "agenda_form": "xlsx"}
