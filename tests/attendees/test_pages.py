"""Pages of attendees: the list, one person, doubles, delegations, ranks; the personal page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiwu.accounts.choices import Role
from huiwu.attendees import queries, services
from huiwu.attendees.models import Attendee, Delegation, ListCheck, Merge, Participation
from huiwu.foundation.models import FactRecord
from huiwu.meetings.models import Function, TeamMember
from tests.attendees.conftest import Make
from tests.cast import Cast

HOME = "/m/qiming-2027/attendees/"


@pytest.fixture
def lead(cast: Cast, client: Client) -> Client:
    client.force_login(cast.lead)
    return client


def queries_for(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_list_costs_the_same_with_one_row_and_three(lead: Client, cast: Cast, add: Make, plenary: Function) -> None:
    group = Delegation.objects.create(meeting=cast.meeting, name="华东")
    add("王明", delegation_id=group.pk, tags=["甲"])
    one = queries_for(lead, HOME)
    for name in ("李静", "张伟"):
        add(name, delegation_id=group.pk, tags=["甲", "乙"])
    assert queries_for(lead, HOME) == one


def test_filters_in_the_address_choose(lead: Client, add: Make) -> None:
    add("王明", roles=["vip"])
    add("李静", roles=["media"])
    page = lead.get(HOME + "?role=vip").content.decode()
    assert ("王明" in page, "李静" in page) == (True, False)


def test_the_box_finds_by_pinyin_and_phone_tail(lead: Client, add: Make) -> None:
    add("单晓明", mobile="13800001234")
    add("李静")
    for text in ("shanxiao", "sxm", "1234", "单晓"):
        page = lead.get(HOME, {"q": text}).content.decode()
        assert ("单晓明" in page, "李静" in page) == (True, False)


def test_contacts_are_masked_for_those_who_need_not_ring(client: Client, cast: Cast, add: Make) -> None:
    row = add("王明", mobile="13800001234", email="wang@example.test")
    client.force_login(cast.planner)
    page = client.get(HOME).content.decode() + client.get(f"{HOME}{row.pk}/").content.decode()
    assert ("138 0000 1234" in page, "wang@example.test" in page, "138••••1234" in page) == (False, False, True)


def test_an_empty_list_says_what_to_do_next(lead: Client) -> None:
    assert "名单还是空的" in lead.get(HOME).content.decode()


def test_a_person_is_added_by_the_form(lead: Client, cast: Cast) -> None:
    answer = lead.post(
        HOME + "new/", {"display_name": "王明", "mobile": "13800000001", "roles": ["vip"], "tags": "甲、乙"}
    )
    row = Attendee.objects.get()
    assert (answer.status_code, row.mobile, row.roles, row.tags) == (302, "+8613800000001", ["vip"], ["甲", "乙"])


def test_a_refused_form_keeps_what_was_typed(lead: Client) -> None:
    answer = lead.post(HOME + "new/", {"display_name": "王明", "mobile": "123", "title": "总监"})
    page = answer.content.decode()
    assert (answer.status_code, "“123”不是手机号" in page, 'value="总监"' in page) == (422, True, True)


def test_a_stale_form_shows_both_sides_and_keeps_the_text(lead: Client, cast: Cast, add: Make) -> None:
    row = add()
    services.change_attendee(actor=cast.actor("owner"), attendee_id=row.pk, revision=1, values={"title": "总监"})
    answer = lead.post(f"{HOME}{row.pk}/edit/", {"display_name": "王明", "title": "副总", "revision": "1"})
    page = answer.content.decode()
    assert (answer.status_code, "总监" in page, 'value="副总"' in page, 'name="revision" value="2"' in page) == (
        409,
        True,
        True,
        True,
    )


def test_one_person_opens_in_the_side_panel_and_on_a_page(lead: Client, add: Make) -> None:
    row = add()
    whole = lead.get(f"{HOME}{row.pk}/").content.decode()
    side = lead.get(f"{HOME}{row.pk}/", headers={"HX-Request": "true", "HX-Target": "side"}).content.decode()
    assert ("<html" in whole, "<html" in side, "王明" in side) == (True, False, True)


def test_many_ticked_are_changed_at_once(lead: Client, cast: Cast, add: Make, plenary: Function) -> None:
    one, two, three = add("王明"), add("李静"), add("张伟")
    lead.post(HOME + "bulk/", {"act": "presence", "presence": "confirmed", "ids": [str(one.pk), str(two.pk)]})
    lead.post(HOME + "bulk/", {"act": "tag", "tag": "重点", "ids": [str(one.pk)]})
    lead.post(HOME + "bulk/", {"act": "role", "role": "vip", "ids": [str(one.pk)]})
    lead.post(HOME + "bulk/", {"act": "function", "function": str(plenary.pk), "everybody": "on"})
    one.refresh_from_db()
    three.refresh_from_db()
    assert (one.presence, one.tags, one.roles, three.presence) == (
        "confirmed",
        ["重点"],
        ["representative", "vip"],
        "listed",
    )
    assert Participation.objects.count() == 3
    lead.post(HOME + "bulk/", {"act": "untag", "tag": "重点", "ids": [str(one.pk)]})
    one.refresh_from_db()
    assert one.tags == []


def test_everybody_means_those_the_filters_let_through(lead: Client, add: Make) -> None:
    one, two = add("王明", roles=["vip"]), add("李静", roles=["media"])
    lead.post(HOME + "bulk/?role=vip", {"act": "presence", "presence": "invited", "everybody": "on"})
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.presence, two.presence) == ("invited", "listed")


def test_an_act_without_its_value_is_refused(lead: Client, add: Make) -> None:
    assert lead.post(HOME + "bulk/", {"act": "tag", "ids": [str(add().pk)]}).status_code == 422


def test_a_sensitive_value_shows_after_the_button_only(lead: Client, cast: Cast, add: Make) -> None:
    row = add()
    lead.post(f"{HOME}{row.pk}/sensitive/", {"field": "health", "text": "花生过敏"})
    assert "花生过敏" not in lead.get(f"{HOME}{row.pk}/").content.decode()
    assert "花生过敏" in lead.post(f"{HOME}{row.pk}/sensitive/health/").content.decode()
    assert FactRecord.objects.filter(kind="personal_field_seen").count() == 1


def test_a_role_that_does_not_need_it_is_refused_the_value(client: Client, cast: Cast, add: Make) -> None:
    row = add()
    services.keep_sensitive(actor=cast.actor("lead"), attendee_id=row.pk, values={"health": "花生过敏"})
    client.force_login(cast.planner)
    answer = client.post(f"{HOME}{row.pk}/sensitive/health/")
    assert (answer.status_code, "花生过敏" in answer.content.decode()) == (403, False)


def test_functions_are_ticked_and_unticked(lead: Client, add: Make, plenary: Function) -> None:
    row = add()
    lead.post(f"{HOME}{row.pk}/functions/", {"functions": [str(plenary.pk)]})
    assert list(queries.taking_part(plenary)) == [row]
    lead.post(f"{HOME}{row.pk}/functions/", {})
    assert list(queries.taking_part(plenary)) == []


def test_doubles_are_compared_merged_and_taken_back(lead: Client, add: Make) -> None:
    kept, gone = add("张伟", title="经理"), add("张伟", title="总监")
    assert "同名同单位" in lead.get(HOME + "quality/").content.decode()
    address = f"{HOME}quality/merge/{kept.pk}/{gone.pk}/"
    assert "总监" in lead.get(address).content.decode()
    lead.post(address, {"take-title": "theirs"})
    kept.refresh_from_db()
    assert kept.title == "总监"
    lead.post(f"{HOME}merges/{Merge.objects.get().pk}/undo/")
    kept.refresh_from_db()
    assert (kept.title, Attendee.objects.filter(merged_into=None).count()) == ("经理", 2)
    lead.post(HOME + "quality/apart/", {"ids": [str(kept.pk), str(gone.pk)]})
    assert "没有需要裁决的重复" in lead.get(HOME + "quality/").content.decode()


def test_the_quality_page_costs_the_same_with_one_group_and_three(lead: Client, add: Make) -> None:
    for _ in range(2):
        add("张伟", mobile="")
    one = queries_for(lead, HOME + "quality/")
    for name in ("王明", "李静"):
        for _ in range(2):
            add(name)
    assert queries_for(lead, HOME + "quality/") == one


def test_the_list_is_declared_checked_only_when_nothing_is_open(lead: Client, add: Make) -> None:
    row = add(mobile="")
    answer = lead.post(HOME + "quality/check/")
    assert (answer.status_code, "1 人缺单位、职务或手机" in answer.content.decode()) == (422, True)
    lead.post(f"{HOME}{row.pk}/edit/", _form(row, mobile="13800000001"))
    assert lead.post(HOME + "quality/check/").status_code == 302
    assert ListCheck.objects.get().people == 1


def _form(row: Attendee, **more: Any) -> dict[str, Any]:
    kept = {name: getattr(row, name) for name in ("display_name", "org_name", "title", "roles")}
    return kept | {"revision": row.revision, "language": "zh-hans", "country": "CN"} | more


def test_delegations_are_kept_and_removed_with_their_number_said(lead: Client, cast: Cast, add: Make) -> None:
    lead.post(HOME + "delegations/", {"name": "华东代表团", "contact_mobile": "13800000001"})
    group = Delegation.objects.get()
    row = add(delegation_id=group.pk)
    assert lead.post(HOME + "delegations/", {"name": "华东代表团"}).status_code == 422
    lead.post(f"{HOME}delegations/{group.pk}/", {"name": "华东团", "order": "2"})
    assert "1 人仍在名单里" in lead.get(f"{HOME}delegations/{group.pk}/remove/").content.decode()
    lead.post(f"{HOME}delegations/{group.pk}/remove/")
    row.refresh_from_db()
    assert (row.delegation_id, Delegation.objects.count()) == (None, 0)


def test_ranks_are_confirmed_by_hand_and_doubles_shown(lead: Client, add: Make) -> None:
    one, two = add("王明", roles=["vip"]), add("李静", roles=["guest"])
    lead.post(HOME + "ranks/", {f"rank-{one.pk}": "1", f"rank-{two.pk}": "1"})
    assert "有人位次相同" in lead.get(HOME + "ranks/").content.decode()
    assert lead.post(HOME + "ranks/", {f"rank-{two.pk}": "x"}).status_code == 422
    lead.post(HOME + "ranks/", {f"rank-{one.pk}": "1", f"rank-{two.pk}": ""})
    two.refresh_from_db()
    assert two.protocol_rank is None


def test_the_caterer_does_not_change_the_list(client: Client, cast: Cast, add: Make) -> None:
    row = add()
    TeamMember.objects.create(meeting=cast.meeting, user=cast.colleague, role=Role.CATERING_TEAM)
    client.force_login(cast.colleague)
    assert [client.get(f"{HOME}{row.pk}/").status_code, client.get(f"{HOME}{row.pk}/edit/").status_code] == [200, 403]


@pytest.fixture
def own(cast: Cast, add: Make) -> str:
    _link, token = services.personal_link(actor=cast.actor("lead"), attendee=add("王明", mobile="13800000001"))
    return f"/l/{token}/me/"


def test_the_personal_page_shows_the_ticket_without_an_account(client: Client, own: str) -> None:
    page = client.get(own).content.decode()
    assert [text in page for text in ("王明", "启明科技 2027 合作伙伴大会", "qr-code", "编号 1")] == [True] * 4


def test_people_correct_their_own_data(client: Client, own: str) -> None:
    typed = {"display_name": "王明", "title": "总监", "mobile": "13800000002", "language": "zh-hans", "revision": "1"}
    assert client.post(own + "data/", typed).status_code == 302
    row = Attendee.objects.get()
    assert (row.title, row.mobile, row.changes.filter(source="own").count()) == ("总监", "+8613800000002", 3)


def test_a_refused_correction_keeps_what_was_typed(client: Client, own: str) -> None:
    answer = client.post(own + "data/", {"display_name": "王明", "title": "总监", "mobile": "1", "revision": "1"})
    assert (answer.status_code, 'value="总监"' in answer.content.decode()) == (422, True)


def test_the_card_is_a_picture_and_the_calendar_a_calendar(client: Client, own: str) -> None:
    card = client.get(own + "card.png")
    assert (card["Content-Type"], b"".join(card.streaming_content)[:4]) == ("image/png", b"\x89PNG")
    calendar = b"".join(client.get(own + "calendar.ics").streaming_content).decode()
    assert "DTSTART;VALUE=DATE:20270318" in calendar


def test_the_calendar_holds_the_persons_functions(client: Client, cast: Cast, own: str, plenary: Function) -> None:
    row = Attendee.objects.get()
    services.put_in_functions(actor=cast.actor("lead"), attendee_id=row.pk, function_ids=[plenary.pk])
    calendar = b"".join(client.get(own + "calendar.ics").streaming_content).decode()
    assert (calendar.count("BEGIN:VEVENT"), "DTSTART;TZID=Asia/Shanghai:20270318T090000" in calendar) == (1, True)


def test_whoever_cancelled_sees_no_code(client: Client, cast: Cast, own: str) -> None:
    services.set_presence(actor=cast.actor("lead"), attendee_id=Attendee.objects.get().pk, presence="cancelled")
    page = client.get(own).content.decode()
    assert ("qr-code" in page, "已取消" in page) == (False, True)


def test_a_wrong_token_opens_nothing(client: Client, db: None) -> None:
    assert client.get("/l/wrong/me/").status_code in (403, 404, 410)
