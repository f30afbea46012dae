"""The forum's event plan is with the client: signed on a phone, read back from PDF and Word; and what a wrong link shows."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document as WordDocument
from pypdf import PdfReader

from tests.walks.conftest import World, is_within_width

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

REQUIRED = ("议程", "组织架构", "场地布置", "餐饮", "住宿", "交通", "物料", "设备", "应急", "预算")


def open_event_plan(page: Any, world: World) -> None:
    """The version with the client, by the register of documents."""
    page.goto(f"/m/{world.forum}/event-plan/")
    page.get_by_role("link", name="第 1 版").first.click()


def invited(page: Any) -> str:
    """A new link for the client; its address as shown once."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    form = page.locator("form[action$='/invite/']")
    form.locator("input[name=person]").fill("赵明远")
    form.locator("input[name=recipient]").fill("zhao@example.test")
    form.locator("button").first.click()
    page.wait_for_load_state()
    html = page.content()
    start = html.index("/l/")
    return html[start : html.index("/", start + 3) + 1]


def confirm(phone: Any, title: str) -> None:
    """By touch, as the client does it: title, the tick, the button; the page thanks."""
    form = phone.locator("form[action$='/confirm/']")
    form.locator("input[name=person_title]").fill(title)
    for target in (form.locator("input[name=has_read]"), form.locator("button").first):
        target.scroll_into_view_if_needed()
        phone.wait_for_timeout(500)  # the page glides
        target.tap()
    phone.get_by_text("已确认，谢谢").wait_for()


def test_the_client_signs_the_event_plan_on_a_phone(world: World, visit: Any) -> None:
    lead = visit("lead")
    open_event_plan(lead, world)
    version = lead.url
    link = invited(lead)

    phone = visit(phone=True)
    assert phone.goto(link).status == 200
    assert is_within_width(phone)
    confirm(phone, "副总裁")

    lead.goto(version)
    assert "赵明远" in lead.content()
    lead.goto(f"/m/{world.forum}/plan/gates/")
    pdf = PdfReader(io.BytesIO(phone.request.get(f"{link}pdf/file/").body()))
    text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "").replace(" ", "")
    assert [word for word in ("国际合作论坛", *REQUIRED) if word not in text] == []
    word = lead.request.get(f"{version}word/file/")
    body = "".join(WordDocument(io.BytesIO(word.body())).element.body.itertext())
    assert [word for word in ("国际合作论坛", *REQUIRED) if word not in body] == []

    again = visit(phone=True)
    again.goto(link)
    again.get_by_text("已确认，谢谢").wait_for()


def test_a_wrong_link_says_what_to_do(world: World, visit: Any) -> None:
    phone = visit(phone=True)
    answer = phone.goto("/l/" + "x" * 43 + "/")
    assert answer.status in (404, 410)
    assert is_within_width(phone)
    assert world.forum not in phone.content()


def test_a_withdrawn_link_opens_nothing(world: World, visit: Any) -> None:
    lead = visit("lead")
    open_event_plan(lead, world)
    version = lead.url
    link = invited(lead) if lead.locator("form[action$='/invite/']").count() else ""
    if link:
        lead.goto(version)
        lead.locator("form[action$='/revoke/'] button").first.click()
        lead.wait_for_load_state()
        assert visit(phone=True).goto(link).status in (404, 410)
