"""A caller works through the queue on a phone; two callers at once never ring the same person."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest

from huiwu.kernel import clock
from tests.walks.conftest import Summit, is_within_width

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

TO_RING = ("司马青", "欧阳岚", "曾一凡", "单小雨")


def ask_for(page: Any, summit: Summit, name: str, note: str) -> None:
    """Put a person on the list, from their own page."""
    page.goto(f"/m/{summit.slug}/attendees/?q={name}")
    page.locator("main tbody a.row-link", has_text=name).click()
    page.get_by_role("link", name="打电话、记通话").click()
    page.get_by_text("列入电话联系").click()
    page.locator("form[action$='/request/'] [name=note]").fill(note)
    with page.expect_navigation():
        page.get_by_role("button", name="列入", exact=True).click()


def press(page: Any, name: str) -> None:
    assert is_within_width(page)
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).tap()


def in_hand(page: Any) -> str:
    return str(page.locator("h1").inner_text())


def test_a_caller_works_through_the_queue_on_a_phone(summit: Summit, call_in: Any) -> None:
    team = call_in("lead")
    for name in TO_RING[:3]:
        ask_for(team, summit, name, f"请问{name}是否出席？")

    phone = call_in("planner", phone=True)
    phone.goto(f"/m/{summit.slug}/calls/")
    press(phone, "取下一位")
    first = in_hand(phone)
    dial = phone.locator("a[href^='tel:']").first
    assert re.fullmatch(r"tel:\+861380000001\d", dial.get_attribute("href"))
    assert f"请问{first}是否出席？" in phone.locator("main").inner_text()

    phone.locator("[name=outcome][value=call_back]").check()
    phone.locator("[name=said]").fill("在开会，明早再打")
    press(phone, "记下并取下一位")
    assert in_hand(phone) == first  # when to ring again was not said; nothing typed is lost
    assert phone.locator("[name=said]").input_value() == "在开会，明早再打"
    tomorrow = clock.today() + timedelta(days=1)
    phone.locator("[name=next_at]").fill(f"{tomorrow.isoformat()}T09:30")
    press(phone, "记下并取下一位")

    second = in_hand(phone)
    assert second != first
    phone.locator("[name=outcome][value=settled]").check()
    phone.locator("[name=said]").fill("一定到，周三晚上抵达")
    press(phone, "记下并取下一位")
    third = in_hand(phone)
    assert sorted([first, second, third]) == sorted(TO_RING[:3])
    phone.locator("[name=outcome][value=no_answer]").check()
    press(phone, "记下并取下一位")
    phone.get_by_text("现在没有要打的电话").first.wait_for()

    phone.goto(f"/m/{summit.slug}/calls/list/")
    waiting = phone.locator("main tbody").inner_text()
    assert [name in waiting for name in (first, second, third)] == [True, False, True]
    assert "09:30" in waiting
    phone.goto(f"/m/{summit.slug}/calls/made/")
    assert "一定到，周三晚上抵达" in phone.locator("main tbody").inner_text()
    assert is_within_width(phone)


def test_two_callers_at_once_never_get_the_same_person(summit: Summit, call_in: Any) -> None:
    team = call_in("lead")
    for name in TO_RING:
        ask_for(team, summit, name, "请确认到达时间")
    callers = [call_in(who, phone=True) for who in ("planner", "colleague")]
    for page in callers:
        page.goto(f"/m/{summit.slug}/calls/")

    for _round in range(2):
        with ThreadPoolExecutor(2) as both:
            taken = list(both.map(lambda page: take(summit, page), [asked(page) for page in callers]))
        assert len(set(taken)) == 2


def asked(page: Any) -> dict[str, str]:
    return {one["name"]: one["value"] for one in page.context.cookies()}


def take(summit: Summit, cookies: dict[str, str]) -> str:
    """The button 取下一位, pressed without a browser; whose page opens."""
    head = {"X-CSRFToken": cookies["csrftoken"], "Referer": summit.stand.url}
    answer = httpx.post(f"{summit.stand.url}/m/{summit.slug}/calls/next/", cookies=cookies, headers=head, timeout=30)
    return answer.headers["Location"]
