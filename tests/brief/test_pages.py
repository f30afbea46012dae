from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from huiwu.accounts.models import ScopedLink
from huiwu.brief.models import CityEvent, GoalResult, IntakeRecord
from huiwu.brief.queries.briefs import brief_of, section_seal
from huiwu.brief.services import invite_intake, record_intake
from huiwu.documents.models import Version
from huiwu.documents.services import invite_to_sign
from huiwu.documents.services.remarks import add_remark
from huiwu.kernel import clock
from tests.brief.conftest import sign

FORM = {
    "client_name": "明湖制造",
    "contact_name": "白露",
    "phone": "13700000008",
    "meeting_name": "明湖制造发布会",
    "meeting_type": "launch",
    "start_on": "2027-05-01",
    "end_on": "2027-05-02",
    "headcount_media": "30",
    "headcount_basis": "estimate",
    "answer_media_count": "25",
    "answer_topics": "只有研讨会才问",
    "alt1_start": "2027-05-08",
}


@pytest.fixture
def link(cast) -> tuple[ScopedLink, str]:
    return invite_intake(actor=cast.actor("account"), org=cast.org, label="明湖制造")


@pytest.fixture
def page(cast, client: Client) -> Client:
    client.force_login(cast.lead)
    return client


def taken_down(cast, n: int) -> None:
    for index in range(n):
        values = {
            "client_name": "明湖制造",
            "contact_name": "白露",
            "phone": f"1370000000{index}",
            "meeting_name": f"会议 {index}",
            "meeting_type": "launch",
            "contact_kind": "call",
        }
        record_intake(actor=cast.actor("account"), org_id=cast.org.pk, submission_key=uuid4(), values=values)


def test_a_client_fills_in_the_form_without_an_account_and_sees_what_was_sent(client, link):
    address = reverse("brief:intake_fill", args=[link[1]])
    shown = client.get(address)
    assert shown.status_code == 200
    key = shown.context["key"]
    answer = client.post(address, FORM | {"submission_key": str(key)})
    assert (answer.status_code, answer.url) == (302, f"/l/{link[1]}/intake/{key}/")
    thanks = client.get(answer.url)
    assert "明湖制造发布会" in thanks.content.decode()
    made = IntakeRecord.objects.get()
    assert (made.headcount, made.answers, made.alt_dates) == (
        {"media": 30},
        {"media_count": 25},
        [["2027-05-08", "2027-05-08"]],
    )
    again = client.post(address, FORM | {"submission_key": str(key)})
    assert (again.url, IntakeRecord.objects.count()) == (answer.url, 1)


def test_a_corrected_form_sent_under_the_old_key_keeps_the_words_and_gets_a_new_key(client, link):
    address, key = reverse("brief:intake_fill", args=[link[1]]), str(uuid4())
    client.post(address, FORM | {"submission_key": key})
    answer = client.post(address, FORM | {"submission_key": key, "notes": "补充一句"})
    assert (answer.status_code, answer.context["form"]["notes"].value()) == (409, "补充一句")
    assert str(answer.context["key"]) != key
    assert IntakeRecord.objects.count() == 1


def test_a_form_with_mistakes_keeps_what_was_typed(client, link):
    address = reverse("brief:intake_fill", args=[link[1]])
    answer = client.post(address, FORM | {"phone": "", "notes": "别丢了", "submission_key": str(uuid4())})
    assert answer.status_code == 422
    assert answer.context["form"].errors["phone"] == ["手机或邮箱至少留一项，否则无法联系。"]
    assert "别丢了" in answer.content.decode()
    wrong = client.post(address, FORM | {"start_on": "2027-13-40"})
    assert wrong.status_code == 422


def test_a_program_that_takes_the_bait_is_thanked_and_nothing_is_kept(client, link):
    answer = client.post(reverse("brief:intake_fill", args=[link[1]]), FORM | {"website": "http://spam.example"})
    assert answer.status_code == 200
    assert IntakeRecord.objects.count() == 0


def test_links_that_are_expired_revoked_unknown_or_for_something_else_open_nothing(cast, client, link, brief):
    ScopedLink.objects.filter(pk=link[0].pk).update(expires_at=clock.now())
    _revoked, revoked_token = invite_intake(actor=cast.actor("account"), org=cast.org, label="x")
    ScopedLink.objects.filter(pk=_revoked.pk).update(revoked_at=clock.now())
    version = Version.objects.filter(document=brief).first() or propose(cast, brief)
    _sign, sign_token = invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="赵明远")
    tokens = [link[1], revoked_token, "guess", sign_token]
    assert [client.get(reverse("brief:intake_fill", args=[token])).status_code for token in tokens] == [404] * 4
    assert client.post(reverse("brief:intake_fill", args=[sign_token]), FORM).status_code == 404


def propose(cast, brief) -> Version:
    from huiwu.brief.services import propose_brief

    return propose_brief(actor=cast.actor("lead"), document_id=brief.pk, revision=brief.revision)


