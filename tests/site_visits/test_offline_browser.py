"""The inspection sheet with the cable pulled: typed, photographed, reloaded, and everything there when the network is back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

MADE = """
import json
from huiwu.accounts.models import User
from huiwu.foundation.actors import Actor
from huiwu.meetings.models import Meeting
from huiwu.site_visits import services
from huiwu.site_visits.models import Candidate
from huiwu.venues.services import add_venue
meeting = Meeting.objects.select_related("org").get(slug="qiming-2027")
lead = Actor.of_user(User.objects.get(email="lead@example.test"))
row = Candidate.objects.filter(meeting=meeting, venue__name="离线馆").first()
if row is None:
    venue = add_venue(actor=lead, org_id=meeting.org_id, name="离线馆", kind="hotel", city="上海")
    row = services.add_candidate(actor=lead, meeting=meeting, venue=venue)
for who in ("lead", "planner"):
    actor = Actor.of_user(User.objects.get(email=f"{who}@example.test"))
    visit = services.begin_visit(actor=actor, meeting=meeting, candidate_id=row.pk)
    print(json.dumps(str(visit.pk)))
"""

STATE = """
import json
from huiwu.site_visits.models import SiteVisit
visit = SiteVisit.objects.get(pk={pk!r})
print(json.dumps({{
    "marks": sorted([m.key, m.score, m.measured, m.note] for m in visit.marks.all()),
    "photos": sorted(p.key for p in visit.photos.all()),
    "promises": [p.item for p in visit.promises.all()],
    "entries": visit.entries.count(),
    "summary": visit.summary,
    "finished": visit.finished_at is not None,
}}))
"""

WIDTH = """
import json
from PIL import Image
from huiwu.foundation.files import open_file
from huiwu.site_visits.models import VisitPhoto
photo = VisitPhoto.objects.get(visit={pk!r}, key="")
print(json.dumps(Image.open(open_file(photo.stored)).width))
"""


@pytest.fixture
def sheet(server: Any) -> str:
    lead, _planner = server.python(MADE).splitlines()[-2:]
    return str(json.loads(lead))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_0001.jpg"
    Image.effect_noise((2400, 1800), 40).convert("RGB").save(path, quality=95)
    return path


def held(server: Any, pk: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(server.python(STATE.format(pk=pk)).splitlines()[-1])
    return found


def at(pk: str) -> str:
    return f"/m/qiming-2027/site-visits/visits/{pk}/"


def opened(page: Any, pk: str) -> None:
    """Open, and wait until the page may be opened without a network."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(at(pk))
    page.wait_for_selector('form[data-opens-offline="true"]')


def give(page: Any, key: str, score: int) -> None:
    choice = f'input[name="score:{key}"][value="{score}"]'
    page.locator(f"label:has({choice})").click()  # as a finger does, once the page stands still
    assert page.locator(choice).is_checked()


def mark(page: Any, key: str) -> str:
    return str(page.locator(f'[data-point="{key}"] > .visit-sync').inner_text())


def test_everything_typed_without_a_network_arrives_when_it_is_back(server, sign_in, sheet, photo):
    page = sign_in("lead")
    opened(page, sheet)
    page.context.set_offline(True)
    give(page, "fit.size", 4)
    give(page, "fit.size", 3)
    point = page.locator('[data-point="fit.columns"]')
    point.locator("summary").click()
    point.locator("textarea").fill("后区有两根柱子")
    point.locator("textarea").blur()
    point.locator('input[type="file"]').set_input_files(photo)
    page.fill('input[name="measure:clear_height_mm"]', "8200")
    page.fill('input[name="promise_item"]', "免费投影")
    page.click('button[name="promise"]')
    page.fill('textarea[name="summary"]', "可用")
    page.locator('textarea[name="summary"]').blur()
    page.wait_for_selector('[data-point="fit.columns"] [data-local] img')
    assert mark(page, "fit.size") == "已存本机"
    assert "没有网络" in page.inner_text("[data-status]")
    assert held(server, sheet)["entries"] == 0

    page.reload()  # still without a network
    page.wait_for_selector('form[data-waits]:not([data-waits="0"])')
    assert page.locator('input[name="score:fit.size"]:checked').get_attribute("value") == "3"
    assert page.input_value('textarea[name="note:fit.columns"]') == "后区有两根柱子"
    assert page.input_value('input[name="measure:clear_height_mm"]') == "8200"
    assert page.locator('[data-point="fit.columns"] [data-local] img').count() == 1
    assert "免费投影" in page.inner_text("[data-promises]")

    page.context.set_offline(False)
    page.wait_for_selector('form[data-waits="0"]')
    assert mark(page, "fit.size") == "已同步"
    found = held(server, sheet)
    assert found["marks"] == [
        ["clear_height_mm", None, "8200", ""],
        ["fit.columns", None, "", "后区有两根柱子"],
        ["fit.size", 3, "", ""],
    ]
    assert (found["photos"], found["promises"], found["summary"]) == (["fit.columns"], ["免费投影"], "可用")
    assert found["entries"] == 6

    page.reload()
    page.wait_for_selector('[data-point="fit.columns"] [data-shots] img')
    assert page.locator("[data-local]").count() == 0
    assert page.locator('input[name="score:fit.size"]:checked').get_attribute("value") == "3"
    assert held(server, sheet)["entries"] == 6


