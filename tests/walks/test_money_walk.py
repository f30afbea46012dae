"""The money's walk: short list → inspection → the client's choice → contracts, quotations, order, invoices, payments → report."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PIL import Image
from python_calamine import CalamineWorkbook

from huiwu.invoices.demo_files import Paper, digital_number, einvoice_xml, ofd_package, paper_for_gross, unified_code
from huiwu.invoices.rules.judging import Entity
from huiwu.kernel import clock
from tests.cast import PASSWORD
from tests.invoices.samples import invoice_pdf
from tests.stand import Stand
from tests.walks.conftest import World, is_within_width
from tests.walks.test_signing import confirm, invited, open_event_plan

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

WALKERS = ("owner", "lead", "account", "planner", "compliance", "commerce", "venue", "technology", "materials")
TODAY = clock.today()
VENUE_CENTS, SUPPLIER_CENTS, MORE_CENTS = 77_000_000, 6_285_860, 123_450
"""What the two contracts are worth: the house's quote, and 413 units at the price quoted over the link; its amendment."""
TYPED, LINKED, EXCEL = "158.35", "152.20", 165.5
"""Yuan for every line, by the three ways a quotation comes."""
LOAD = f"""
from huiwu.accounts.models import User
from huiwu.config.demo.loading import play
from huiwu.config.demo.scripts import SCRIPTS
from huiwu.kernel import clock
meeting = play(SCRIPTS["forum"], stage="planning", people=1200, seed=1, today=clock.today())
for user in User.objects.filter(email__in=[key + "@example.test" for key in {WALKERS!r}]):
    user.set_password({PASSWORD!r})
    user.save()
print(meeting.slug)
"""


class MoneyWorld(World):
    """Tolerates what a browser says of itself while a walk has pulled the cable."""

    def _hear(self, page: Any, words: str) -> None:
        if not any(word in words for word in ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")):
            super()._hear(page, words)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A forum of its own: this walk signs what other walks need unsigned."""
    stand = Stand(tmp_path_factory.mktemp("money"))
    stand.set_up()
    forum = stand.python(LOAD).splitlines()[-1]
    stand.start()
    yield MoneyWorld(stand, forum)
    stand.stop()


def send(page: Any, button: str, within: str = "main") -> None:
    """Press the button of that name and wait for the page that answers; nothing may be refused."""
    with page.expect_navigation() as answer:
        page.locator(within).get_by_role("button", name=button, exact=True).first.click()
    assert answer.value is None or answer.value.status < 400, page.locator("main").inner_text()
    page.wait_for_load_state()
    assert is_within_width(page), page.url


def unfolded(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


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


def chosen_link(page: Any) -> str:
    """The address shown once on the page that answers."""
    html = page.content()
    start = html.index("/l/")
    return html[start : min(html.index(mark, start) for mark in ('"', "<") if mark in html[start:])].strip()


def fill(page: Any, form: str, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"{form} [name={name}]").first.fill(value)


def fact(page: Any, label: str) -> str:
    """What stands beside a label in the facts of a page."""
    return str(page.locator(f"dl.facts dt:text-is('{label}') + dd").first.inner_text()).strip()


def cents(text: str) -> int:
    """¥1,234.50 as it stands on a page, in cents: the walk's own reading."""
    whole, _point, part = text.replace("¥", "").replace(",", "").replace("元", "").strip().partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


PAGES = (
    "site-visits/", "site-visits/comparison/", "site-visits/choice/", "procurement/", "contracts/", "contracts/due/",
    "contracts/exposure/", "orders/", "orders/deliveries/", "invoices/", "payments/", "payments/paid/",
    "payments/receipts/", "payments/matching/", "payments/dues/", "budget/", "budget/ledger/", "budget/allocations/",
    "budget/what-if/", "budget/adjustments/", "budget/reports/", "suppliers/", "bookings/",
)  # fmt: skip


def in_yuan(amount: int) -> str:
    return f"{amount // 100:,}.{amount % 100:02}"


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
    form.locator("[name=signed_on]").fill(TODAY.isoformat())
    form.locator("[name=scan]").set_input_files(scan)
    send(buyer, "登记签订")
    send(buyer, "复核扫描件")
    buyer.get_by_text("扫描件完好").first.wait_for()


def rent_the_venue(world: World, visit: Any, scan: Path) -> None:
    buyer = visit("commerce")
    buyer.goto(f"/m/{world.forum}/site-visits/")
    buyer.locator("a.row-link").first.click()
    send(buyer, "起草场地合同")
    contracted(visit, buyer, scan)
    assert cents(fact(buyer, "合同额（含税）")) == VENUE_CENTS


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
        deliver_at=f"{TODAY + timedelta(days=60)}T10:00",
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


def open_contract(page: Any, world: World, part: str) -> None:
    page.goto(f"/m/{world.forum}/contracts/")
    page.locator("main table a", has_text=part).first.click()
    page.wait_for_url("**/contracts/*-*/")


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
    plain = Paper(digital_number(TODAY, 900 + serial), TODAY, ours, theirs, ())
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
    buyer.fill("[name=signed_on]", TODAY.isoformat())
    buyer.locator("[name=scan]").set_input_files(scan)
    send(buyer, "登记签订")
    buyer.goto(address)
    assert cents(fact(buyer, "总额（含税，含补充协议）")) == before + MORE_CENTS


def receive(world: World, visit: Any, scan: Path) -> None:
    """The client signs the main contract on a phone and pays its first instalment."""
    keeper = visit("commerce")
    open_contract(keeper, world, "会务服务合同")
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
        received_on=TODAY.isoformat(),
        payer="启明科技",
        reference="R-1",
    )
    keeper.locator("main form [name=file]").set_input_files(scan)
    send(keeper, "登记收款")
    assert cents(fact(keeper, "已收")) == 132_000_000


