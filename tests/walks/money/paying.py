"""Invoices in, payments out, the client's money in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huiwu.invoices.demo_files import Paper, digital_number, einvoice_xml, ofd_package, paper_for_gross
from huiwu.invoices.rules.judging import Entity
from huiwu.kernel import clock
from tests.invoices.samples import invoice_pdf
from tests.walks.conftest import World, is_within_width
from tests.walks.money.pages import cents, fact, fill, open_contract, send, unfolded
from tests.walks.test_signing import confirm, invited


def bill(world: World, visit: Any, tmp_path: Path) -> None:
    """The supplier's first invoice as XML with its PDF beside it, the venue's as OFD; both belong to their terms."""
    keeper = visit("commerce")
    first = invoice(keeper, world, "同声传译", "预付款", 1)
    xml, print_, ofd = tmp_path / "发票.xml", tmp_path / "发票.pdf", tmp_path / "发票.ofd"
    xml.write_bytes(einvoice_xml(first))
    print_.write_bytes(invoice_pdf(first))
    ofd.write_bytes(ofd_package(invoice(keeper, world, "场地租赁", "定金", 2)))
    for file, more, part in ((xml, print_, "预付款"), (ofd, None, "定金")):
        keeper.goto(f"/m/{world.forum}/invoices/add/")
        keeper.locator("#files [name=files], [name=files]").first.set_input_files(file)
        send(keeper, "读取并登记")
        if more is not None:
            keeper.locator("form[action$='/files/'] [name=file]").set_input_files(more)
            send(keeper, "加入并核对")
        assert keeper.get_by_text("核对无误").count() == 1, keeper.inner_text("#issues")
        keeper.get_by_role("link", name="归属").click()
        term = keeper.locator("[name=term]")
        if not term.input_value():
            term.select_option(label=next(one for one in term.locator("option").all_inner_texts() if part in one))
        send(keeper, "保存")
        send(keeper, "验票通过")


def invoice(page: Any, world: World, contract: str, part: str, serial: int) -> Paper:
    """An invoice from the other side to us over the whole of one term, as the contract's page says it."""
    open_contract(page, world, contract)
    row = page.locator("#terms tr", has_text=part)
    theirs = Entity(fact(page, "对方"), fact(page, "统一社会信用代码"))
    amount = cents(row.locator("td[data-label='金额（含税）']").inner_text())
    page.goto(f"/m/{world.forum}/invoices/add/")
    ours = Entity(fact(page, "名称"), fact(page, "税号"))
    plain = Paper(digital_number(clock.today(), 900 + serial), clock.today(), ours, theirs, ())
    return paper_for_gross(amount, 600, "*会展服务*会议服务费", plain)


def pay(world: World, visit: Any, scan: Path) -> None:
    """Each term whose invoice is in: asked for out of the dues, approved up the chain by others, paid."""
    keeper = visit("commerce")
    for part in ("预付款", "定金"):
        keeper.goto(f"/m/{world.forum}/payments/dues/")
        row = keeper.locator("main tr", has_text="应付").filter(has_text=part).first
        row.get_by_role("link", name="申请付款").click()
        send(keeper, "保存")
        address = keeper.url
        unfolded(keeper)
        box = keeper.locator("form[action$='/invoices/'] input[name^='invoice-']").first
        box.fill(fact(keeper, "申请金额（价税合计）").replace("¥", "").replace(",", ""))
        send(keeper, "保存所附发票")
        send(keeper, "提交审批")
        assert keeper.get_by_role("button", name="同意").count() == 0
        for who in ("lead", "owner", "owner"):
            other = visit(who)
            other.goto(address)
            if other.get_by_role("button", name="同意").count():
                send(other, "同意")
            other.context.close()
        keeper.goto(address)
        keeper.locator("[name=reference]").fill(f"P-{part}")
        keeper.locator("[name=voucher]").set_input_files(scan)
        send(keeper, "记录付款")
        assert fact(keeper, "未付") == "¥0.00"


def approve(keeper: Any, visit: Any) -> None:
    """The draft on screen goes to review; somebody else approves it."""
    send(keeper, "送审")
    second = visit("compliance")
    second.goto(keeper.url)
    send(second, "审核通过")
    keeper.reload()


def receive(world: World, visit: Any, scan: Path) -> None:
    """The client signs the main contract on a phone and pays its first instalment."""
    keeper = visit("commerce")
    open_contract(keeper, world, "会务服务合同")
    if keeper.get_by_role("button", name="送审").count():  # how far the demo has come depends on the weekday
        approve(keeper, visit)
    keeper.get_by_role("link", name="发送签署链接或登记纸本").click()
    keeper.wait_for_url("**/documents/versions/**")
    phone = visit(phone=True)
    phone.goto(invited(keeper))
    assert is_within_width(phone)
    confirm(phone, "副总裁")
    keeper.goto(f"/m/{world.forum}/payments/receipts/")
    term = keeper.locator("[name=source] option", has_text="预付款").first
    keeper.select_option("[name=source]", term.get_attribute("value"))
    fill(
        keeper,
        "main form",
        amount_cents="1,320,000.00",
        received_on=clock.today().isoformat(),
        payer="启明科技",
        reference="R-1",
    )
    keeper.locator("main form [name=file]").set_input_files(scan)
    send(keeper, "登记收款")
    assert cents(fact(keeper, "已收")) == 132_000_000
