"""A table dragged onto a way out by mouse, moved off by keys, saved, at a desk and on a phone's width."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FREE = "没有占用走道、出口、消火栓与配电箱"
TABLE = "6f1d2c5e-0000-4000-8000-000000000001"
BEGIN = f"""
from types import SimpleNamespace
from huiwu.accounts.models import Organisation
from huiwu.floor_plans.models import SetupPlan
from huiwu.meetings.models import Meeting
from huiwu.venues.models import Venue
from tests.floor_plans.conftest import item, made
meeting = Meeting.objects.get(slug="qiming-2027")
Venue.objects.filter(name="上海滨江会议中心").exists() or made(SimpleNamespace(meeting=meeting, org=meeting.org))
SetupPlan.objects.all().delete()
function = meeting.functions.get(name="开幕式")
from huiwu.venues.models import Room
items = [item("round_table", 5_000, 14_000, 1_800, 1_800, 10, "T1") | {{"id": "{TABLE}"}}]
SetupPlan.objects.create(meeting=meeting, function=function, room=Room.objects.get(), items=items)
print(function.number)
"""
KEPT = "import json; from huiwu.floor_plans.models import SetupPlan; print(json.dumps(SetupPlan.objects.get().items))"


@pytest.fixture
def plan(server: Any) -> str:
    """The address of a plan with one table in the middle of the hall."""
    number = server.python(BEGIN).split()[-1]
    return f"/m/qiming-2027/setup-plans/{number}/"


@pytest.mark.parametrize("width", [1440, 360])
def test_a_dragged_table_is_judged_while_it_moves_and_saved(
    plan: str, page: Any, sign_in: Any, server: Any, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in("lead")
    page.goto(plan)
    page.get_by_text(FREE).wait_for()
    disc = page.locator(f"[data-shape='{TABLE}'] circle")
    disc.scroll_into_view_if_needed()
    box, room = disc.bounding_box(), page.locator(".floor-room").bounding_box()
    metre = room["width"] / 16
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] - 4 * metre, start[1] - metre, steps=8)
    page.mouse.up()
    page.get_by_text("圆桌 T1占用了疏散门 2须保持畅通的地面").wait_for()
    for _press in range(6):
        page.keyboard.press("Shift+ArrowRight")
    page.get_by_text(FREE).wait_for()
    page.get_by_role("button", name="保存布置图").click()
    page.get_by_text("已保存“开幕式”的布置图").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    kept = json.loads(server.python(KEPT))[0]
    assert (3_500 <= kept["x_mm"] <= 4_500, 12_500 <= kept["y_mm"] <= 13_500) == (True, True)


def test_tables_are_added_copied_and_removed(plan: str, page: Any, sign_in: Any, server: Any) -> None:
    sign_in("lead")
    page.goto(plan)
    page.locator("[data-add=round_table]").click()
    page.get_by_role("button", name="复制").click()
    page.locator("[data-add=stage]").click()
    page.get_by_role("button", name="移走").click()
    page.get_by_role("button", name="保存布置图").click()
    page.get_by_text("已保存“开幕式”的布置图").wait_for()
    kept = json.loads(server.python(KEPT))
    assert [row["kind"] for row in kept] == ["round_table"] * 3
