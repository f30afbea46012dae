"""Three guests of the cast's meeting, a signed invitation, a published privacy notice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huiwu.attendees.models import Attendee
from huiwu.attendees.services import add_many, open_own, personal_link
from huiwu.documents.choices import Method
from huiwu.documents.fourstate import filled, none
from huiwu.documents.services import propose_version, save_draft, sign_version
from huiwu.documents.services.signing import invite_to_sign
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.guests import services
from huiwu.guests.models import Guest, InvitationTemplate
from huiwu.kernel import clock
from huiwu.privacy.models import PrivacyNotice
from tests.cast import Cast

PEOPLE: list[dict[str, Any]] = [
    {
        "display_name": "王明",
        "family_name": "王",
        "org_name": "明湖产业研究院",
        "title": "院长、教授",
        "mobile": "13800000001",
        "email": "wang@example.test",
        "roles": ["speaker"],
    },
    {
        "display_name": "李华",
        "org_name": "滨江大学",
        "title": "教授",
        "mobile": "13800000002",
        "email": "li@example.test",
    },
    {"display_name": "司马青", "org_name": "远山集团", "title": "总裁", "mobile": "13800000003"},
]
TEXT = {
    "programme": filled("开幕式、主论坛与三个平行论坛。"),
    "costs": filled("往返交通与住宿由主办方承担。"),
    "dress": filled("商务正装"),
    "transport": filled("虹桥站、浦东机场均有接站。"),
    "lodging": none(),
    "issuer": filled("启明科技"),
    "hosts": filled("启明科技"),
    "where": filled("上海滨江会议中心"),
    "reply_by": filled("2027-03-01"),
    "issued_on": filled("2027-02-01"),
    "enclosures": none(),
    "mail_subject": none(),
}


@pytest.fixture
def people(cast: Cast) -> list[Attendee]:
    return add_many(actor=SYSTEM, meeting=cast.meeting, rows=PEOPLE)  # type: ignore[arg-type]


@pytest.fixture
def guests(cast: Cast, people: list[Attendee]) -> list[Guest]:
    """王明 gives the keynote, 李华 and 司马青 attend; 林岚 speaks with them; they answer by 1 March."""
    lead = cast.actor("lead")
    first = services.add_guests(
        actor=lead,
        meeting=cast.meeting,
        attendee_ids=[people[0].pk],
        guest_role="keynote",
        handler_id=cast.lead.pk,
        rsvp_deadline_on=date(2027, 3, 1),
    )
    others = services.add_guests(
        actor=lead,
        meeting=cast.meeting,
        attendee_ids=[row.pk for row in people[1:]],
        handler_id=cast.lead.pk,
        rsvp_deadline_on=date(2027, 3, 1),
    )
    return [*first, *sorted(others, key=lambda row: row.attendee.number)]


def signed_template(cast: Cast, name: str = "嘉宾邀请函", **fields: Any) -> InvitationTemplate:
    """A text that the client has signed through its own link."""
    lead = cast.actor("lead")
    row = services.begin_invitation(actor=lead, meeting=cast.meeting, name=name)
    assert row.document is not None
    content = row.document.draft | TEXT | fields
    document = save_draft(actor=lead, document_id=row.document.pk, revision=row.document.revision, content=content)
    version = propose_version(actor=lead, document_id=document.pk, revision=document.revision)
    link, _token = invite_to_sign(actor=lead, version_id=version.pk, person="赵明远", recipient="")
    sign_version(
        actor=Actor.of_link(link),
        version_id=version.pk,
        seen_hash=version.content_hash,
        person_name="赵明远",
        person_title="副总裁",
        method=Method.LINK,
    )
    row.refresh_from_db()
    return row


@pytest.fixture
def template(cast: Cast) -> InvitationTemplate:
    return signed_template(cast)


def publish_notice(cast: Cast) -> None:
    PrivacyNotice.objects.create(
        meeting=cast.meeting,
        number=1,
        state="published",
        published_at=clock.now(),
        processor="启明科技",
        contact="赵明远",
    )


@pytest.fixture
def notice(cast: Cast) -> None:
    publish_notice(cast)


def own_actor(guest: Guest) -> Actor:
    """The guest, by their personal link."""
    _link, token = personal_link(actor=SYSTEM, attendee=guest.attendee)
    return open_own(token=token, address="203.0.113.9", agent="Phone")[0]


def invited(guest: Guest) -> Guest:
    """The invitation is out."""
    Guest.objects.filter(pk=guest.pk).update(rsvp_status="sent")
    guest.refresh_from_db()
    return guest