def test_a_photo_travels_small(server, sign_in, sheet, photo):
    page = sign_in("lead")
    opened(page, sheet)
    page.locator('input[name="photo:"]').set_input_files(photo)
    page.wait_for_selector('[data-point=""] [data-local] [data-sync="synced"]')
    assert photo.stat().st_size > 2_000_000
    assert json.loads(server.python(WIDTH.format(pk=sheet)).splitlines()[-1]) == 1600


def test_what_the_server_cannot_take_is_refused_with_its_reason_and_holds_nothing_back(server, sign_in, sheet):
    page = sign_in("lead")
    opened(page, sheet)
    page.fill('input[name="measure:length_mm"]', "大约五十米")
    page.locator('input[name="measure:length_mm"]').blur()
    give(page, "equipment.sound", 5)
    page.wait_for_selector('[data-point="equipment.sound"] > [data-sync="synced"]')
    assert "被拒绝" in mark(page, "length_mm")
    assert "数值超出范围" in mark(page, "length_mm")
    page.locator('[data-point="length_mm"] [data-put-away]').click()
    page.wait_for_selector('[data-point="length_mm"] > .visit-sync[data-sync=""]', state="attached")


def test_signing_out_leaves_no_page_behind_and_keeps_what_was_not_sent(server, sign_in, sheet):
    page = sign_in("lead")
    opened(page, sheet)
    names = "caches.keys().then((names) => names.filter((name) => name.startsWith('huiwu-offline-')))"
    assert len(page.evaluate(names)) == 1
    page.context.route("**/entries/", lambda route: route.abort())
    give(page, "transport.parking", 2)
    page.wait_for_selector('[data-point="transport.parking"] > [data-sync="kept"]')
    page.goto("/account/logout/")
    page.context.unroute("**/entries/")
    page.click(".content form[data-sign-out] button")
    page.wait_for_url(lambda url: "/login" in url)
    assert page.evaluate(names) == []
    assert "transport.parking" not in [row[0] for row in held(server, sheet)["marks"]]
    sign_in("planner")
    page.goto(at(sheet))
    assert page.locator("form[data-visit]").count() == 0
    page.context.clear_cookies()
    sign_in("lead")
    page.goto(at(sheet))
    page.wait_for_selector('[data-point="transport.parking"] > [data-sync="synced"]')
    assert ["transport.parking", 2, "", ""] in held(server, sheet)["marks"]


def test_it_is_a_plain_form_without_a_script(server, browser, sheet):
    context = browser.new_context(base_url=server.url, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("input[name=login]", "lead@example.test")
    page.fill("input[name=password]", "correct horse battery")
    page.press("input[name=password]", "Enter")
    page.goto(at(sheet))
    give(page, "catering.food", 4)
    page.click(".visit-bar button")
    assert "已保存" in page.inner_text("#messages")
    assert page.locator('input[name="score:catering.food"]:checked').get_attribute("value") == "4"
    assert ["catering.food", 4, "", ""] in held(server, sheet)["marks"]
    context.close()
