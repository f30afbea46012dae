from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from huiwu.kernel import clock
from huiwu.notifications.models import OutsideDelivery
from huiwu.notifications.outside.packing import secrets_of
from huiwu.registration import services
from huiwu.registration.models import ContactCode, Registration
from tests.registration.conftest import open_form, sent, visitor

GOOD = {"display_name": "王小明", "org_name": "云海电子", "mobile": "13800000001", "consents": ["participation"]}


@pytest.fixture
def browser_of(cast: Any) -> Any:
    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(getattr(cast, who))
        return client

    return signed_in


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"registration:{name}", args=args), data)


def test_a_visitor_registers_and_lands_on_their_own_page(cast, form) -> None:
    slug, client = cast.meeting.slug, Client()
    assert "参会代表" in client.get(reverse("registration:public", args=[slug])).content.decode()
    answer = post(client, "public_form", slug, "general", submission_key=str(uuid4()), **GOOD)
    assert answer.status_code == 302
    own = client.get(answer["Location"])
    text = own.content.decode()
    assert (own.status_code, "王小明" in text, "修改报名" in text) == (200, True, True)


def test_a_wrong_form_keeps_what_was_typed_and_says_what_to_mend(cast, form) -> None:
    wrong = GOOD | {"mobile": "123", "title": "总监", "consents": []}
    answer = post(Client(), "public_form", cast.meeting.slug, "general", submission_key=str(uuid4()), **wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert [word in text for word in ("总监", "这不是手机号", "参会必须同意这一项")] == [True] * 3
    assert Registration.objects.count() == 0


def test_a_full_category_without_waiting_list_is_a_conflict_that_keeps_the_text(cast, form) -> None:
    services.set_quota(actor=cast.actor("lead"), meeting=cast.meeting, kind="total", limit=0, has_waitlist=False)
    answer = post(Client(), "public_form", cast.meeting.slug, "general", submission_key=str(uuid4()), **GOOD)
    assert (answer.status_code, "名额已满" in answer.content.decode(), "云海电子" in answer.content.decode()) == (
        409,
        True,
        True,
    )


def test_a_question_with_a_condition_comes_when_its_answer_does(cast) -> None:
    more = [
        {"key": "rooms", "type": "yes_no", "label": "是否住宿"},
        {"key": "nights", "type": "integer", "label": "住几晚", "show_if": {"field": "rooms", "values": ["yes"]}},
    ]
    open_form(cast, more=more)
    address = reverse("registration:public_form", args=[cast.meeting.slug, "general"])
    assert "住几晚" not in Client().get(address).content.decode()
    assert "住几晚" in Client().post(address + "?draft=1", GOOD | {"rooms": "yes"}).content.decode()
    assert Registration.objects.count() == 0


def test_a_code_by_phone_opens_the_form_and_proves_the_number(cast) -> None:
    open_form(cast, verification="sms")
    slug, client = cast.meeting.slug, Client()
    first = client.get(reverse("registration:public_form", args=[slug, "general"]))
    assert (first.status_code, "/code/" in first["Location"]) == (302, True)
    sent_to = post(client, "public_code", slug, target="138 0000 0001", category="general")
    letter = OutsideDelivery.objects.get()
    code = secrets_of(letter)["code"]
    assert (letter.to, letter.template, re.fullmatch(r"\d{6}", code) is not None) == (
        "+8613800000001",
        "registration.code",
        True,
    )
    wrong = client.post(sent_to["Location"], {"code": "000000" if code != "000000" else "111111"})
    assert (wrong.status_code, "还可以再试 4 次" in wrong.content.decode()) == (422, True)
    right = client.post(sent_to["Location"], {"code": code, "category": "general"})
    assert right.status_code == 302
    assert "138 0000 0001" in client.get(right["Location"]).content.decode()
    answer = post(client, "public_form", slug, "general", submission_key=str(uuid4()), **GOOD)
    assert (answer.status_code, Registration.objects.get().verified_by) == (302, "sms")


def test_another_number_than_the_proved_one_is_refused(cast) -> None:
    open_form(cast, verification="sms")
    answer = post(Client(), "public_form", cast.meeting.slug, "general", submission_key=str(uuid4()), **GOOD)
    assert (answer.status_code, "还没有通过验证" in answer.content.decode()) == (422, True)


def test_codes_are_not_sent_again_at_once(cast) -> None:
    open_form(cast, verification="sms")
    client, slug = Client(), cast.meeting.slug
    post(client, "public_code", slug, target="13800000001", category="general")
    again = post(client, "public_code", slug, target="13800000001", category="general")
    assert (again.status_code, ContactCode.objects.count()) == (429, 1)


def test_a_bot_that_posts_without_pause_is_slowed(cast, form) -> None:
    client, statuses = Client(), []
    with clock.at(clock.now()):  # within one minute, however slow the machine is
        for nth in range(32):
            one = GOOD | {"mobile": f"1380000{nth:04d}", "display_name": f"机器{nth}", "submission_key": str(uuid4())}
            statuses.append(post(client, "public_form", cast.meeting.slug, "general", **one).status_code)
    assert (statuses.count(302), statuses.count(429)) == (30, 2)


def test_the_bait_catches_who_fills_in_everything(cast, form) -> None:
    one = GOOD | {"website": "https://example.test"}
    answer = post(Client(), "public_form", cast.meeting.slug, "general", submission_key=str(uuid4()), **one)
    assert (answer.status_code, Registration.objects.count()) == (200, 0)


def test_people_change_and_cancel_by_their_own_link(cast, form) -> None:
    client = Client()
    own = post(client, "public_form", cast.meeting.slug, "general", submission_key=str(uuid4()), **GOOD)["Location"]
    token = own.split("/")[2]
    row = Registration.objects.get()
    page = client.get(reverse("registration:own_edit", args=[token])).content.decode()
    assert "云海电子" in page
    changed = post(client, "own_edit", token, revision=row.revision, **(GOOD | {"title": "总监"}))
    row.attendee.refresh_from_db()
    assert (changed.status_code, row.attendee.title) == (302, "总监")
    stale = post(client, "own_edit", token, revision=row.revision, **(GOOD | {"title": "经理"}))
    assert (stale.status_code, "经理" in stale.content.decode()) == (409, True)
    post(client, "own_cancel", token, reason="出差")
    row.refresh_from_db()
    row.attendee.refresh_from_db()
    assert (row.state, row.cancel_reason, row.attendee.presence) == ("cancelled", "出差", "cancelled")


def test_a_contact_registers_a_group_and_sees_what_became_of_each(cast, form) -> None:
    services.set_quota(actor=cast.actor("lead"), meeting=cast.meeting, kind="total", limit=1, has_waitlist=False)
    client = Client()
    answer = post(
        client,
        "public_group",
        cast.meeting.slug,
        org_name="远山集团",
        contact_name="联系人",
        contact_mobile="13800000009",
        category="general",
        submission_key=str(uuid4()),
        display_name=["甲", "", "乙"],
        title=["", "", ""],
        mobile=["13800000001", "", "13800000002"],
        email=["", "", ""],
    )
    text = client.get(answer["Location"]).content.decode()
    assert (answer.status_code, "甲" in text, "名额已满" in text) == (302, True, True)
    row = Registration.objects.get()
    assert (row.group.org_name, row.attendee.org_name) == ("远山集团", "远山集团")
    token = answer["Location"].split("/")[2]
    post(client, "group_cancel", token, row.pk)
    row.refresh_from_db()
    assert row.state == "cancelled"


@pytest.mark.parametrize(
    "name",
    ["overview", "settings", "builder", "text", "section_new", "field_new", "category_new", "preview", "quotas", "codes", "people", "new"],
)  # fmt: skip
def test_every_page_of_the_team_opens_in_both_languages(cast, form, browser_of, name) -> None:
    client = browser_of("lead")
    for language in ("zh-hans", "en"):
        answer = client.get(
            reverse(f"registration:{name}", args=[cast.meeting.slug]), headers={"Accept-Language": language}
        )
        assert answer.status_code == 200


def test_a_meeting_without_a_form_says_what_to_do(cast, browser_of) -> None:
    client = browser_of("lead")
    assert "设计报名表" in client.get(reverse("registration:overview", args=[cast.meeting.slug])).content.decode()
    assert Client().get(reverse("registration:public", args=[cast.meeting.slug])).status_code == 404


def test_the_builder_adds_moves_and_removes_a_field(cast, browser_of) -> None:
    lead, client, slug = cast.actor("lead"), browser_of("lead"), cast.meeting.slug
    form = services.begin_form(actor=lead, meeting=cast.meeting)
    field = {
        "key": "industry",
        "label": "行业",
        "type": "choice",
        "section": "person",
        "options": "a | 制造\nb | 金融 | Finance | 5",
    }
    post(client, "field_new", slug, revision=form.document.revision, **field)
    form.document.refresh_from_db()
    keys = [row["key"] for row in form.document.draft["sections"][0]["fields"]]
    assert keys == ["display_name", "org_name", "title", "mobile", "email", "industry"]
    options = form.document.draft["sections"][0]["fields"][-1]["options"]
    assert options == [
        {"value": "a", "label": "制造"},
        {"value": "b", "label": "金融", "label_en": "Finance", "limit": 5},
    ]
    post(client, "field_move", slug, "industry", revision=form.document.revision, way="up")
    form.document.refresh_from_db()
    assert form.document.draft["sections"][0]["fields"][-2]["key"] == "industry"
    stale = post(client, "field", slug, "industry", revision=1, **(field | {"label": "所属行业"}))
    assert (stale.status_code, "所属行业" in stale.content.decode()) == (409, True)
    post(client, "field_remove", slug, "industry", revision=form.document.revision)
    form.document.refresh_from_db()
    assert len(form.document.draft["sections"][0]["fields"]) == 5


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(cast, form, browser_of, django_assert_num_queries, count) -> None:
    for nth in range(count):
        services.submit_registration(
            actor=visitor(), meeting=cast.meeting, submission=sent(f"人{nth}", f"1380000000{nth}")
        )
    client, address = browser_of("lead"), reverse("registration:people", args=[cast.meeting.slug])
    client.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(address)


LIST_QUERIES = 14


def test_one_registration_shows_answers_and_takes_a_fee(cast, form, browser_of) -> None:
    lead, client = cast.actor("lead"), browser_of("lead")
    (code,) = services.make_entry_codes(actor=lead, meeting=cast.meeting, category="invited", labels=["甲"])
    row = services.submit_registration(
        actor=visitor(), meeting=cast.meeting, submission=sent(category="invited", entry_code=code.code)
    )
    assert row.pay_by_on - timedelta(days=7) == row.confirmed_at.astimezone(cast.meeting.zone).date()
    address = ("registration", cast.meeting.slug, row.pk)
    assert "确认到账" in client.get(reverse("registration:registration", args=address[1:])).content.decode()
    fee = {"amount": "800", "method": "transfer", "reference": "2027A", "paid_on": "2027-01-05"}
    post(client, "fee", *address[1:], **fee)
    row.refresh_from_db()
    assert (row.payment_state, row.payments.get().amount_cents) == ("paid", 80000)
