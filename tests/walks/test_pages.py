"""Every page of the demo's largest meeting, on a desktop and on a phone, in both languages: it opens and nothing complains."""

from __future__ import annotations

from typing import Any

import pytest

from tests.walks.conftest import World, is_within_width

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

OF_MEETING = (
    "",
    "edit/",
    "organisations/",
    "contacts/",
    "team/",
    "work-groups/",
    "spaces/",
    "functions/",
    "functions/3/",
    "functions/3/edit/",
    "functions/print/",
    "move/",
    "archive/",
    "brief/",
    "brief/basics/",
    "brief/headcount/",
    "brief/goals/",
    "brief/budget/",
    "goals/",
    "dates/",
    "compliance/",
    "documents/",
    "documents/impacts/",
    "plan/",
    "plan/gantt/",
    "plan/raci/",
    "plan/load/",
    "plan/gates/",
    "plan/P06/",
    "plan/print/",
    "event-plan/",
    "event-plan/preview/",
    "checks/",
    "history/",
    "messages/",
)
PAPER = ("functions/print/", "plan/print/")
"""Sheets as wide as paper; on a phone they are scrolled."""
OF_ALL = (
    "/",
    "/search?q=luntan",
    "/meetings/",
    "/meetings/calendar/",
    "/meetings/board/",
    "/meetings/new/",
    "/intake/",
    "/intake/new/",
    "/inbox/",
    "/account/",
    "/account/notifications/",
    "/account/tokens/",
    "/account/2fa/",
    "/settings/",
    "/settings/organisation/",
    "/settings/members/",
    "/settings/links/",
    "/settings/rules/",
    "/settings/checks/",
    "/settings/sop/",
    "/settings/workdays/",
    "/settings/people/",
    "/settings/history/",
    "/settings/city-events/",
    "/desk/calendar/",
)


def addresses(world: World) -> list[str]:
    return [*OF_ALL, *(f"/m/{world.forum}/{rest}" for rest in OF_MEETING)]


@pytest.mark.parametrize("width", [1440, 360])
def test_every_page_opens_and_fits(world: World, visit: Any, width: int) -> None:
    page = visit("owner")
    page.set_viewport_size({"width": width, "height": 740})
    faults = []
    for address in addresses(world):
        status = page.goto(address).status
        if status != 200 or not (address.endswith(PAPER) or is_within_width(page)):
            faults.append((address, status, page.evaluate("document.documentElement.scrollWidth")))
    assert faults == []


def test_every_page_is_in_english_when_asked(world: World, visit: Any) -> None:
    page = visit("owner")
    page.context.add_cookies([{"name": "huiwu_language", "value": "en", "url": world.stand.url}])
    titles = {}
    for address in addresses(world):
        page.goto(address)
        own = page.evaluate("[document.title.split(' · ')[0], document.documentElement.lang]")
        titles[address] = own
    chinese = {a: t for a, t in titles.items() if t[1] != "en" or any("\u4e00" <= c <= "\u9fff" for c in t[0])}
    named = ("启明科技", "P06", "开幕式", "制定")  # people's own words stay as they wrote them
    assert {a: t for a, t in chinese.items() if not any(word in t[0] for word in named)} == {}


def test_the_language_switch_stays(world: World, visit: Any) -> None:
    page = visit("owner")
    page.goto("/meetings/")
    page.locator(".user-menu > summary").click()
    page.get_by_role("button", name="English").first.click()
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.goto(f"/m/{world.forum}/")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator(".user-menu > summary").click()
    page.get_by_role("button", name="中文").first.click()
    page.wait_for_function("document.documentElement.lang !== 'en'")
