from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huiwu.kernel import clock
from huiwu.privacy import services
from huiwu.privacy.models import Consent, SubjectRequest
from huiwu.privacy.services import BreachValues
from tests.privacy.conftest import NOW, agreed, by_link, own_token, party, person, secret
from tests.privacy.test_exports import export

PLAIN = (
    "index",
    "notice",
    "parties",
    "party_new",
    "retention",
    "requests",
    "assessments",
    "assessment_new",
    "transfers",
    "transfer_new",
    "breaches",
    "breach_new",
    "looks",
    "exports",
    "note",
    "certificate",
)
LISTS = ("index", "parties", "retention", "requests", "assessments", "transfers", "breaches", "looks", "exports")


@pytest.fixture
def lead(noticed: Any) -> Client:
    client = Client()
    client.force_login(noticed.lead)
    return client


def some(cast: Any, n: int) -> None:
    """One more of everything that is listed."""
    attendee = person(cast, f"王{n}", mobile=f"1380000100{n}")
    secret(cast, attendee)
    me = by_link(cast, attendee)
    services.make_request(actor=me, meeting=cast.meeting, subject_id=attendee.pk, kind="correction", words="职务已变")
    row = agreed(cast, name=f"酒店{n}")
    export(cast, entrusted_id=row.pk)
    actor = cast.actor("lead")
    services.assess_impact(
        actor=actor,
        meeting=cast.meeting,
        title="餐别",
        groups=["diet"],
        necessity="备餐",
        risks="转发",
        measures="打码",
        conclusion="可行",
        assessed_on=date(2027, 1, 5),
    )
    services.register_transfer(
        actor=actor,
        meeting=cast.meeting,
        recipient=f"Hotel {n}",
        country="SG",
        purpose="订房",
        groups=["identity"],
        count=3,
        ground="contract",
        sent_on=date(2027, 2, 1),
    )
    breach = BreachValues(found_at=NOW, what="名单发错群", severity="large")
    services.report_breach(actor=actor, meeting=cast.meeting, values=breach)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_in_both_languages(noticed: Any, lead: Client, language: str) -> None:
    some(noticed, 1)
    lead.cookies["django_language"] = language
    found = {name: lead.get(reverse(f"privacy:{name}", args=["qiming-2027"])).status_code for name in PLAIN}
    assert found == dict.fromkeys(PLAIN, 200)


def test_lists_cost_the_same_for_one_row_and_for_three(
    noticed: Any, lead: Client, django_assert_max_num_queries: Any
) -> None:
    some(noticed, 1)
    one = {name: _queries(lead, name) for name in LISTS}
    some(noticed, 2)
    some(noticed, 3)
    assert {name: _queries(lead, name) for name in LISTS} == one


def _queries(client: Client, name: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse(f"privacy:{name}", args=["qiming-2027"])).status_code == 200
    return len(seen)


def test_the_public_notice_is_read_by_everybody_in_their_language(noticed: Any) -> None:
    address = reverse("privacy:public", args=["qiming-2027"])
    chinese = Client().get(address, headers={"Accept-Language": "zh-CN"}).content.decode()
    english = Client().get(address, headers={"Accept-Language": "en"}).content.decode()
    assert "启明科技" in chinese
    assert "参会所需" in chinese
    assert "Privacy notice" in english
    assert "Taking part" in english


def test_a_person_takes_a_consent_back_on_their_own_page(noticed: Any) -> None:
    attendee = person(noticed)
    token, client = own_token(noticed, attendee), Client()
    address = reverse("privacy:own_consent", args=[token])
    client.post(address, {"purpose": "directory"})
    assert Consent.objects.get().withdrawn_at is None
    client.post(address, {"purpose": "directory", "withdraw": "1"})
    assert Consent.objects.get().withdrawn_at == clock.now()
    page = client.get(reverse("privacy:own", args=[token])).content.decode()
    assert "王明" in page
    assert len(page.encode()) < 150_000


def test_a_person_downloads_everything_that_is_held(noticed: Any) -> None:
    attendee = person(noticed)
    secret(noticed, attendee, dietary_requirement="清真")
    token = own_token(noticed, attendee)
    found = Client().post(reverse("privacy:own_data", args=[token, "json"]))
    text = found.getvalue().decode()
    assert "清真" in text
    assert "王明" in text
    assert found["Cache-Control"] == "no-store"
    paper = Client().post(reverse("privacy:own_data", args=[token, "pdf"]))
    assert paper.getvalue()[:5] == b"%PDF-"


def test_an_answered_request_stands_on_the_persons_page(noticed: Any, lead: Client) -> None:
    attendee = person(noticed)
    token = own_token(noticed, attendee)
    Client().post(reverse("privacy:own_request", args=[token]), {"kind": "correction", "words": "职务应为总监"})
    row = SubjectRequest.objects.get()
    lead.post(reverse("privacy:answer", args=["qiming-2027", row.pk]), {"granted": "1", "answer": "已改"})
    assert "已改" in Client().get(reverse("privacy:own", args=[token])).content.decode()


def test_a_published_notice_says_what_it_said_when_published(noticed: Any, lead: Client) -> None:
    party(noticed, name="后来的车队")
    page = lead.get(reverse("privacy:notice_version", args=["qiming-2027", 1])).content.decode()
    assert "后来的车队" not in page


def test_the_agreement_is_printed_with_its_six_terms(noticed: Any, lead: Client) -> None:
    row = agreed(noticed)
    answer = lead.get(reverse("privacy:party_sheet", args=["qiming-2027", row.pk, "pdf"]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_every_word_of_the_purposes_stands_in_english_too(noticed: Any) -> None:
    from huiwu.privacy.queries.purposes import purposes_of

    with translation.override("en"):
        assert all(row.text_en for row in purposes_of(noticed.meeting))
