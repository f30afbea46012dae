"""The venue: inspected on a phone without a network, recommended, chosen by the client, rented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.walks.conftest import World, is_within_width
from tests.walks.money.buying import contracted
from tests.walks.money.pages import cents, fact, send, unfolded
from tests.walks.test_signing import confirm, invited, open_event_plan

VENUE_CENTS = 77_000_000
"""What the house quotes, and the contract is worth."""


def sign_plan(world: World, visit: Any) -> None:
    """G2: the client signs the event plan, on a phone."""
    lead = visit("lead")
    open_event_plan(lead, world)
    link = invited(lead)
    phone = visit(phone=True)
    phone.goto(link)
    confirm(phone, "副总裁")


def inspect(world: World, visit: Any, photo: Path) -> None:
    """On a phone without a network: scores, a measure, a photo; the page loaded again; everything arrives afterwards."""
    phone = visit("lead", phone=True)
    phone.goto(f"/m/{world.forum}/site-visits/")
    assert is_within_width(phone)
    phone.locator("a.row-link").first.click()
    phone.wait_for_url("**/candidates/**")
    assert is_within_width(phone)
    with phone.expect_navigation(url="**/visits/**"):
        phone.get_by_role("button", name="开始考察").tap()
    phone.wait_for_selector('form[data-opens-offline="true"]')
    phone.context.set_offline(True)
    points = phone.locator(".visit-scale").count()
    phone.locator(".visit-scale input[value='5']").evaluate_all("ones => ones.forEach(one => one.click())")
    point = phone.locator('[data-point="fit.columns"]')
    unfolded(phone)
    point.locator("textarea").fill("无柱，后区视线好")
    point.locator("textarea").blur()
    point.locator('input[type="file"]').set_input_files(photo)
    phone.wait_for_selector('[data-point="fit.columns"] [data-local] img')
    phone.fill('textarea[name="summary"]', "最合适")
    phone.locator('textarea[name="summary"]').blur()
    phone.reload()
    phone.wait_for_selector('form[data-waits]:not([data-waits="0"])')
    phone.wait_for_selector('form[data-opens-offline="true"]')
    assert phone.input_value('textarea[name="note:fit.columns"]') == "无柱，后区视线好"
    assert is_within_width(phone)
    phone.context.set_offline(False)
    phone.wait_for_selector('form[data-waits="0"]')
    assert phone.inner_text('[data-point="fit.columns"] > .visit-sync') == "已同步"
    phone.get_by_role("button", name="完成考察").click()
    phone.wait_for_selector('form[data-waits="0"][data-outcome="done"]')
    phone.reload()
    phone.get_by_role("button", name="还要补填").wait_for()
    phone.wait_for_selector('[data-point="fit.columns"] [data-shots] img')
    assert phone.locator(".visit-scale input[value='5']:checked").count() == points


def recommend(world: World, visit: Any) -> None:
    """What is still open is judged; the best is recommended; the client confirms it on a phone."""
    lead = visit("lead")
    lead.goto(f"/m/{world.forum}/site-visits/")
    lead.locator("a.row-link").first.click()
    lead.wait_for_url("**/candidates/**")
    while lead.locator(".visit-settle").count():
        lead.locator(".visit-settle").first.locator("[name$=note]").fill("商定：后区两列不设座，按平均分计。")
        send(lead, "说明差异")
    for item in lead.evaluate("[...document.querySelectorAll('article[id^=veto-]')].map(one => one.id)"):
        unfolded(lead)
        card = lead.locator(f"#{item}")
        card.locator("label:has(input[value=pass])").click()
        card.locator("[name$=note]").fill("现场核对，与资料一致")
        send(lead, "记下判断", f"#{item}")
    unfolded(lead)
    lead.locator("form[action*='/recommend/'] [name=reason]").fill("综合得分第一：层高与货梯满足搭建，前一日可进场。")
    send(lead, "推荐")
    lead.goto(f"/m/{world.forum}/site-visits/choice/")
    lead.fill("main [name=person]", "赵明远")
    send(lead, "出一版并生成链接")
    html = lead.content()
    start = html.index("/l/")
    link = html[start : html.index("/", start + 3) + 1]
    phone = visit(phone=True)
    phone.goto(link)
    assert is_within_width(phone)
    confirm(phone, "副总裁")
    lead.goto(f"/m/{world.forum}/site-visits/choice/")
    lead.get_by_text("客户已确认：").wait_for()


def rent_the_venue(world: World, visit: Any, scan: Path) -> None:
    buyer = visit("commerce")
    buyer.goto(f"/m/{world.forum}/site-visits/")
    buyer.locator("a.row-link").first.click()
    send(buyer, "起草场地合同")
    contracted(visit, buyer, scan)
    assert cents(fact(buyer, "合同额（含税）")) == VENUE_CENTS
