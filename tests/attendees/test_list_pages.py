"""The pages of lists: in and out; the API's twin."""

from __future__ import annotations

import io
import json

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from huiwu.accounts.choices import Role
from huiwu.accounts.services import make_api_token
from huiwu.attendees.models import Attendee, ImportBatch
from huiwu.attendees.services import importing, keep_sensitive
from huiwu.attendees.services.exporting import Asked, export_list
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import NotAllowed
from huiwu.meetings.models import TeamMember
from huiwu.privacy.models import ExportRecord
from tests.attendees.lists import workbook

WANG = ("王明", "启明科技", "经理", "13800000001")
BASE = "/m/qiming-2027/attendees"


@pytest.fixture
def lead(cast, client) -> Client:
    client.force_login(cast.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def upload(lead: Client, content: io.BytesIO, name: str = "名单.xlsx"):
    content.name = name
    return lead.post(f"{BASE}/import/", {"file": content})


def test_a_secretary_uploads_decides_confirms_and_takes_back(cast, lead, add):
    add("王明", title="副总裁", mobile="13800000001")
    answer = upload(lead, workbook(WANG, ("李静", "云州大学", "教授", "13800000002"), ("陈一", "甲", "乙", "12")))
    batch = ImportBatch.objects.get()
    page = lead.get(answer["Location"]).content.decode()
    assert answer["Location"] == f"{BASE}/import/{batch.pk}/"
    assert ("副总裁" in page, "这里有人改过" in page, "确认导入" in page) == (True, True, True)
    row = batch.rows.get(outcome="conflict")
    lead.post(f"{answer['Location']}choose/", {f"row-{row.pk}": "take", "for_all": "keep"})
    lead.post(f"{answer['Location']}confirm/")
    assert sorted(Attendee.objects.values_list("display_name", "title")) == [("李静", "教授"), ("王明", "经理")]
    made = lead.get(f"{answer['Location']}corrections/")
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(b"".join(made.streaming_content))).get_sheet_by_index(0).to_python()
    )
    assert [row[0] for row in rows] == ["姓名", "陈一"]
    assert "删除这次新增的 1 人" in lead.get(f"{answer['Location']}undo/").content.decode()
    lead.post(f"{answer['Location']}undo/")
    assert [*Attendee.objects.values_list("display_name", "title")] == [("王明", "副总裁")]
    assert lead.post(f"{answer['Location']}undo/").status_code == 409


def test_what_cannot_be_read_is_said_on_the_page_and_pasted_text_stays(lead, cast):
    assert "不是可读的表格" in upload(lead, io.BytesIO(b"\0\1\2")).content.decode()
    answer = lead.post(f"{BASE}/import/", {"text": " "})
    assert (answer.status_code, "请粘贴带表头的名单" in answer.content.decode()) == (422, True)
    answer = upload(lead, workbook(("启明科技",), head=("单位",)))
    assert "没有找到表头" in lead.get(answer["Location"]).content.decode()


def test_a_large_list_is_a_job_with_progress(cast, lead):
    lines = [f"王{'一二三四五六七八九十'[n % 10]}{n},单位{n},职务,138{n:08d}" for n in range(7000)]
    answer = upload(lead, io.BytesIO("\n".join(["姓名,单位,职务,手机", *lines]).encode()), "名单.csv")
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.job_id is not None) == ("reading", True)
    assert "正在读取" in lead.get(answer["Location"]).content.decode()
    importing.look_through(batch_id=batch.pk)
    assert "7000" in lead.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_number_of_queries(cast, lead, rows, django_assert_num_queries):
    some = [(f"王{'一二三'[n]}", "启明科技", "经理", f"1380000000{n}") for n in range(rows)]
    answer = upload(lead, workbook(*some))
    for _ in range(rows - 1):
        upload(lead, workbook(*some))
    lead.get(f"{BASE}/import/")
    with django_assert_num_queries(15):
        lead.get(f"{BASE}/import/")
    with django_assert_num_queries(15):
        lead.get(answer["Location"])


def test_the_template_can_be_filled_in_and_sent_back(cast, lead):
    made = lead.get(f"{BASE}/import/template/")
    content = b"".join(made.streaming_content)
    answer = upload(lead, io.BytesIO(content), "模板.xlsx")
    assert ImportBatch.objects.get().counts == {}
    assert lead.get(answer["Location"]).status_code == 200


FORMS = [
    ("sign-in", "pdf"),
    ("sign-in", "docx"),
    ("sign-in", "xlsx"),
    ("directory", "pdf"),
    ("badges", "csv"),
    ("place-cards", "xlsx"),
    ("whole", "xlsx"),
    ("whole", "csv"),
]


@pytest.mark.parametrize(("code", "form"), FORMS)
def test_every_list_is_made_and_recorded(cast, lead, add, code, form):
    add("王明", mobile="13800000001")
    sent = {"form": form, "order": "strokes", "single_name": "COMPARE", "audience": "team", "purpose": "现场签到"}
    answer = lead.post(f"{BASE}/export/{code}/", sent)
    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content)) > 50
    record = ExportRecord.objects.get()
    assert (record.what, record.count, record.purpose) == (f"attendees.{code}", 1, "现场签到")


