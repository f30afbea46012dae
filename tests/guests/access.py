"""Who may open guests, invitations and letters."""

from __future__ import annotations

from typing import Any

from huiwu.attendees.services import add_attendee, personal_link
from huiwu.foundation.actors import SYSTEM
from huiwu.guests import services
from huiwu.guests.models import Letter
from tests.access.may import LEADS, PUBLIC, May, act, both, page
from tests.guests.conftest import signed_template

WRITERS = LEADS | {"guest_team", "secretariat"}
READERS = WRITERS | {
    "planner",
    "publicity_team",
    "data_admin",
    "ceremony_team",
    "transport_team",
    "lodging_team",
    "catering_team",
    "director",
    "show_caller",
    "operations_head",
}
LINK = {"token": "guest_token"}
GUEST = {"guest_id": "the_guest_id"}
TEMPLATE = {"template_id": "invitation_template_id"}
BATCH = {"batch_id": "letter_batch_id"}
LETTER = {"letter_id": "guest_letter_id"}

ROWS: dict[str, May] = {
    "guests:invitation": page(PUBLIC, at=LINK),
    "guests:invitation_file": page(PUBLIC, at=LINK, few=True),
    "guests:rsvp": both(PUBLIC, at=LINK),
    "guests:rsvp_step": both(PUBLIC, at=LINK | {"step": "guest_step"}),
    "guests:ledger": page(READERS),
    "guests:add": both(WRITERS),
    "guests:bulk": act(WRITERS),
    "guests:file": page(WRITERS, few=True),
    "guests:templates": May(get=READERS, post=WRITERS),
    "guests:template": May(get=READERS, post=WRITERS, at=TEMPLATE),
    "guests:rename": act(WRITERS, at=TEMPLATE),
    "guests:preview": page(READERS, at=TEMPLATE),
    "guests:propose": act(LEADS, at=TEMPLATE),
    "guests:letters": page(READERS),
    "guests:make_letters": both(WRITERS),
    "guests:batch": page(READERS, at=BATCH),
    "guests:progress": page(READERS, at=BATCH),
    "guests:posted": act(WRITERS, at=BATCH),
    "guests:batch_file": page(WRITERS, at=BATCH | {"form": "letter_form"}, few=True),
    "guests:letter_link": act(WRITERS, at=LETTER),
    "guests:void_letter": act(WRITERS, at=LETTER),
    "guests:send_again": act(WRITERS, at=LETTER),
    "guests:guest": page(READERS, at=GUEST),
    "guests:edit": both(WRITERS, at=GUEST),
    "guests:move": act(WRITERS, at=GUEST),
    "guests:accept": act(WRITERS, at=GUEST),
    "guests:contact": act(WRITERS, at=GUEST),
    "guests:reply": both(WRITERS, at=GUEST | {"step": "guest_step"}),
}


def fill(world: Any) -> None:
    """One guest with a letter that is out."""
    cast, ids = world.cast, world.ids
    lead = cast.actor("lead")
    person = add_attendee(
        actor=SYSTEM, meeting=cast.meeting, values={"display_name": "温言", "email": "wen@example.test"}
    )
    (guest,) = services.add_guests(actor=lead, meeting=cast.meeting, attendee_ids=[person.pk])
    template = signed_template(cast, "给访问检查的邀请函")
    batch = services.make_letters(
        actor=lead, meeting=cast.meeting, template_id=template.pk, guest_ids=[guest.pk], medium="email"
    )
    services.send_letters(batch_id=batch.pk)
    _link, ids["guest_token"] = personal_link(actor=SYSTEM, attendee=person)
    ids["the_guest_id"] = guest.pk
    ids["invitation_template_id"] = template.pk
    ids["letter_batch_id"] = batch.pk
    ids["guest_letter_id"] = Letter.objects.get(batch=batch).pk
    ids |= {"guest_step": "answer", "letter_form": "data"}
