"""Quotations by three ways, a selection, contracts, an order delivered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from huiwu.invoices.demo_files import unified_code
from huiwu.kernel import clock
from tests.walks.conftest import World, is_within_width
from tests.walks.money.pages import cents, chosen_link, fact, fill, open_contract, send

SUPPLIER_CENTS, MORE_CENTS = 6_285_860, 123_450
"""What the contract is worth, 413 units at the price quoted over the link; and its amendment."""
TYPED, LINKED, EXCEL = "158.35", "152.20", 165.5
"""Yuan for every line, by the three ways a quotation comes."""


def contracted(visit: Any, buyer: Any, scan: Path) -> None:
    """From a draft on the buyer's page: completed, sent, approved by a second person, signed with a scan."""
    address = buyer.url
    buyer.get_by_role("link", name="修改要素").click()
    fill(
        buyer, "form[data-guard]", our_signatory="蒋文", our_authority="授权委托书", party_signatory="沈毅", tax_bp="6"
    )
    if not buyer.input_value("[name=party_code]"):
        buyer.fill("[name=party_code]", unified_code(77))
    send(buyer, "保存")
    send(buyer, "送审")
    assert buyer.get_by_role("button", name="审核通过").count() == 0  # nobody approves what is their own
    second = visit("compliance")
    second.goto(address)
    send(second, "审核通过")
    buyer.goto(address)
    form = buyer.locator("form[action$='/sign/']")
    form.locator("[name=signed_on]").fill(clock.today().isoformat())
    form.locator("[name=scan]").set_input_files(scan)
    send(buyer, "登记签订")
    send(buyer, "复核扫描件")
    buyer.get_by_text("扫描件完好").first.wait_for()


def quote(world: World, visit: Any, tmp_path: Path) -> None:
    """One request; one quotation typed by us, one by the supplier on a phone, one in the workbook we sent."""
    buyer = visit("commerce")
    open_request(buyer, world)
    send(buyer, "重发链接", "tbody tr:nth-child(2)")
    link = chosen_link(buyer)
    open_request(buyer, world)
    with buyer.expect_download() as sheet:
        buyer.get_by_role("link", name="报价用 Excel").click()
    sent = tmp_path / "询价.xlsx"
    sheet.value.save_as(sent)

    buyer.locator("tbody tr:nth-child(1)").get_by_role("link", name="录入").click()
    price(buyer, TYPED)
    send(buyer, "保存报价")

    phone = visit(phone=True)
    phone.goto(link)
    assert is_within_width(phone)
    price(phone, LINKED)
    send(phone, "提交报价")
    phone.get_by_text("已收到贵公司的报价，谢谢").wait_for()

    open_request(buyer, world)
    buyer.locator("tbody tr:nth-child(3)").get_by_role("link", name="读 Excel").click()
    buyer.locator("main [name=file]").set_input_files(returned(sent, tmp_path / "回传.xlsx"))
    send(buyer, "读取")
    buyer.get_by_text("可以录入").wait_for()
    send(buyer, "确认录入")


def open_request(page: Any, world: World) -> None:
    page.goto(f"/m/{world.forum}/procurement/")
    page.locator("a.row-link", has_text="RQ-04").click()
    page.get_by_role("heading", name="邀请供应商").wait_for()


def price(page: Any, yuan: str) -> None:
    for name in ("with_tax", "with_transport", "with_setup"):
        page.locator(f"label:has([name={name}][value=yes])").first.click()
    page.fill("[name=tax_bp]", "6%")
    page.fill("[name=contact_name]", "沈毅")
    boxes = page.locator("input[name^='price-']")
    for n in range(boxes.count()):
        boxes.nth(n).fill(yuan)


def returned(sent: Path, back: Path) -> Path:
    """Our workbook as the supplier sends it back: every cell as it came, prices and terms filled in."""
    book = CalamineWorkbook.from_path(sent)
    terms = {"价格含税": "是", "价格含运输": "是", "价格含安装撤场": "是", "税率": "6%", "联系人": "白露"}
    with xlsxwriter.Workbook(back, {"strings_to_formulas": False}) as made:
        for name in book.sheet_names:
            page = made.add_worksheet(name)
            for y, row in enumerate(book.get_sheet_by_name(name).to_python()):
                if name == "报价" and y and row[0]:
                    row[6] = EXCEL
                if name == "商务条款" and row[0] in terms:
                    row[1] = terms[row[0]]
                for x, value in enumerate(row):
                    if value != "":
                        page.write(y, x, value)
    return back


