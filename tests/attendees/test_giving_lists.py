"""The client gives the list by a link: their own draft first, then the team's; nothing of ours is shown to them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from huiwu.accounts.errors import LinkUnusable
from huiwu.accounts.models import ScopedLink
from huiwu.attendees.errors import ListNotWaiting, TooManyLists
from huiwu.attendees.models import Attendee, ImportBatch
from huiwu.attendees.reactions import tell_team_when_list_is_handed_over
from huiwu.attendees.services import giving, importing, personal_link
from huiwu.foundation.models import FactRecord
from huiwu.foundation.outbox import Occurrence
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound
from huiwu.notifications.models import Message
from tests.attendees.lists import workbook

WANG = ("王明", "启明科技", "副总裁", "13800000001")
LI = ("李静", "云州大学", "教授", "13800000002")


@pytest.fixture
def door(cast) -> str:
    """The path behind the link of the client's secretary."""
    _link, address = giving.ask_for_list(actor=cast.actor("lead"), meeting=cast.meeting, person="方秘书")
    return "/l/" + address.split("/l/")[1]


@pytest.fixture
def secretary(door) -> Any:
    return giving.open_door(token=door.split("/")[2])[0]


@pytest.fixture
def give(cast, secretary):
    def upload(*rows: Any) -> ImportBatch:
        return importing.upload_list(actor=secretary, meeting=cast.meeting, content=workbook(*rows), name="名单.xlsx")

    return upload


def test_a_list_is_the_clients_own_until_it_is_handed_over(cast, client, secretary, give):
    lead = cast.actor("lead")
    batch = give(WANG)
    client.force_login(cast.lead)
    assert client.get(f"/m/qiming-2027/attendees/import/{batch.pk}/").status_code == 404
    with pytest.raises(ListNotWaiting):
        importing.confirm_list(actor=lead, meeting=cast.meeting, batch_id=batch.pk)
    giving.hand_over(actor=secretary, meeting=cast.meeting, batch_id=batch.pk)
    for verb in (giving.hand_over, importing.drop_list):
        with pytest.raises(ListNotWaiting):
            verb(actor=secretary, meeting=cast.meeting, batch_id=batch.pk)
    assert "方秘书" in client.get(f"/m/qiming-2027/attendees/import/{batch.pk}/").content.decode()
    importing.confirm_list(actor=lead, meeting=cast.meeting, batch_id=batch.pk)
    assert Attendee.objects.get().display_name == "王明"


def test_the_client_decides_nothing_in_the_teams_place(cast, secretary, give):
    batch = give(WANG)
    for verb in (importing.confirm_list, importing.choose):
        more: dict[str, Any] = {"choices": {}} if verb is importing.choose else {}
        with pytest.raises(NotAllowed):
            verb(actor=secretary, meeting=cast.meeting, batch_id=batch.pk, **more)


def test_what_stands_here_otherwise_is_not_shown_to_the_client(cast, client, door, give, add):
    add("王明", title="内部职务", mobile="13800000001", note="内部备注")
    add("赵六", mobile="13800000002")
    batch = give(WANG, LI)
    page = client.get(f"{door}{batch.pk}/?outcome=conflict").content.decode()
    assert page.count("由会务组核对后决定") == 2
    assert [word for word in ("内部职务", "内部备注", "赵六") if word in page] == []


def test_by_a_link_one_sees_its_own_lists_only(cast, client, door, give):
    batch = give(WANG)
    _other, address = giving.ask_for_list(actor=cast.actor("lead"), meeting=cast.meeting, person="另一位")
    other = "/l/" + address.split("/l/")[1]
    for page in ("", "corrections/"):
        assert client.get(f"{other}{batch.pk}/{page}").status_code == 404
    assert client.post(f"{other}{batch.pk}/hand-over/").status_code == 409
    assert (client.get(door).status_code, client.get(f"{door}{batch.pk}/").status_code) == (200, 200)


def test_the_team_is_told_once_of_each_list(cast, secretary, give):
    batch = give(WANG)
    giving.hand_over(actor=secretary, meeting=cast.meeting, batch_id=batch.pk)
    row = FactRecord.objects.get(kind="list_handed_over")
    occurrence = Occurrence.of(row)
    for _twice in range(2):
        tell_team_when_list_is_handed_over(occurrence)
    told = Message.objects.get(kind="attendees.handed_over", user=cast.lead)
    assert told.subject.startswith("方秘书交来名单，待确认导入")
    assert told.url == f"/m/qiming-2027/attendees/import/{batch.pk}/"


def test_a_link_that_was_shut_opens_nothing_and_what_was_given_stays(cast, client, door, give):
    batch = give(WANG)
    link = ScopedLink.objects.get(purpose="attendees.list")
    for _twice in range(2):
        giving.shut_door(actor=cast.actor("lead"), meeting=cast.meeting, link_id=link.pk)
    assert client.get(door).status_code in (404, 410)
    with pytest.raises(LinkUnusable):
        giving.open_door(token=door.split("/")[2])
    assert ImportBatch.objects.get() == batch


def test_a_link_of_another_kind_is_no_door(cast, client, add):
    _link, token = personal_link(actor=cast.actor("lead"), attendee=add())
    assert client.get(f"/l/{token}/list/").status_code in (404, 410)
    with pytest.raises(NotFound):
        giving.shut_door(actor=cast.actor("lead"), meeting=cast.meeting, link_id=_link.pk)


def test_lists_by_one_link_do_not_fill_the_disk(cast, secretary, give):
    for _nth in range(importing.MOST_GIVEN):
        give(WANG)
    with pytest.raises(TooManyLists):
        give(WANG)
    importing.drop_list(actor=secretary, meeting=cast.meeting, batch_id=ImportBatch.objects.first().pk)
    give(WANG)


def test_a_link_is_for_somebody(cast):
    with pytest.raises(InvalidInput):
        giving.ask_for_list(actor=cast.actor("lead"), meeting=cast.meeting, person=" ")
    with pytest.raises(NotAllowed):
        giving.ask_for_list(actor=cast.actor("planner"), meeting=cast.meeting, person="方秘书")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_doors_pages_ask_the_same_number_of_queries(client: Client, door, give, rows, django_assert_num_queries):
    some = [(f"王{'一二三'[n]}", "启明科技", "经理", f"1380000000{n}") for n in range(rows)]
    for _nth in range(rows):
        batch = give(*some)
    with django_assert_num_queries(5):
        assert client.get(door).status_code == 200
    with django_assert_num_queries(7):
        assert client.get(f"{door}{batch.pk}/").status_code == 200