def report(world: World, visit: Any) -> str:
    """The client signs the budget; what was bought stands on its lines; the report as it is read by link on a phone."""
    lead = visit("lead")
    lead.goto(f"/m/{world.forum}/budget/")
    send(lead, "提交版本，请客户确认")
    phone = visit(phone=True)
    phone.goto(invited(lead))
    assert is_within_width(phone)
    confirm(phone, "副总裁")
    keeper = visit("commerce")
    keeper.goto(f"/m/{world.forum}/budget/allocations/")
    if keeper.get_by_role("button", name="确认勾选的建议").count():
        send(keeper, "确认勾选的建议")
    keeper.goto(f"/m/{world.forum}/budget/reports/")
    send(keeper, "起草新一期")
    fill(keeper, "form[action$='/send/']", person="赵明远")
    send(keeper, "发给客户")
    client = visit(phone=True)
    client.goto(chosen_link(keeper))
    assert is_within_width(client)
    confirm(client, "副总裁")
    return str(client.inner_text("#sheet"))


def look_on_a_phone(world: World, visit: Any) -> None:
    """The pages of the money as they stand at the end, read by the lead on a phone: nothing is scrolled sideways."""
    phone = visit("lead", phone=True)
    wide = []
    for page in PAGES:
        assert phone.goto(f"/m/{world.forum}/{page}").status == 200
        if not is_within_width(phone):
            wide.append(page)
    open_contract(phone, world, "场地租赁")
    assert (wide, is_within_width(phone)) == ([], True)


def rows_of(archive: Path) -> dict[str, list[dict[str, Any]]]:
    """Every record of an exported meeting by the name of its file."""
    with zipfile.ZipFile(archive) as package:
        return {
            Path(name).stem: [json.loads(line) for line in package.read(name).decode().splitlines() if line]
            for name in package.namelist()
            if name.endswith(".jsonl")
        }


