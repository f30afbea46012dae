"""Every page a project lead reaches by its links, on a phone and a desktop: nothing axe objects to, nothing wider than
the screen in either language, no complaint of the browser, no request to another host, and the language the page says
it speaks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.foundation.test_components_in_browser import complaints_of, objections
from tests.stand import Stand

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "correct horse battery"
PHONE, DESKTOP = {"width": 360, "height": 640}, {"width": 1440, "height": 900}
FILES = re.compile(
    r"(?<!/attendees)/(file|files|export|json|html|draft|evidence|xlsx|pdf|word|excel)(/|$)|\.(ics|xlsx|pdf)|[?&]form=|^/(static|admin)/"
)
SAME_SHAPE = (
    (r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID"),
    (r"/functions/\d+", "/functions/N"),
    (r"/plan/[A-Z]{1,2}\d+[^/]*", "/plan/STEP"),
    (r"/compliance/items/[^/]+", "/compliance/items/KEY"),
    (r"/settings/rules/[a-z_]+\.[^/]+", "/settings/rules/PACK"),
    (r"/steps/[A-Z][^/]*", "/steps/STEP"),
    (r"(/brief|/event-plan)/(?!propose|preview)[a-z]+/", r"\1/SECTION/"),
    (r"/budget/lines/(?!new/)[^/]+", "/budget/lines/KEY"),
    (r"/needs/[^/]+", "/needs/KEY"),
    (r"/clauses/[^/]+", "/clauses/SECTION"),
    (r"/(setup-plans|reports|submissions)/\d+", r"/\1/N"),
    (r"/(fields|categories|sections|purposes|retention)/[a-z_]+/", r"/\1/KEY/"),
    (r"=[^&]*", "="),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """The real server with one demo meeting, its lead able to log in."""
    stand = Stand(tmp_path_factory.mktemp("demo"))
    stand.set_up()
    assert stand.huiwu("demo", "--stage", "planning", "--meeting", "forum").returncode == 0
    stand.python(
        "from huiwu.accounts.models import User; who = User.objects.get(email='lead@example.test');"
        f"who.set_password({PASSWORD!r}); who.save()"
    )
    stand.start()
    yield stand
    stand.stop()


@pytest.fixture
def lead(browser: Any, demo: Stand) -> Iterator[Any]:
    """A page on a phone, signed in as the demo's project lead."""
    context = browser.new_context(base_url=demo.url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport=PHONE)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("input[name=login]", "lead@example.test")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    yield page
    context.close()


def shape(address: str) -> str:
    for pattern, word in SAME_SHAPE:
        address = re.sub(pattern, word, address)
    return address


def pages_from(request: Any, start: str) -> list[str]:
    """One address of every shape that links lead to, `start` first."""
    known, found, waiting, dead = {shape(start)}, [], [start], []
    while waiting:
        address = waiting.pop(0)
        answer = request.get(address)
        if answer.status == 200 and not answer.headers["content-type"].startswith("text/html"):
            continue
        (found if answer.status == 200 else dead).append(address)
        for link in re.findall(r'href="([^"#]+)', answer.text()):
            to = html.unescape(link)
            to = address.split("?")[0] + to if to.startswith("?") else to
            if re.match(r"/(?!/)", to) and not FILES.search(to) and shape(to) not in known:
                known.add(shape(to))
                waiting.append(to)
    assert dead == [], dead
    return found


def faults_of(page: Any, address: str, host: str) -> list[str]:
    """What is wrong with one page: Chinese on a phone and a desktop, then as wide as its English is on a phone."""
    speak(page, "zh-hans", host)
    page.set_viewport_size(PHONE)
    page.goto(address)
    faults = [] if page.evaluate("document.documentElement.lang") == "zh-Hans" else ["does not say it is Chinese"]
    faults += [*too_wide(page), *objections(page)]
    page.set_viewport_size(DESKTOP)
    faults += [*too_wide(page), *objections(page)]
    speak(page, "en", host)
    page.set_viewport_size(PHONE)
    page.goto(address)
    return faults + [f"in English, {fault}" for fault in too_wide(page)]


def speak(page: Any, language: str, host: str) -> None:
    page.context.add_cookies([{"name": "huiwu_language", "value": language, "url": host}])


def too_wide(page: Any) -> list[str]:
    wide, screen = page.evaluate("document.documentElement.scrollWidth"), page.viewport_size["width"]
    return [f"as wide as {wide} on {screen}"] if wide > screen else []


def test_every_page_is_fit_for_everyone(lead: Any, demo: Stand, tmp_path: Path) -> None:
    heard, elsewhere, faults = complaints_of(lead), [], {}
    lead.on("request", lambda asked: None if asked.url.startswith((demo.url, "data:")) else elsewhere.append(asked.url))
    addresses = pages_from(lead.request, "/")
    assert len(addresses) > 60
    for address in addresses:
        found = faults_of(lead, address, demo.url) + [f"the browser says: {words}" for words in heard]
        heard.clear()
        if found:
            faults[address] = found
            lead.screenshot(path=tmp_path / f"{len(faults)}.png", full_page=True)
    assert not faults, "\n".join(f"{address}: {one}" for address, found in faults.items() for one in found)
    assert elsewhere == []


def test_every_page_says_when_it_is_english(lead: Any, demo: Stand) -> None:
    speak(lead, "en", demo.url)
    addresses = pages_from(lead.request, "/meetings/")
    assert [one for one in addresses if '<html lang="en"' not in lead.request.get(one).text()] == []


def test_the_first_screen_of_a_phone_shows_work(lead: Any) -> None:
    """The bar takes one line, and the page's title stands in the upper half of 360 × 640."""
    lead.goto("/meetings/")
    lead.goto(lead.locator('a[href^="/m/"]').first.get_attribute("href"))
    assert lead.locator(".top-bar").bounding_box()["height"] <= 56
    meeting = lead.url[: lead.url.index("/", lead.url.index("/m/") + 3) + 1]
    for section in ("", "plan/", "checks/", "documents/", "brief/", "functions/"):
        lead.goto(meeting + section)
        title = lead.locator("h1").bounding_box()
        assert title["y"] + title["height"] < 320, lead.url
