"""Pages of floor plans, with and without scripts."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from huiwu.floor_plans.models import FloorPlan, SetupPlan
from tests.floor_plans.conftest import function_in, item

pytestmark = pytest.mark.usefixtures("today")
TABLE = {
    "id": "",
    "kind": "round_table",
    "label": "T1",
    "x": "3",
    "y": "8",
    "width": "1.8",
    "depth": "1.8",
    "seats": "10",
}


def at(hall, name, *more):
    return reverse(f"floor_plans:{name}", args=[hall.cast.meeting.slug, *more])


def begun(client, hall):
    client.force_login(hall.cast.lead)
    assert client.post(at(hall, "begin", 1)).status_code == 302
    return SetupPlan.objects.get()


def test_a_lead_begins_a_plan_types_a_table_and_sees_it_drawn(client, hall):
    plan = begun(client, hall)
    answer = client.post(at(hall, "setup", 1), TABLE | {"revision": plan.revision}, follow=True)
    page = answer.content.decode()
    assert ("<circle" in page, "T1 · 10" in page, "没有占用走道、出口、消火栓与配电箱" in page) == (True, True, True)
    assert SetupPlan.objects.get().seats == 10


def test_a_wrong_row_is_named_and_nothing_is_lost(client, hall):
    plan = begun(client, hall)
    answer = client.post(at(hall, "setup", 1), TABLE | {"width": "很宽", "revision": plan.revision})
    page = answer.content.decode()
    assert (answer.status_code, "第 1 行“宽”不是以米为单位的长度" in page, 'value="很宽"' in page) == (422, True, True)
    assert SetupPlan.objects.get().items == []


def test_an_older_page_is_told_and_what_it_typed_stays_on_it(client, hall):
    plan = begun(client, hall)
    client.post(at(hall, "setup", 1), TABLE | {"revision": plan.revision})
    answer = client.post(at(hall, "setup", 1), TABLE | {"label": "T2", "revision": plan.revision})
    assert (answer.status_code, 'value="T2"' in answer.content.decode()) == (409, True)
    assert [row["label"] for row in SetupPlan.objects.get().items] == ["T1"]


def test_faults_of_what_is_not_saved_are_told(client, hall):
    begun(client, hall)
    answer = client.post(at(hall, "judge", 1), TABLE | {"x": "1", "y": "22"})
    assert "圆桌 T1占用了疏散门 1须保持畅通的地面" in answer.content.decode()
    assert SetupPlan.objects.get().items == []


def test_the_list_asks_the_database_equally_often_for_one_row_and_three(client, hall, django_assert_num_queries):
    plan = begun(client, hall)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(at(hall, "list"))
    for number in (2, 3):
        row = function_in(hall.cast.meeting, hall.function.space, number, f"分论坛 {number}")
        SetupPlan.objects.create(
            meeting=hall.cast.meeting, function=row, room=plan.room, items=[item("stage", 0, 0, 9, 9)]
        )
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(at(hall, "list")).content.decode()
    assert page.count("无冲突") == 3


LIST_QUERIES = 14


def test_the_sheet_has_drawing_and_counts_on_one_page(client, hall):
    plan = begun(client, hall)
    client.post(at(hall, "setup", 1), TABLE | {"revision": plan.revision})
    answer = client.get(at(hall, "sheet", 1, "pdf"))
    assert answer.status_code == 200
    pages = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages
    words = "".join(pages[0].extract_text().split())
    assert (len(pages), "16×24m" in words, "T1·10" in words, "圆桌110" in words) == (1, True, True, True)
    assert client.get(at(hall, "sheet", 1, "docx")).status_code == 200
    assert client.get(at(hall, "sheet", 1, "exe")).status_code == 404


def photo(width=400, height=600):
    made = BytesIO()
    Image.new("RGB", (width, height), "white").save(made, "PNG")
    return SimpleUploadedFile("平面图.png", made.getvalue())


def test_the_venues_drawing_is_laid_to_scale(client, hall):
    client.force_login(hall.cast.lead)
    place = reverse("floor_plans:floor_plan", args=[hall.room.pk])
    client.get(place)
    posted = {"revision": 1, "picture": photo(), "picture_width": "18", "picture_x": "-1", "picture_y": "-0.5"}
    assert client.post(place, posted).status_code == 302
    plan = FloorPlan.objects.get()
    assert (plan.micrometres_per_pixel, plan.background_x_mm, plan.background_y_mm) == (45_000, -1_000, -500)
    page = client.get(place).content.decode()
    assert ('x="-1000" y="-500" width="18000" height="27000"' in page, 'value="18"' in page) == (True, True)
    assert client.get(reverse("floor_plans:picture", args=[hall.room.pk])).headers["Content-Type"] == "image/jpeg"


def test_what_is_no_picture_is_refused_and_the_marks_typed_stay(client, hall):
    client.force_login(hall.cast.lead)
    place = reverse("floor_plans:floor_plan", args=[hall.room.pk])
    client.get(place)
    mark = {
        "id": "",
        "kind": "hydrant",
        "label": "甲",
        "x": "1",
        "y": "1",
        "width": "0.7",
        "depth": "0.2",
        "clear_mm": "1",
    }
    bad = SimpleUploadedFile("平面图.png", b"%PDF-1.4 x")
    answer = client.post(place, mark | {"revision": 1, "picture": bad})
    assert (answer.status_code, 'value="甲"' in answer.content.decode()) == (422, True)
    assert FloorPlan.objects.get().marks == []


@pytest.mark.parametrize(("who", "status"), [("planner", 200), ("stranger", 404), ("colleague", 404)])
def test_who_may_see_the_list(client, hall, who, status):
    client.force_login(getattr(hall.cast, who))
    assert client.get(at(hall, "list")).status_code == status