def recompute(world: World, visit: Any, tmp_path: Path) -> tuple[int, int]:
    """The pages' totals are the sums of the archive's rows, added here by hand, to the cent: (committed, paid)."""
    archive = tmp_path / "会议.zip"
    told = world.stand.huiwu("export", world.forum, "--out", str(archive))
    assert told.returncode == 0, told.stderr
    rows = rows_of(archive)
    contracts = {row["id"]: row for row in rows["contracts"] if row["status"] == "signed"}
    bought = {key: row["amount_cents"] for key, row in contracts.items() if row["direction"] == "payable"}
    assert sorted(bought.values()) == [SUPPLIER_CENTS, VENUE_CENTS]
    for row in rows["amendments"]:
        if row["status"] == "signed":
            bought[row["contract"]] += row["amount_cents"]
    of_request = {row["id"]: row["contract"] for row in rows["payment_requests"]}
    spent: dict[str, int] = dict.fromkeys(bought, 0)
    for row in rows["payments"]:
        if not row["voided_at"]:
            spent[of_request[row["request"]]] += row["amount_cents"]
    committed, paid = sum(bought.values()), sum(spent.values())
    billed = sum(row["gross_cents"] for row in rows["invoices"] if row["state"] in ("verified", "reimbursed"))
    assert committed == SUPPLIER_CENTS + MORE_CENTS + VENUE_CENTS
    assert billed == paid == (SUPPLIER_CENTS + VENUE_CENTS) * 3 // 10
    assert [row["amount_cents"] for row in rows["receipts"]] == [132_000_000]
    assert [row["amount_cents"] for row in rows["contract_acceptances"]] == [SUPPLIER_CENTS]

    keys = {row["id"]: row["key"] for row in rows["budget_lines"]}
    lined: dict[str, Fraction] = {}
    paid_on: dict[str, Fraction] = {}
    for row in rows["budget_allocations"]:
        key, share = keys[row["line"]], Fraction(row["amount_cents"], contracts[row["source_id"]]["amount_cents"])
        lined[key] = lined.get(key, Fraction()) + share * bought[row["source_id"]]
        paid_on[key] = paid_on.get(key, Fraction()) + share * spent[row["source_id"]]
    assert (sum(lined.values()), sum(paid_on.values())) == (committed, paid)

    page = visit("lead")
    page.goto(f"/m/{world.forum}/budget/")
    assert (sum_on(page, "已签"), sum_on(page, "已付")) == (committed, paid)
    assert column(page, keys.values(), "已签") == {key: int(amount) for key, amount in lined.items()}
    shown = column(page, keys.values(), "已付")
    assert sum(shown.values()) == paid
    assert {key for key, amount in shown.items() if abs(amount - paid_on[key]) >= 1} == set()
    return committed, paid


def column(page: Any, keys: Iterable[str], label: str) -> dict[str, int]:
    """What the budget's table shows of each line in one column, in cents; lines with nothing left out."""
    cells = {key: page.locator(f"#{key} td[data-label='{label}']").inner_text() for key in keys}
    return {key: cents(text) for key, text in cells.items() if text.strip() not in ("—", "¥0.00")}


def sum_on(page: Any, label: str) -> int:
    return cents(page.locator(f"#budget-total dt:text-is('{label}') + dd").inner_text())


def test_from_the_short_list_to_the_clients_report(world: World, visit: Any, tmp_path: Path) -> None:
    photo = tmp_path / "IMG_0001.jpg"
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(photo, quality=90)
    scan = tmp_path / "签署件.pdf"
    Image.new("RGB", (400, 560), "white").save(scan)
    sign_plan(world, visit)
    inspect(world, visit, photo)
    recommend(world, visit)
    rent_the_venue(world, visit, scan)
    quote(world, visit, tmp_path)
    select(world, visit)
    contract_supplier(world, visit, scan)
    order(world, visit, photo)
    bill(world, visit, tmp_path)
    pay(world, visit, scan)
    amend(world, visit, scan)
    receive(world, visit, scan)
    told = report(world, visit)
    committed, paid = recompute(world, visit, tmp_path)
    look_on_a_phone(world, visit)
    assert (in_yuan(committed) in told, in_yuan(paid) in told) == (True, True)
