"""The report the client reads, and every total added again from the exported archive."""

from __future__ import annotations

import json
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.walks.conftest import World, is_within_width
from tests.walks.money.buying import MORE_CENTS, SUPPLIER_CENTS
from tests.walks.money.pages import PAGES, chosen_link, column, fill, open_contract, send, sum_on
from tests.walks.money.venue import VENUE_CENTS
from tests.walks.test_signing import confirm, invited


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
