"""What every stage of the walk does on a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.walks.conftest import World, is_within_width

PAGES = (
    "site-visits/", "site-visits/comparison/", "site-visits/choice/", "procurement/", "contracts/", "contracts/due/",
    "contracts/exposure/", "orders/", "orders/deliveries/", "invoices/", "payments/", "payments/paid/",
    "payments/receipts/", "payments/matching/", "payments/dues/", "budget/", "budget/ledger/", "budget/allocations/",
    "budget/what-if/", "budget/adjustments/", "budget/reports/", "suppliers/", "bookings/",
)  # fmt: skip


def send(page: Any, button: str, within: str = "main") -> None:
    """Press the button of that name and wait for the page that answers; nothing may be refused."""
    with page.expect_navigation() as answer:
        page.locator(within).get_by_role("button", name=button, exact=True).first.click()
    assert answer.value is None or answer.value.status < 400, page.locator("main").inner_text()
    page.wait_for_load_state()
    assert is_within_width(page), page.url


def unfolded(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


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


def in_yuan(amount: int) -> str:
    return f"{amount // 100:,}.{amount % 100:02}"


def open_contract(page: Any, world: World, part: str) -> None:
    page.goto(f"/m/{world.forum}/contracts/")
    page.locator("main table a", has_text=part).first.click()
    page.wait_for_url("**/contracts/*-*/")


def column(page: Any, keys: Iterable[str], label: str) -> dict[str, int]:
    """What the budget's table shows of each line in one column, in cents; lines with nothing left out."""
    cells = {key: page.locator(f"#{key} td[data-label='{label}']").inner_text() for key in keys}
    return {key: cents(text) for key, text in cells.items() if text.strip() not in ("—", "¥0.00")}


def sum_on(page: Any, label: str) -> int:
    return cents(page.locator(f"#budget-total dt:text-is('{label}') + dd").inner_text())