TRIP = {
    "arrival": {"mode": "train", "number": "G7083", "at": "2027-03-17T14:30", "place": "上海虹桥站"},
    "departure": {"mode": "flight", "number": "MU5101", "at": "2027-03-19T18:00", "place": "浦东机场"},
    "needs_pickup": True,
    "needs_dropoff": False,
}
STAY = {
    "is_needed": True,
    "room": "twin",
    "share_with": "李静",
    "check_in_on": "2027-03-17",
    "check_out_on": "2027-03-19",
}

THERE = ["火车 G7083", "03-17 14:30", "上海虹桥站"]


def made(lead, code):
    sent = {"form": "xlsx", "order": "number", "audience": "team", "purpose": "排车与分房"}
    content = b"".join(lead.post(f"{BASE}/export/{code}/", sent).streaming_content)
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_transfers_and_rooms_list_those_who_told_and_nobody_else(cast, lead, add):
    wang, li = add("王明", org_name="启明", mobile="13800000001"), add("李静", org_name="启明")
    add("周一")
    keep_sensitive(
        actor=SYSTEM, attendee_id=wang.pk, values={"itinerary": json.dumps(TRIP), "lodging_wish": json.dumps(STAY)}
    )
    keep_sensitive(actor=SYSTEM, attendee_id=li.pk, values={"itinerary": "自己开车来"})
    assert made(lead, "transfers")[1:] == [
        [
            "1",
            "启明",
            "王明",
            "13800000001",
            "火车 G7083",
            "03-17 14:30",
            "上海虹桥站",
            "要",
            "飞机 MU5101",
            "03-19 18:00",
            "浦东机场",
            "",
            "",
        ],
        ["2", "启明", "李静", "", "", "", "", "", "", "", "", "", "自己开车来"],
    ]
    assert made(lead, "rooms")[1:] == [["1", "启明", "王明", "双床房", "李静", "2027-03-17", "2027-03-19", "", ""]]
    record = ExportRecord.objects.get(what="attendees.transfers")
    assert (record.groups, record.count) == (["contact", "identity", "itinerary", "other"], 2)
    assert FactRecord.objects.filter(kind="sensitive_list_seen").count() == 2


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_transfers_are_printed(cast, lead, add, form):
    wang = add("王明", mobile="13800000001")
    keep_sensitive(actor=SYSTEM, attendee_id=wang.pk, values={"itinerary": json.dumps(TRIP)})
    sent = {"form": form, "order": "number", "audience": "team", "purpose": "排车"}
    assert lead.post(f"{BASE}/export/transfers/", sent).status_code == 200


def test_who_need_not_know_how_people_stay_gets_no_such_list(cast, add):
    TeamMember.objects.create(meeting=cast.meeting, user=cast.colleague, role=Role.CATERING_TEAM)
    add("王明")
    asked = Asked(code="rooms", form="xlsx", purpose="看看")
    with pytest.raises(NotAllowed):
        export_list(actor=cast.actor("colleague"), meeting=cast.meeting, asked=asked)


def test_a_whole_list_goes_out_and_comes_back_the_same(cast, lead, add):
    add("王明", mobile="13800000001", note="=1+1")
    answer = lead.post(
        f"{BASE}/export/whole/", {"form": "xlsx", "order": "number", "audience": "team", "purpose": "核对"}
    )
    content = b"".join(answer.streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    found = dict(zip(rows[0], rows[1], strict=True))
    assert (found["手机"], found["备注"]) == ("13800000001", "'=1+1")


def test_without_a_purpose_or_an_agreement_nothing_goes_out(cast, lead, add):
    add("王明", mobile="13800000001")
    sent = {"form": "xlsx", "order": "number", "audience": "team", "purpose": ""}
    assert lead.post(f"{BASE}/export/whole/", sent).status_code == 422
    answer = lead.post(f"{BASE}/export/whole/", sent | {"audience": "entrusted", "purpose": "制作证件"})
    assert (answer.status_code >= 400, ExportRecord.objects.count()) == (True, 0)


def test_the_directory_shows_no_whole_phone(cast, lead, add):
    add("王明", mobile="13800000001")
    answer = lead.post(
        f"{BASE}/export/directory/", {"form": "xlsx", "order": "number", "audience": "team", "purpose": "发放"}
    )
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    )
    assert rows[1][3] == "138••••0001"


def test_the_api_dry_runs_and_takes_in(cast, client, add):
    made = make_api_token(actor=cast.actor("lead"), user=cast.lead, name="名单", scopes=["read", "write"])
    token = made[1]
    ask = {"headers": {"Authorization": f"Bearer {token}"}}
    address = "/api/v1/meetings/qiming-2027/attendees/import"
    for dry_run, there in (("true", 0), ("false", 1)):
        content = workbook(WANG, ("陈一", "甲", "乙", "12"))
        content.name = "list.xlsx"
        answer = client.post(address, {"file": content, "dry_run": dry_run}, **ask)
        body = json.loads(answer.content)
        assert (answer.status_code, body["counts"]["new"], Attendee.objects.count()) == (200, 1, there)
        assert [(r["row"], r["name"], r["reasons"][0]["column"]) for r in body["refused"]] == [(3, "陈一", "mobile")]
