"""The budget as a version keeps it: codes and figures, from which sheet, differences and baseline are made."""

from __future__ import annotations

from typing import Any

from huiwu.budget.models import Budget, BudgetLine
from huiwu.budget.queries.books import Ledger, ledger_of
from huiwu.budget.rules.forecast import RESERVE, Row
from huiwu.event_plan.queries import signed_plan
from huiwu.event_plan.rules import told
from huiwu.meetings.models import Meeting


def content_of(budget: Budget) -> dict[str, Any]:
    """Every line with its factors, the people they were reckoned with, and its amount."""
    ledger = ledger_of(budget)
    lines = [line_content(line, ledger.book.rows[line.key]) for line in ledger.lines]
    return {
        "pricing": budget.pricing,
        "lines": lines,
        "total_cents": sum(row["amount_cents"] for row in lines),
        "tax_cents": sum(row["tax_cents"] for row in lines),
        "plan_total_cents": plan_total(budget.meeting),
    }


def line_content(line: BudgetLine, row: Row) -> dict[str, Any]:
    heads = row.quantity.heads
    return {
        "key": line.key,
        "category": line.category,
        "item": line.item,
        "spec": line.spec,
        "unit": line.unit,
        "basis": line.basis,
        "group": line.group,
        "function": line.function.name if line.function else "",
        "people": heads.people if heads else None,
        "people_basis": heads.basis if heads else "",
        "count": str(line.count),
        "overage_permille": line.overage_permille,
        "people_per_unit": line.people_per_unit,
        "spare": line.spare,
        "days": str(line.days),
        "times": str(line.times),
        "quantity": str(row.quantity.value),
        "unit_cents": line.unit_cents,
        "tax_bp": line.tax_bp,
        "amount_cents": row.figures.estimate,
        "tax_cents": row.figures.tax,
        "payer": line.payer,
        "per_diem": line.per_diem,
        "is_adjustable": line.is_adjustable,
        "note": line.note,
    }


def plan_total(meeting: Meeting) -> int | None:
    """预算总额 of the signed event plan (G2); None before it is signed."""
    version = signed_plan(meeting)
    return told(version.content, "budget_total") if version else None


def reserve_bp(ledger: Ledger) -> int:
    """The reserve as a share of everything else, in basis points (「默认」 5–10 %)."""
    reserve = ledger.book.categories.get(RESERVE)
    rest = ledger.book.total.estimate - (reserve.estimate if reserve else 0)
    return reserve.estimate * 10_000 // rest if reserve and rest > 0 else 0
