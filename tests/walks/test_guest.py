"""A guest answers on a phone and changes trains twice; the team sees each time whose work rests on it. Another sends a
substitute."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from huiwu.kernel import clock
from tests.walks.conftest import Summit, is_within_width
from tests.walks.summit import AHEAD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

FIRST = clock.today() + timedelta(days=AHEAD)
COMES, GOES = FIRST - timedelta(days=1), FIRST + timedelta(days=1)
ON_THE_ROAD = sorted(["接送", "分房", "用餐"])
"""Whose work rests on a train: the groups that meet people, give rooms and serve meals."""


def ledger_row(page: Any, summit: Summit, name: str) -> Any:
    page.goto(f"/m/{summit.slug}/guests/?q={name}")
    return page.locator("#guests tbody tr", has_text=name)


def open_guest(page: Any, summit: Summit, name: str) -> None:
    ledger_row(page, summit, name).locator("a.row-link").click()
    page.get_by_role("heading", name=name, level=1).wait_for()


def invite(page: Any, summit: Summit, name: str, address: str) -> str:
    """The letter goes out by e-mail; the address in it."""
    ledger_row(page, summit, name).locator("input[name=guests]").check()
    page.get_by_role("button", name="生成邀请函").click()
    page.wait_for_url("**/letters/make/")
    page.get_by_role("button", name="生成", exact=True).click()
    page.wait_for_url(lambda url: "/make/" not in url)
    body = summit.mail_to(address, "邀请函").get_body(("plain",))
    assert body is not None
    found = re.search(r"https?://\S+/invitation/", body.get_content())
    assert found is not None, body.get_content()
    return found[0].removeprefix(summit.stand.url)


def say(phone: Any, button: str, **fields: str) -> None:
    """Fill what is named, press the button, wait for the page that follows."""
    for name, value in fields.items():
        field = phone.locator(f"[name={name}]:not([type=hidden])").first
        kind = field.evaluate("one => one.type")
        if kind == "radio":
            phone.locator(f"[name={name}][value={value}]").check()
        elif kind == "checkbox":
            field.check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)
    assert is_within_width(phone)
    with phone.expect_navigation():
        phone.get_by_role("button", name=button, exact=True).tap()


def take_train(phone: Any, number: str, hour: str, **more: str) -> None:
    say(phone, "保存", arrival_number=number, arrival_at=f"{COMES.isoformat()}T{hour}", **more)


def open_impacts(page: Any) -> list[str]:
    """What still waits for a group's word, on the guest's page."""
    page.reload()
    lines = page.locator("#impacts li", has_text="待核对").all_inner_texts()
    return [re.split("[：:]", line.replace("待核对", "").strip())[0] for line in lines]


def settle_impacts(page: Any) -> None:
    """Line by line on the meeting's list of consequences, then back."""
    guest = page.url
    page.get_by_role("link", name="去清单确认").click()
    page.wait_for_url("**/impacts/**")
    forms = page.locator("main form:has([name=answer])")
    while forms.count():
        form = forms.first
        form.locator("[name=answer]").select_option("updated")
        form.locator("[name=note]").fill("已按新的车次改好")
        with page.expect_navigation():
            form.get_by_role("button").first.click()
    page.goto(guest)


def moves_of(page: Any) -> list[str]:
    """The history as it reads, the latest first, without times and people."""
    return [line.split(" · ")[1].strip() for line in page.locator("#history li").all_inner_texts()]


def test_a_guest_replies_on_a_phone_and_changes_trains_twice(summit: Summit, call_in: Any) -> None:
    team, phone = call_in("lead"), call_in(phone=True)
    letter = invite(team, summit, "王明", "wang@example.test")

    phone.goto(letter)
    assert is_within_width(phone)
    phone.get_by_text("尊敬的王明院长").wait_for()
    phone.get_by_role("link", name="答复邀请").tap()
    say(phone, "提交答复", answer="yes")
    trip = {"arrival_mode": "train", "arrival_place": "上海虹桥站", "needs_pickup": "on"}
    trip |= {"departure_mode": "train", "departure_number": "G7096", "departure_at": f"{GOES.isoformat()}T19:05"}
    say(phone, "保存，下一项", arrival_number="g 7083", arrival_at=f"{COMES.isoformat()}T15:28", **trip)
    phone.get_by_text("同意").first.wait_for()  # nothing is kept before the guest agrees
    say(phone, "保存，下一项", consents="on")
    say(
        phone,
        "保存，下一项",
        is_needed="yes",
        room="single",
        check_in_on=COMES.isoformat(),
        check_out_on=GOES.isoformat(),
    )
    say(phone, "保存，下一项", **{"c-0-name": "周秘书", "c-0-title": "秘书"})
    say(phone, "保存，下一项", diet="halal")
    assert phone.url.endswith("/diet/")  # the consent for diet stands apart
    say(phone, "保存，下一项", diet="halal", consents="on")
    say(phone, "保存", title="工程实践与思考")
    assert phone.get_by_text("您已确认出席").is_visible()

    open_guest(team, summit, "王明")
    assert "书面确认" in team.locator(".page-head").inner_text()
    settle_impacts(team) if open_impacts(team) else None

    for number, hour in (("G99", "17:40"), ("G123", "20:15")):
        phone.goto(letter.replace("invitation/", "rsvp/travel/"))
        take_train(phone, number, hour)
        assert sorted(open_impacts(team)) == ON_THE_ROAD
        assert "变更" in team.locator(".page-head").inner_text()
        settle_impacts(team)
        with team.expect_navigation():
            team.get_by_role("button", name="核对完毕").click()
        assert "书面确认" in team.locator(".page-head").inner_text()

    told = team.locator("#replies").inner_text()
    assert [number for number in ("G7083", "G99", "G123") if number not in told] == []
    moves = moves_of(team)
    assert moves[:5] == [*["变更 → 书面确认", "书面确认 → 变更"] * 2, "书面确认（演讲题目）"]
    assert moves[-3:] == ["已读 → 书面确认", "已发 → 已读", "待邀 → 已发"]


def test_another_guest_sends_a_substitute(summit: Summit, call_in: Any) -> None:
    team, phone = call_in("lead"), call_in(phone=True)
    letter = invite(team, summit, "李华", "li@example.test")

    phone.goto(letter)
    phone.get_by_role("link", name="答复邀请").tap()
    say(phone, "提交答复", answer="yes")
    phone.get_by_role("link", name="回到答复").tap()
    phone.locator("[name=answer][value=proxy]").check()
    say(phone, "提交答复", reason="届时出访", proxy_name="赵之航", proxy_title="副院长", proxy_mobile="13800000077")
    assert "赵之航" in phone.locator("main").inner_text()

    open_guest(team, summit, "李华")
    assert "代参" in team.locator(".page-head").inner_text()
    assert sorted(open_impacts(team)) == sorted(["座次", "席卡", "名牌", "用餐", "会议手册"])
    assert moves_of(team)[0] == "书面确认 → 代参"
    team.goto(f"/m/{summit.slug}/attendees/?q=赵之航")
    assert "滨江大学" in team.locator("main tbody").inner_text()  # a person of the meeting, of the same organisation