def test_staff_pages_ask_for_a_log_in(client, cast):
    for name in ("intakes", "intake_new", "intake_links", "city_events"):
        answer = client.get(reverse(f"brief:{name}"))
        assert (answer.status_code, answer.url.startswith("/account/")) == (302, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_first_contacts_asks_the_same_of_the_database_for_any_length(
    cast, page, rows, django_assert_num_queries
):
    taken_down(cast, rows)
    page.get(reverse("brief:intakes"))
    with django_assert_num_queries(11):
        answer = page.get(reverse("brief:intakes"))
    assert len(answer.context["page"].object_list) == rows


def test_the_list_is_found_in_by_words_and_status(cast, page):
    taken_down(cast, 3)
    assert len(page.get(reverse("brief:intakes") + "?q=会议 2").context["page"].object_list) == 1
    assert len(page.get(reverse("brief:intakes") + "?status=accepted").context["page"].object_list) == 0


def test_another_company_sees_nothing_of_ours(cast, client):
    taken_down(cast, 1)
    client.force_login(cast.stranger)
    assert len(client.get(reverse("brief:intakes")).context["page"].object_list) == 0
    assert client.get(reverse("brief:intake", args=[IntakeRecord.objects.get().pk])).status_code == 404


def test_a_call_is_written_down_corrected_and_accepted_on_pages(cast, page):
    new = reverse("brief:intake_new")
    key = page.get(new).context["key"]
    typed = FORM | {"received_at": "2026-11-23T10:00", "contact_kind": "call", "alt1_end": "2027-05-08"}
    typed |= {"submission_key": str(key), "answer_topics": ""}
    answer = page.post(new, typed)
    made = IntakeRecord.objects.get()
    assert answer.url == f"/intake/{made.pk}/"
    shown = page.get(answer.url)
    assert [span.label for span in shown.context["warnings"]] == ["首选会期", "备选会期 1"]
    assert [clash.kind for clash in shown.context["warnings"][0].on] == ["holiday"]
    edit = reverse("brief:intake_edit", args=[made.pk])
    assert page.get(edit).status_code == 200
    assert page.post(edit, typed | {"revision": "1", "notes": "第一处"}).status_code == 302
    stale = page.post(edit, typed | {"revision": "1", "notes": "第二处"})
    assert (stale.status_code, stale.context["theirs"]) == (409, [("其他要求", "第二处", "第一处")])
    accept = reverse("brief:intake_accept", args=[made.pk])
    assert page.post(accept, {}).status_code == 422
    values = shown.context["form"].initial | {"expected_headcount": 120}
    done = page.post(accept, values)
    made.refresh_from_db()
    assert done.url == f"/m/{made.meeting.slug}/brief/"
    assert brief_of(made.meeting) is not None
    assert page.get(answer.url).status_code == 200


def test_a_link_for_the_form_is_shown_once(cast, page):
    address = reverse("brief:intake_links")
    shown = page.post(address, {"label": "明湖制造", "days": "7"})
    assert "/l/" in shown.context["address"]
    assert shown.context["address"] not in page.get(address).content.decode()
    assert page.post(address, {"label": " "}).context["errors"] == {"label": ["请写明这个链接发给谁。"]}


def test_city_events_are_listed_corrected_and_removed(cast, page):
    address = reverse("brief:city_events")
    fair = {
        "city": "上海",
        "name": "装备展",
        "kind": "exhibition",
        "start_on": "2027-03-18",
        "end_on": "2027-03-20",
        "source": "",
    }
    assert page.post(address, fair | {"end_on": "2027-03-01"}).status_code == 422
    assert page.post(address, fair).status_code == 302
    row = CityEvent.objects.get()
    one = reverse("brief:city_event", args=[row.pk])
    assert page.get(one).status_code == 200
    assert page.post(one, fair | {"name": "新装备展", "revision": "1"}).status_code == 302
    assert page.post(one, fair | {"name": "旧装备展", "revision": "1"}).status_code == 409
    dates = reverse("brief:dates", args=[cast.meeting.slug])
    assert [clash.name for clash in page.get(dates).context["clashes"]] == ["新装备展"]
    assert page.post(dates, {"note": ""}).status_code == 422
    assert page.post(dates, {"note": "已知"}).status_code == 302
    assert page.get(dates).context["unknown"] == set()
    assert page.post(reverse("brief:city_event_remove", args=[row.pk])).status_code == 302
    assert CityEvent.objects.count() == 0


def test_a_meeting_without_a_brief_offers_to_begin_one(cast, page):
    address = reverse("brief:editor", args=[cast.meeting.slug])
    assert "brief/begin.html" in [t.name for t in page.get(address).templates]
    assert page.post(address).status_code == 302
    assert "brief/editor.html" in [t.name for t in page.get(address).templates]


def test_every_section_is_shown_and_saved_by_a_plain_form(cast, page, brief):
    from huiwu.brief.schema import SCHEMA
    from huiwu.documents.fourstate_form import as_posted

    before = brief.draft
    for section in SCHEMA.sections:
        address = reverse("brief:section", args=[cast.meeting.slug, section.key])
        shown = page.get(address)
        assert shown.status_code == 200
        posted = {"seal": shown.context["seal"]}
        for spec in SCHEMA.fields:
            if spec.section == section.key:
                posted |= as_posted(spec, before[spec.key])
        assert page.post(address, posted).status_code == 302
    brief.refresh_from_db()
    assert brief.draft == before


def test_a_stale_section_shows_both_sides_and_the_typed_words(cast, page, brief, rewrite):
    address = reverse("brief:section", args=[cast.meeting.slug, "lodging"])
    opened = section_seal(brief.draft, "lodging")
    from huiwu.documents.fourstate import filled

    rewrite(lodging_standard=filled("五星级"))
    typed = {"lodging_standard": "三星级", "lodging_standard__state": "filled", "seal": opened}
    answer = page.post(address, typed)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "三星级" in text
    assert "五星级" in text
    done = page.post(address, typed | {"seal": answer.context["seal"]})
    assert done.status_code == 302
    assert brief_of(cast.meeting).draft["lodging_standard"] == filled("三星级")


def test_good_fields_are_kept_when_one_has_a_mistake(cast, page, brief):
    address = reverse("brief:section", args=[cast.meeting.slug, "lodging"])
    answer = page.post(
        address,
        {
            "room_nights": "很多",
            "room_nights__state": "filled",
            "lodging_standard": "三星级",
            "lodging_standard__state": "filled",
            "seal": section_seal(brief.draft, "lodging"),
        },
    )
    assert answer.status_code == 422
    assert "很多" in answer.content.decode()
    assert brief_of(cast.meeting).draft["lodging_standard"]["value"] == "三星级"


def test_a_row_is_added_without_saving(cast, page, brief):
    address = reverse("brief:section", args=[cast.meeting.slug, "goals"])
    answer = page.post(
        address, {"add_row": "kpi", "kpi__rows": "1", "kpi__0__metric": "新指标", "kpi__state": "filled", "seal": "x"}
    )
    assert answer.status_code == 200
    assert "新指标" in answer.content.decode()
    assert brief_of(cast.meeting).revision == brief.revision


def test_remarks_stand_beside_the_fields_they_are_about(cast, page, brief):
    version = propose(cast, brief)
    add_remark(actor=cast.actor("account"), version_id=version.pk, field_key="room_nights", text="是不是少了一晚？")
    shown = page.get(reverse("brief:section", args=[cast.meeting.slug, "lodging"]))
    assert "是不是少了一晚？" in shown.content.decode()


def test_a_version_is_proposed_from_the_editor_or_says_what_is_missing(cast, page, brief, rewrite):
    from huiwu.documents.fourstate import filled, unfilled

    address = reverse("brief:propose", args=[cast.meeting.slug])
    assert page.post(address, {"revision": "99"}).status_code == 409
    broken = rewrite(theme=unfilled())
    refused = page.post(address, {"revision": str(broken.revision), "note": "别丢"})
    assert (refused.status_code, [row.key for row in refused.context["missing"]]) == (422, ["theme"])
    good = rewrite(theme=filled("同行"))
    answer = page.post(address, {"revision": str(good.revision)})
    assert answer.url == f"/m/qiming-2027/documents/versions/{Version.objects.get().pk}/"
    assert page.get(answer.url).status_code == 200
    assert page.get(reverse("brief:editor", args=[cast.meeting.slug])).status_code == 200


def test_goals_are_judged_on_their_page(cast, page, brief):
    address = reverse("brief:goals", args=[cast.meeting.slug])
    assert [row.is_agreed for row in page.get(address).context["rows"]] == [False] * 4
    assert page.post(address, {"metric": "到会率", "value": "93%", "revision": "0"}).status_code == 409
    sign(cast, brief)
    assert page.post(address, {"metric": "到会率", "value": "93%", "revision": "0"}).status_code == 302
    assert GoalResult.objects.get().outcome == "met"
    assert page.post(address, {"metric": "到会率", "value": "80%", "revision": "0"}).status_code == 409
    vague = page.post(address, {"metric": "参会者满意度", "value": "还不错", "revision": "0"})
    assert (vague.status_code, "还不错" in vague.content.decode()) == (422, True)
    assert page.get(address).status_code == 200


def test_the_pages_of_a_brief_are_closed_to_others(cast, client, brief):
    for who in ("colleague", "stranger"):
        client.force_login(getattr(cast, who))
        for name in ("editor", "goals", "dates"):
            assert client.get(reverse(f"brief:{name}", args=[cast.meeting.slug])).status_code == 404
    client.force_login(cast.compliance)
    shown = client.get(reverse("brief:section", args=[cast.meeting.slug, "special"]))
    assert (shown.status_code, shown.context["may_edit"]) == (200, False)
    assert client.post(reverse("brief:propose", args=[cast.meeting.slug])).status_code == 403
