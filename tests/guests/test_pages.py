"""Every page draws, works without script, and asks the database as often for three as for one."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from huiwu.attendees.services import personal_link
from huiwu.foundation.actors import SYSTEM
from huiwu.guests import services
from huiwu.guests.models import Guest, InvitationTemplate, Letter
from tests.cast import Cast
from tests.guests.conftest import invited


@pytest.fixture
def lead(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.lead)
    return client


def url(cast: Cast, name: str, *args: Any) -> str:
    return reverse(f"guests:{name}", args=[cast.meeting.slug, *args])


def text(response: Any) -> str:
    assert response.status_code == 200, (response.status_code, response.content.decode()[:2000])
    return response.content.decode()


def test_an_empty_ledger_says_what_to_do(cast: Cast, lead: Client) -> None:
    assert "列入嘉宾" in text(lead.get(url(cast, "ledger")))


def test_the_ledger_asks_as_often_for_three_as_for_one(cast: Cast, lead: Client, guests: list[Guest]) -> None:
    lead.get(url(cast, "ledger"))
    with CaptureQueriesContext(connection) as three:
        lead.get(url(cast, "ledger"))
    Guest.objects.exclude(pk=guests[0].pk).delete()
    with CaptureQueriesContext(connection) as one:
        lead.get(url(cast, "ledger"))
    assert len(three) == len(one)


def test_people_are_listed_filtered_and_exported(cast: Cast, lead: Client, people: list[Any]) -> None:
    assert "王明" in text(lead.get(url(cast, "add")))
    answer = lead.post(
        url(cast, "add"), {"people": [str(p.pk) for p in people], "guest_role": "honoured", "rsvp_deadline_on": ""}
    )
    assert (answer.status_code, Guest.objects.count()) == (302, 3)
    assert "李华" not in text(lead.get(url(cast, "ledger"), {"q": "wangming"}))
    assert lead.get(url(cast, "file")).status_code == 200


def test_one_guest_is_moved_followed_and_answered_for(
    cast: Cast, lead: Client, guests: list[Guest], notice: None
) -> None:
    guest = guests[0]
    page = url(cast, "guest", guest.pk)
    assert "经过" in text(lead.get(page))
    assert (
        lead.post(url(cast, "contact", guest.pk), {"how": "phone", "said": "周三定", "next_on": ""}).status_code == 302
    )
    assert lead.post(url(cast, "contact", guest.pk), {"how": "phone", "said": ""}).status_code == 422
    answer = lead.post(url(cast, "move", guest.pk), {"after": "confirmed", "seen_status": "to_invite"})
    assert answer.status_code == 302
    stale = lead.post(url(cast, "move", guest.pk), {"after": "verbal", "seen_status": "to_invite", "reason": "x"})
    assert stale.status_code == 409
    for step in ("answer", "travel", "stay", "companions", "diet", "talk", "more"):
        text(lead.get(url(cast, "reply", guest.pk, step)))
    told = lead.post(
        url(cast, "reply", guest.pk, "travel"),
        {"arrival_mode": "train", "arrival_number": "g1", "arrival_at": "2027-03-17T10:00", "consents": "on"},
    )
    assert told.status_code == 302
    assert "G1" in text(lead.get(page))
    assert lead.post(url(cast, "edit", guest.pk), {"guest_role": "panel", "revision": "1"}).status_code == 409
    guest.refresh_from_db()
    edited = lead.post(url(cast, "edit", guest.pk), {"guest_role": "panel", "revision": str(guest.revision)})
    assert edited.status_code == 302


def test_a_text_is_begun_written_and_previewed(cast: Cast, lead: Client, guests: list[Guest]) -> None:
    begun = lead.post(url(cast, "templates"), {"name": "嘉宾", "language": "zh-hans"})
    assert begun.status_code == 302
    template = InvitationTemplate.objects.get()
    assert "【嘉宾角色】" in text(lead.get(url(cast, "template", template.pk)))
    shown = text(lead.get(url(cast, "preview", template.pk), {"guest": str(guests[0].pk)}))
    assert "尊敬的王明院长" in shown
    made = lead.get(url(cast, "preview", template.pk), {"form": "pdf"})
    assert "王明" in PdfReader(BytesIO(b"".join(made.streaming_content))).pages[0].extract_text()
    refused = lead.post(url(cast, "propose", template.pk), {"revision": "1"})
    assert refused.status_code in (409, 422)
    renamed = lead.post(
        url(cast, "rename", template.pk), {"name": "主讲嘉宾", "revision": "1", "guest_roles": ["keynote"]}
    )
    assert renamed.status_code == 302
    assert "主讲嘉宾" in text(lead.get(url(cast, "templates")))


def test_letters_are_made_and_printed(
    cast: Cast, lead: Client, guests: list[Guest], template: InvitationTemplate
) -> None:
    assert "嘉宾邀请函" in text(lead.get(url(cast, "make_letters")))
    chosen = {"guests": [str(g.pk) for g in guests], "template": str(template.pk), "medium": "paper"}
    made = lead.post(url(cast, "make_letters"), chosen)
    assert made.status_code == 302
    batch = Letter.objects.first().batch  # type: ignore[union-attr]
    assert batch is not None
    text(lead.get(url(cast, "letters")))
    assert "0001" in text(lead.get(url(cast, "batch", batch.pk)))
    for form in ("pdf", "labels", "envelopes"):
        file = lead.get(url(cast, "batch_file", batch.pk, form))
        pages = PdfReader(BytesIO(b"".join(file.streaming_content))).pages
        assert len(pages) == (1 if form == "labels" else 3)
    for form in ("docx", "data"):
        assert lead.get(url(cast, "batch_file", batch.pk, form)).status_code == 200
    assert lead.get(url(cast, "batch_file", batch.pk, "exe")).status_code == 404
    letter = Letter.objects.order_by("number").first()
    assert letter is not None
    assert "/invitation/" in text(lead.post(url(cast, "letter_link", letter.pk)))
    assert lead.post(url(cast, "posted", batch.pk)).status_code == 302
    assert lead.post(url(cast, "void_letter", letter.pk), {"reason": "错字"}).status_code == 302


def test_a_guest_replies_on_the_phone(
    cast: Cast, lead: Client, guests: list[Guest], template: InvitationTemplate, notice: None
) -> None:
    batch = services.make_letters(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        template_id=template.pk,
        guest_ids=[guests[0].pk],
        medium="email",
    )
    services.send_letters(batch_id=batch.pk)
    _link, token = personal_link(actor=SYSTEM, attendee=guests[0].attendee)
    phone = Client()
    letter = text(phone.get(reverse("guests:invitation", args=[token])))
    assert "尊敬的王明院长" in letter
    assert len(letter) < 60_000
    guests[0].refresh_from_db()
    assert guests[0].rsvp_status == "read"
    file = phone.get(reverse("guests:invitation_file", args=[token]))
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    text(phone.get(reverse("guests:rsvp", args=[token])))
    yes = phone.post(reverse("guests:rsvp", args=[token]), {"answer": "yes"})
    assert yes["Location"] == reverse("guests:rsvp_step", args=[token, "travel"])
    travel = reverse("guests:rsvp_step", args=[token, "travel"])
    first = {"arrival_mode": "train", "arrival_number": "G7083", "arrival_at": "2027-03-17T14:30", "needs_pickup": "on"}
    refused = phone.post(travel, first)
    assert refused.status_code == 422
    assert "G7083" in refused.content.decode()
    assert phone.post(travel, first | {"consents": "on"}).status_code == 302
    for number in ("G99", "G101"):
        assert phone.post(travel, first | {"arrival_number": number, "stay": "1"}).status_code == 302
    assert "G101" in text(phone.get(travel))
    stay = {"is_needed": "yes", "room": "single", "check_in_on": "2027-03-17", "check_out_on": "2027-03-19"}
    assert phone.post(reverse("guests:rsvp_step", args=[token, "stay"]), stay).status_code == 302
    with_one = {
        "c-TOTAL_FORMS": "1", "c-INITIAL_FORMS": "0", "c-MIN_NUM_FORMS": "0", "c-MAX_NUM_FORMS": "6",
        "c-0-name": "周秘书", "c-0-title": "秘书", "c-0-mobile": "",
    }  # fmt: skip
    assert phone.post(reverse("guests:rsvp_step", args=[token, "companions"]), with_one).status_code == 302
    diet = reverse("guests:rsvp_step", args=[token, "diet"])
    assert phone.post(diet, {"diet": "halal"}).status_code == 422
    assert phone.post(diet, {"diet": "halal", "consents": "on"}).status_code == 302
    assert phone.post(reverse("guests:rsvp_step", args=[token, "talk"]), {"title": "工程实践"}).status_code == 302
    assert phone.post(reverse("guests:rsvp_step", args=[token, "more"]), {"clothing_size": "L"}).status_code == 302
    guests[0].refresh_from_db()
    assert (guests[0].rsvp_status, guests[0].companion_count, guests[0].talk_title) == ("changed", 1, "工程实践")
    shown = text(phone.get(reverse("guests:rsvp", args=[token])))
    assert "您已确认出席" in shown
    assert "变更" in text(lead.get(url(cast, "guest", guests[0].pk)))


def test_a_stranger_finds_nothing(cast: Cast, guests: list[Guest]) -> None:
    client = Client()
    client.force_login(cast.stranger)
    assert client.get(url(cast, "ledger")).status_code == 404
    assert client.get(reverse("guests:rsvp", args=["wrong"])).status_code in (404, 410, 409)


def test_only_invited_people_find_a_reply_page(cast: Cast, guests: list[Guest]) -> None:
    _link, token = personal_link(actor=SYSTEM, attendee=guests[0].attendee)
    assert Client().post(reverse("guests:rsvp", args=[token]), {"answer": "yes"}).status_code == 409
    invited(guests[0])
    no = Client().post(reverse("guests:rsvp", args=[token]), {"answer": "no", "reason": "出差"})
    assert no.status_code == 302
    guests[0].refresh_from_db()
    assert guests[0].rsvp_status == "cancelled"
