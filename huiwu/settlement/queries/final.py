"""决算表: budget, changes, contracts, payments, invoices and differences line by line, out of the one ledger of the budget."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Sum

from huiwu.budget.choices import Pricing
from huiwu.budget.models import BudgetLine
from huiwu.budget.queries.books import Ledger, budget_of, ledger_of
from huiwu.contracts.queries import main_contract, total_cents
from huiwu.documents.choices import ChangeOrderStatus
from huiwu.documents.models import ChangeOrder, Document, Version
from huiwu.documents.queries import latest, signed_version
from huiwu.event_plan.choices import BudgetCategory
from huiwu.meetings.models import Meeting
from huiwu.payments.models import Receipt
from huiwu.settlement.choices import FINAL
from huiwu.settlement.errors import NoBudget
from huiwu.settlement.queries.papers import missing_papers, papers_of
from huiwu.settlement.queries.suppliers import unsettled
from huiwu.settlement.rules import permille

UNALLOCATED = "unallocated"


def final_document(meeting: Meeting) -> Document | None:
    return latest(meeting, FINAL)


def signed_final(meeting: Meeting) -> Version | None:
    document = final_document(meeting)
    return signed_version(document) if document else None


def final_content(meeting: Meeting, reasons: dict[str, str], conclusion: str) -> dict[str, Any]:
    """What the settlement says today: a snapshot of figures with the typed reasons. Raises NoBudget."""
    budget = budget_of(meeting)
    if budget is None:
        raise NoBudget
    ledger = ledger_of(budget)
    numbers = _change_numbers(ledger)
    rows = [_line(ledger, line, numbers.get(line.key, ""), reasons.get(line.key, "")) for line in ledger.lines]
    if loose := _loose(ledger, reasons.get(UNALLOCATED, "")):
        rows.append(loose)
    return {
        "pricing": budget.pricing,
        "threshold_permille": budget.threshold_bp // 10,
        "lines": rows,
        "conclusion": conclusion,
        "client": _client(meeting),
        "unsigned_changes": _unsigned_changes(meeting),
        "unsettled": [f"{row.contract.number} {row.contract.party_name}" for row in unsettled(meeting)],
        "papers": sorted({paper.kind for paper in papers_of(meeting)}),
        "missing_papers": [str(kind) for kind in missing_papers(meeting)],
    }


def _line(ledger: Ledger, line: BudgetLine, changes: str, reason: str) -> dict[str, Any]:
    at = ledger.figures(line.key)
    return _figures(line.key, line.category, line.item, at, ledger, changes, reason)


def _loose(ledger: Ledger, reason: str) -> dict[str, Any] | None:
    """What is on no line of the budget: shown, or the totals would lie."""
    at = ledger.book.unallocated
    if not (at.committed or at.invoiced or at.paid or at.adjusted):
        return None
    return _figures(UNALLOCATED, "", "", at, ledger, "", reason)


def _figures(key: str, category: str, item: str, at: Any, ledger: Ledger, changes: str, reason: str) -> dict[str, Any]:
    budgeted = at.baseline + at.adjusted
    actual = max(at.incurred, at.paid)
    line = "" if key == UNALLOCATED else key
    return {
        "key": key,
        "category": category,
        "item": item,
        "budget_cents": at.baseline,
        "changed_cents": at.adjusted,
        "contract_cents": at.committed,
        "actual_cents": actual,
        "paid_cents": at.paid,
        "invoices": _labels(ledger, line, "invoiced"),
        "changes": changes,
        "variance_cents": actual - budgeted,
        "variance_permille": permille(actual - budgeted, budgeted),
        "reason": reason,
    }


def _labels(ledger: Ledger, line: str, account: str) -> list[str]:
    """The numbers of the records behind a figure, each once."""
    keys = dict.fromkeys(entry.source for entry in ledger.entries if entry.line == line and entry.account == account)
    return [ledger.sources[key].label for key in keys if key in ledger.sources]


def _change_numbers(ledger: Ledger) -> dict[str, str]:
    """Change orders by budget line, as they are numbered."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = ledger.budget.adjustments.filter(change_order__isnull=False).select_related("line", "change_order__sheet")
    for row in rows.order_by("made_at"):
        if row.change_order and row.change_order.sheet:
            found[row.line.key].append(row.change_order.sheet.number)
    return {key: "、".join(dict.fromkeys(values)) for key, values in found.items()}


def _unsigned_changes(meeting: Meeting) -> list[dict[str, Any]]:
    """Change orders with a cost that the client did not sign (OM-146)."""
    costly = ChangeOrder.objects.filter(document__meeting=meeting).exclude(cost_cents=0)
    costly = costly.exclude(status=ChangeOrderStatus.WITHDRAWN).select_related("sheet")
    return [
        {"number": row.sheet.number if row.sheet else "", "summary": row.summary, "cost_cents": row.cost_cents}
        for row in costly
        if not _is_signed_by_client(row)
    ]


def _is_signed_by_client(order: ChangeOrder) -> bool:
    version = order.signed_version
    return version is not None and version.signoffs.filter(decision="confirmed", by_client=True).exists()


def _client(meeting: Meeting) -> dict[str, Any]:
    """What the client owes by the main contract with its signed changes, and what came in."""
    contract = main_contract(meeting)
    received = Receipt.objects.filter(meeting=meeting, voided_at=None, contract=contract) if contract else None
    return {
        "number": contract.number if contract else "",
        "contract_cents": contract.amount_cents if contract else 0,
        "changed_cents": total_cents(contract) - contract.amount_cents if contract else 0,
        "received_cents": (received.aggregate(n=Sum("amount_cents"))["n"] or 0) if received is not None else 0,
    }


def sums_of(lines: list[dict[str, Any]]) -> dict[str, int]:
    """The totals of a settlement are the sums of its lines and nothing else."""
    names = ("budget_cents", "changed_cents", "contract_cents", "actual_cents", "paid_cents", "variance_cents")
    return {name: sum(line[name] for line in lines) for name in names}


def by_category(lines: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Lines under their category in the tree's order, those on no line last."""
    order = [*BudgetCategory.values, ""]
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        found[line["category"]].append(line)
    return [(category, found[category]) for category in order if found[category]]


def shows_cost(content: dict[str, Any]) -> bool:
    """据实结算 shows what everything cost; 总价包干 only what was agreed and what changed."""
    return bool(content.get("pricing") == Pricing.COST_PLUS)
