from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.site_visits import services
from huiwu.site_visits.models import Candidate, SiteVisit, VisitMark, VisitPhoto
from huiwu.site_visits.queries.board import board_of
from tests.site_visits.conftest import (
    BASE,
    EVENLY,
    entry,
    inspect,
    jpeg,
    make_candidate,
    make_venue,
    recommended,
    send,
)


@pytest.fixture
def lead(cast, client):
    client.force_login(cast.lead)
    return client


def body(response) -> str:
    return response.content.decode()


def one(candidate, name="candidate", *more) -> str:
    return reverse(f"site_visits:{name}", args=["qiming-2027", candidate.pk, *more])


def test_the_lists_show_rank_score_quote_capacity_and_what_is_open(cast, lead, candidate):
    inspect(cast, candidate)
    make_candidate(cast, "城外馆", capacity=300, short=False)
    shown = body(lead.get(BASE))
    for words in ("滨江会议中心", "83.0", "¥10,000.00", "800 人", "否决项待判断 4 项", "城外馆", "300 人，不足"):
        assert words in shown


def test_the_lists_take_as_many_queries_for_one_candidate_as_for_three(cast, lead, django_assert_num_queries):
    def whole(name):
        row = make_candidate(cast, name)
        inspect(cast, row)
        inspect(cast, row, "planner", EVENLY | {"fit": 1})
        return row

    first = whole("甲馆")
    pages = [BASE, f"{BASE}comparison/", one(first)]
    for page in pages:
        lead.get(page)
    with django_assert_num_queries(INDEX_QUERIES):
        lead.get(BASE)
    with django_assert_num_queries(COMPARISON_QUERIES):
        lead.get(f"{BASE}comparison/")
    for name in ("乙馆", "丙馆"):
        whole(name)
    with django_assert_num_queries(INDEX_QUERIES):
        assert body(lead.get(BASE)).count("馆</a>") == 3
    with django_assert_num_queries(COMPARISON_QUERIES):
        assert body(lead.get(f"{BASE}comparison/")).count("馆</a>") == 3


INDEX_QUERIES = 23
COMPARISON_QUERIES = 23


def test_adding_from_the_library_shows_what_each_venue_holds(cast, lead, django_assert_num_queries):
    make_venue(cast, "大馆", 900)
    lead.get(f"{BASE}add/")
    with django_assert_num_queries(ADD_QUERIES):
        shown = body(lead.get(f"{BASE}add/"))
    assert "600 人剧院式" in shown
    for name in ("二馆", "三馆"):
        venue = make_venue(cast, name, 300)
    with django_assert_num_queries(ADD_QUERIES):
        assert body(lead.get(f"{BASE}add/")).count("列入长名单") == 3
    answer = lead.post(f"{BASE}add/", {"venue": venue.pk, "room": venue.rooms.get().pk})
    row = Candidate.objects.get()
    assert (answer.url, row.venue, row.room) == (one(row), venue, venue.rooms.get())
    assert lead.post(f"{BASE}add/", {"venue": "x"}).status_code == 404


ADD_QUERIES = 16


def test_a_venue_that_is_not_in_the_library_is_written_down_in_place(cast, lead):
    answer = lead.post(
        f"{BASE}add/new/", {"name": "新馆", "kind": "hotel", "city": "上海", "room": "序厅", "capacity": 700}
    )
    row = Candidate.objects.select_related("venue", "room").get()
    assert (answer.status_code, row.venue.name, row.room.name) == (302, "新馆", "序厅")
    again = lead.post(f"{BASE}add/new/", {"name": "", "kind": "hotel"})
    assert again.status_code == 422


def test_terms_keep_what_was_typed_when_a_colleague_was_first(cast, lead, candidate):
    page = one(candidate, "terms")
    typed = {
        "quote": "8,800.50",
        "date_state": "option",
        "room": str(candidate.room_id),
        "revision": candidate.revision,
    }
    assert lead.post(page, typed).status_code == 302
    assert Candidate.objects.get().quote_cents == 880_050
    stale = lead.post(page, typed | {"quote": "9,000"})
    assert stale.status_code == 409
    assert "9,000" in body(stale)
    assert "8,800.50" in body(stale)
    assert lead.post(page, typed | {"quote": "八千"}).status_code == 422


