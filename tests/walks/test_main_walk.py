"""The main walk in a real browser: first contact → brief → the client signs on a phone → plan → the dates move."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiwu.kernel import clock
from tests.walks.conftest import World, is_within_width
from tests.walks.test_signing import confirm, invited

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

FIRST = clock.today() + timedelta(days=100)
CONTACT = {
    "client_name": "明湖制造",
    "contact_name": "宋知行",
    "contact_title": "市场总监",
    "phone": "13800001234",
    "meeting_name": "明湖制造合作伙伴论坛",
    "city": "上海",
    "start_on": FIRST.isoformat(),
    "end_on": FIRST.isoformat(),
    "decision_maker": "宋知行",
}
PEOPLE = {"vip": "10", "guest": "20", "general": "250", "media": "10", "staff": "20", "entourage": "10"}
ANSWERS = {
    "theme": "同行致远",
    "duration": "一天，9:00 至 17:00",
    "outcome": "签署不少于 8 份合作意向。",
    "city": "上海",
}


def fill_contact(page: Any) -> None:
    for name, value in CONTACT.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=meeting_type]", "forum")
    for group, count in PEOPLE.items():
        box = page.locator(f"input[name$={group}]").first
        box.fill(count)
    page.select_option("[name=headcount_basis]", "estimate")


def answer_what_is_open(page: Any) -> None:
    """On a section's page: what was said is typed; everything else still 未填 gets the answer 无, or a first choice."""
    for field in page.locator("fieldset.doc-field").all():
        key = (field.get_attribute("id") or "").removeprefix("field-")
        if key in ANSWERS:
            choose(field, "filled")
            field.locator("textarea, input[type=text]").first.fill(ANSWERS[key])
        elif "未填" in field.locator("legend").inner_text():
            choose(field, "none" if field.locator("input[value=none]").count() else "filled")
            fill_first(field)


def choose(field: Any, state: str) -> None:
    radio = field.locator(f"input[type=radio][value={state}]")
    if radio.count():
        radio.first.evaluate("one => one.click()")


def fill_first(field: Any) -> None:
    if field.locator("input[value=none]").count():
        return
    select = field.locator(".four-state-value select")
    if select.count():
        select.first.select_option(index=1)


def test_from_the_first_call_to_the_plan(world: World, visit: Any) -> None:
    staff = visit("account")
    staff.goto("/intake/new/")
    fill_contact(staff)
    staff.get_by_role("button", name="保存接洽记录").click()
    staff.wait_for_url(lambda url: "/intake/new/" not in url)

    form = staff.locator("form[action$='/accept/']")
    form.locator("[name=lead]").select_option(label="林岚")
    form.get_by_role("button").last.click()
    staff.wait_for_url("**/brief/")
    brief = staff.url
    slug = brief.split("/m/")[1].split("/")[0]

    sections = staff.evaluate(
        "[...new Set([...document.querySelectorAll('a[href*=\"/brief/\"]')].map(a => new URL(a.href).pathname))]"
    )
    for address in [one for one in sections if one.rstrip("/").split("/")[-1] not in ("brief", slug)]:
        staff.goto(address)
        answer_what_is_open(staff)
        staff.get_by_role("button", name="保存", exact=True).last.click()
        staff.wait_for_load_state()

    staff.goto(brief)
    staff.get_by_role("button", name="提交版本").click()
    staff.wait_for_url("**/documents/versions/**")
    version = staff.url
    link = invited(staff)

    phone = visit(phone=True)
    phone.goto(link)
    assert is_within_width(phone)
    confirm(phone, "市场总监")

    staff.goto(f"/m/{slug}/plan/")
    assert staff.locator("text=P06").first.is_visible()
    staff.goto(version)
    assert "已确认" in staff.content()

    move_a_week(staff, slug)
    staff.goto(f"/m/{slug}/plan/")
    before = staff.locator("main").inner_text()
    staff.get_by_role("link", name="看差异，决定是否采用").first.click()
    staff.get_by_role("button", name="采用新计划").click()
    staff.wait_for_load_state()
    staff.goto(f"/m/{slug}/plan/")
    assert staff.get_by_role("link", name="看差异，决定是否采用").count() == 0
    assert staff.locator("main").inner_text() != before


def move_a_week(page: Any, slug: str) -> None:
    """Two steps: the days, then the consequences in numbers."""
    page.goto(f"/m/{slug}/move/")
    later = (FIRST + timedelta(days=7)).isoformat()
    for name in ("start_on", "end_on"):
        page.fill(f"main [name={name}]", later)
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    page.get_by_role("button", name="确认改期").click()
    page.wait_for_url(lambda url: "/move/" not in url)