def select(world: World, visit: Any) -> None:
    """The cheapest is chosen with reasons; above the limit somebody else approves."""
    buyer = visit("commerce")
    open_request(buyer, world)
    buyer.locator("main").get_by_role("link", name="比价", exact=True).first.click()
    buyer.wait_for_url("**/compare/")
    first = buyer.locator(".pr-bid").first
    total = cents(first.locator(".pr-total").inner_text())
    first.get_by_role("link", name="选定这家").click()
    buyer.fill("[name=reason]", "归一后价格最低，案例与交期满足要求。")
    for box in buyer.locator("input[name^='decline-']").all():
        box.fill("综合比较后价格较高")
    send(buyer, "选定这一家")
    buyer.get_by_text("等待内部审批").wait_for()
    assert buyer.get_by_role("button", name="批准", exact=True).count() == 0
    lead = visit("lead")
    lead.goto(buyer.url)
    send(lead, "批准")
    assert cents(fact(lead, "归一后金额")) == total


def contract_supplier(world: World, visit: Any, scan: Path) -> None:
    buyer = visit("commerce")
    buyer.goto(f"/m/{world.forum}/procurement/")
    buyer.locator("tr", has_text="RQ-04").locator("a[href*='/selections/']").click()
    total = fact(buyer, "归一后金额")
    send(buyer, "起草合同")
    contracted(visit, buyer, scan)
    assert fact(buyer, "合同额（含税）") == total


def order(world: World, visit: Any, photo: Path) -> None:
    """Ordered from the selection; confirmed and delivered by the supplier's link on a phone; counted at the door."""
    buyer = visit("commerce")
    buyer.goto(f"/m/{world.forum}/orders/")
    buyer.get_by_role("link", name="起草订单").first.click()
    fill(
        buyer,
        "form[data-guard]",
        deliver_at=f"{clock.today() + timedelta(days=60)}T10:00",
        place="三层卸货口",
        receiver_name="沈悦",
        receiver_phone="13800000000",
    )
    choice = buyer.locator("form[data-guard] [name=contract]")
    if not choice.input_value():
        choice.select_option(index=1)
    send(buyer, "起草订单")
    address = buyer.url
    fill(buyer, "form[action$='/send/']", person="沈毅")
    send(buyer, "发出订单")
    link = chosen_link(buyer)
    phone = visit(phone=True)
    phone.goto(link)
    assert is_within_width(phone)
    send(phone, "确认订单")
    phone.get_by_text("订单已确认").wait_for()
    phone.locator("form[action$='/delivered'] input[type=file]").set_input_files(photo)
    send(phone, "已送到")
    phone.get_by_text("已送达，谢谢").wait_for()
    buyer.goto(address)
    buyer.get_by_role("link", name="验收到货").click()
    send(buyer, "记录验收")
    buyer.get_by_text("已计入合同验收").wait_for()


def amend(world: World, visit: Any, scan: Path) -> None:
    """One more booth: the supplier's contract grows by a signed amendment."""
    buyer = visit("commerce")
    open_contract(buyer, world, "同声传译")
    before = cents(fact(buyer, "总额（含税，含补充协议）"))
    address = buyer.url
    buyer.get_by_role("link", name="起草补充协议").click()
    fill(buyer, "form[data-guard]", summary="分论坛加一间同传箱", reason="客户增加语种", amount_cents="1,234.50")
    send(buyer, "保存草稿")
    buyer.locator("#amendments").get_by_role("link", name="登记签订").click()
    buyer.fill("[name=signed_on]", clock.today().isoformat())
    buyer.locator("[name=scan]").set_input_files(scan)
    send(buyer, "登记签订")
    buyer.goto(address)
    assert cents(fact(buyer, "总额（含税，含补充协议）")) == before + MORE_CENTS