def test_a_candidate_is_judged_settled_and_recommended_on_its_page(cast, lead, candidate):
    inspect(cast, candidate)
    inspect(cast, candidate, "planner", EVENLY | {"accessibility": 2})
    assert "差异待商定" in body(lead.get(one(candidate)))
    for key in ("accessibility.ramps", "accessibility.wheelchairs"):
        prefix = key.replace(".", "-")
        assert lead.post(one(candidate, "difference", key), {f"{prefix}-note": ""}).status_code == 422
        assert lead.post(one(candidate, "difference", key), {f"{prefix}-note": "北门有坡道"}).status_code == 302
    assert "推荐之前还要" in body(lead.get(one(candidate)))
    for veto in board_of(cast.meeting).of(candidate.pk).vetoes:
        form = {"outcome": "pass", "note": "现场核对", "seal": veto.seal, "revision": 0}
        sent = {f"{veto.item}-{name}": value for name, value in form.items()}
        assert lead.post(one(candidate, "veto", veto.item), sent).status_code == 302
    assert lead.post(one(candidate, "veto", "date"), sent).status_code == 422
    assert lead.post(one(candidate, "recommend"), {"reason": ""}).status_code == 422
    answer = lead.post(one(candidate, "recommend"), {"reason": "综合得分最高"})
    assert answer.url == f"{BASE}choice/"
    assert Candidate.objects.get().list == "recommended"


def test_a_recommendation_that_is_not_ready_says_why_on_the_page(cast, lead, candidate):
    answer = lead.post(one(candidate, "recommend"), {"reason": "综合得分最高"})
    assert answer.status_code == 409
    assert "没有一份完成且有照片的考察记录" in body(answer)
    assert "综合得分最高" in body(answer)


def test_what_was_measured_is_taken_over_from_the_page(cast, lead, candidate):
    visit = inspect(cast, candidate)
    assert "写入场地库" in body(lead.get(one(candidate)))
    sent = {"visit": visit.pk, "measure": "clear_height_mm", "seen": "8000"}
    assert lead.post(one(candidate, "take_over"), sent).status_code == 302
    assert lead.post(one(candidate, "take_over"), sent).status_code == 409


def test_moving_and_declining(cast, lead, candidate):
    assert lead.post(one(candidate, "move"), {"verb": "return_to_long"}).status_code == 302
    assert lead.post(one(candidate, "decline"), {"reason": "远"}).status_code == 422
    assert lead.post(one(candidate, "decline"), {"reason": "离高铁站太远"}).status_code == 302
    assert "离高铁站太远" in body(lead.get(BASE))


def test_weights_must_add_up_and_a_stale_form_is_told(cast, lead):
    fields = dict.fromkeys(("transport", "fit", "equipment", "catering", "lodging", "service", "price"), 14)
    page = f"{BASE}weights/"
    wrong = lead.post(page, fields | {"accessibility": 1, "revision": 0})
    assert (wrong.status_code, "权重合计须为 100，现在是 99" in body(wrong)) == (422, True)
    assert lead.post(page, fields | {"accessibility": 2, "revision": 0}).status_code == 302
    assert lead.post(page, fields | {"accessibility": 2, "revision": 0}).status_code == 409


def test_the_organisations_weights_are_set_by_its_heads(cast, client):
    fields = dict.fromkeys(("transport", "fit", "equipment", "catering", "lodging", "service", "price"), 14)
    client.force_login(cast.colleague)
    assert "交通" in body(client.get("/settings/venue-scoring/"))
    assert client.post("/settings/venue-scoring/", fields).status_code == 403
    client.force_login(cast.owner)
    assert client.post("/settings/venue-scoring/", fields | {"accessibility": 2, "revision": 0}).status_code == 302


def test_the_comparison_is_a_page_a_workbook_and_a_pdf(cast, lead, candidate):
    inspect(cast, candidate)
    visit = SiteVisit.objects.get()
    send(cast, visit, entry("promise", str(uuid4()), {"item": "=免费投影"}))
    shown = body(lead.get(f"{BASE}comparison/"))
    assert "8.2 m" in shown
    workbook = CalamineWorkbook.from_filelike(BytesIO(b"".join(lead.get(f"{BASE}comparison/excel/"))))
    assert workbook.sheet_names == ["评分", "条件对照", "逐点评分", "赠送与免费项"]
    scores = workbook.get_sheet_by_name("评分").to_python()
    assert scores[1][:2] == ["1", "滨江会议中心"]
    assert workbook.get_sheet_by_name("赠送与免费项").to_python()[1][1] == "'=免费投影"
    assert b"".join(lead.get(f"{BASE}comparison/pdf/")).startswith(b"%PDF")
    assert lead.get(f"{BASE}comparison/html/").status_code == 404


def test_the_visit_sheet_has_its_photos_as_pdf_and_word(cast, lead, candidate):
    inspect(cast, candidate)
    assert b"/Image" in b"".join(lead.get(one(candidate, "sheet", "pdf")))
    assert b"".join(lead.get(one(candidate, "sheet", "word"))).startswith(b"PK")
    assert lead.get(one(candidate, "sheet", "html")).status_code == 404


def test_a_sheet_is_begun_written_as_a_plain_form_and_read_by_colleagues(cast, lead, client, candidate):
    page = lead.post(one(candidate, "begin")).url
    photo = SimpleUploadedFile("a.jpg", jpeg().getvalue(), "image/jpeg")
    sent = {
        "score:fit.size": "4",
        "was:score:fit.size": "",
        "measure:clear_height_mm": "8,200",
        "note:fit.size": " 方正 ",
        "promise_item": "免费投影",
        "summary": "可用",
        "photo:fit.size": photo,
        "finish": "1",
    }
    assert lead.post(page, sent).status_code == 302
    visit = SiteVisit.objects.get()
    assert (visit.summary, visit.finished_at is not None, visit.promises.get().item) == ("可用", True, "免费投影")
    assert VisitMark.objects.get(key="fit.size").note == "方正"
    assert VisitPhoto.objects.get().key == "fit.size"
    count = visit.entries.count()
    unchanged = {"score:fit.size": "4", "was:score:fit.size": "4", "summary": "可用", "was:summary": "可用"}
    lead.post(page, unchanged)
    assert visit.entries.count() == count
    client.force_login(cast.planner)
    shown = body(client.get(page))
    assert "方正" in shown
    assert "data-visit" not in shown
    assert client.post(page, sent | {"photo:fit.size": ""}).status_code == 403


def test_a_plain_form_with_a_fault_says_which_and_keeps_the_rest(cast, lead, visit):
    page = reverse("site_visits:visit", args=["qiming-2027", visit.pk])
    answer = lead.post(page, {"measure:length_mm": "很长", "score:fit.size": "3"})
    assert answer.status_code == 422
    assert "有几项没有保存" in body(answer)
    assert VisitMark.objects.get(key="fit.size").score == 3


def test_the_batch_answers_each_entry_and_an_upload_the_same_way(cast, lead, visit):
    place = reverse("site_visits:entries", args=["qiming-2027", visit.pk])
    one_entry = entry("score", "fit.size", 4)
    sent = json.dumps({"entries": [one_entry, one_entry | {"id": "x"}]})
    answer = lead.post(place, sent, content_type="application/json").json()
    assert [row["state"] for row in answer["answers"]] == ["applied", "refused"]
    assert lead.post(place, "[]", content_type="application/json").status_code == 400
    photos = reverse("site_visits:photos", args=["qiming-2027", visit.pk])
    photo_id = str(uuid4())
    file = SimpleUploadedFile("a.jpg", jpeg().getvalue(), "image/jpeg")
    told = lead.post(photos, {"id": photo_id, "key": "", "at": clock.now().isoformat(), "file": file}).json()
    assert told["answers"] == [{"id": photo_id, "state": "applied", "why": ""}]
    bad = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    told = lead.post(photos, {"id": str(uuid4()), "key": "", "file": bad}).json()
    assert told["answers"][0]["state"] == "refused"
    assert "不是可读的照片" in told["answers"][0]["why"]


def test_a_photo_is_for_the_team_alone(cast, lead, client, visit, candidate):
    inspect(cast, candidate)
    photo = VisitPhoto.objects.get()
    pages = [reverse("site_visits:photo", args=["qiming-2027", photo.pk, size]) for size in ("small", "full")]
    assert [b"".join(lead.get(page))[:2] for page in pages] == [b"\xff\xd8"] * 2
    client.force_login(cast.stranger)
    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_the_confirmation_goes_to_the_client_by_link_and_the_meeting_takes_the_name(cast, lead, candidate):
    assert "还没有推荐的场地" in body(lead.get(f"{BASE}choice/"))
    recommended(cast, candidate)
    assert "赵明远" in body(lead.get(f"{BASE}choice/"))
    answer = lead.post(f"{BASE}choice/send/", {"person": "赵明远", "recipient": ""})
    assert answer.status_code == 200
    assert "/l/" in body(answer)
    assert "待客户确认" in body(lead.get(f"{BASE}choice/"))
    with clock.at(clock.now() + timedelta(hours=1)):
        version, link, _token = services.send_choice(actor=cast.actor("lead"), meeting=cast.meeting, person="赵明远")
        sign_version(
            actor=Actor.of_link(link), version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远"
        )
    assert "客户已确认：滨江会议中心" in body(lead.get(f"{BASE}choice/"))
    lead.post(f"{BASE}choice/name/")
    assert Meeting.objects.get(pk=cast.meeting.pk).venue_name == "滨江会议中心"


def test_strangers_are_told_there_is_nothing(cast, client, candidate):
    client.force_login(cast.stranger)
    assert [client.get(page).status_code for page in (BASE, one(candidate), f"{BASE}choice/")] == [404] * 3


def test_the_worker_of_offline_pages_is_served_at_the_root(client):
    answer = client.get("/offline-worker.js")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert b"huiwu-offline-" in answer.content
