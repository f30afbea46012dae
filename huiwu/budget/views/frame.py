"""What the pages of the budget share: meeting and budget for an actor, rows of the table, refusals on a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from huiwu.budget.models import Budget, BudgetLine
from huiwu.budget.queries.books import Ledger, budget_of
from huiwu.budget.queries.content import line_content
from huiwu.budget.rules.forecast import RESERVE, Figures
from huiwu.budget.sheets.budget import category_word
from huiwu.budget.words import formula, plain_number, unit_word
from huiwu.event_plan.choices import BudgetCategory
from huiwu.foundation.actors import Actor
from huiwu.foundation.pages import actor_of
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for


def opened(request: HttpRequest, slug: str, permission: str = "budget.view") -> tuple[Actor, Budget]:
    """The actor and the meeting's budget. NotFound before there is one."""
    actor = actor_of(request)
    budget = budget_of(meeting_for(actor, slug, permission))
    if budget is None:
        raise NotFound
    return actor, budget


def line_of(budget: Budget, key: str) -> BudgetLine:
    row = budget.lines.select_related("supplier", "function", "saved_by").filter(key=key).first()
    if row is None:
        raise NotFound
    row.budget = budget
    return row


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as a table shows it."""

    line: BudgetLine
    at: Figures
    how: str
    quantity: str
    is_over: bool
    stands_in: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A category with its lines and sums."""

    code: str
    word: str
    at: Figures
    rows: list[Shown]


def shown(ledger: Ledger, line: BudgetLine) -> Shown:
    row = ledger.book.rows[line.key]
    quantity = f"{plain_number(row.quantity.value)} {unit_word(line.unit)}"
    how = formula(line_content(line, row))
    over = ledger.is_over(line.key)
    return Shown(
        line, row.figures, how, quantity, over, row.quantity.stands_in(line.factors) or not row.quantity.is_known
    )


def groups_of(ledger: Ledger) -> list[Group]:
    """The tree's first level with its lines, empty categories left out."""
    by_code: dict[str, list[Shown]] = {code: [] for code in BudgetCategory.values}
    for line in ledger.lines:
        by_code[line.category].append(shown(ledger, line))
    return [
        Group(code, category_word(code), ledger.book.categories[code], rows) for code, rows in by_code.items() if rows
    ]


def pictures_of(groups: list[Group]) -> list[tuple[str, int, int]]:
    """Committed against approved, in yuan, for the bar chart."""
    rows = [group for group in groups if group.code != RESERVE or group.at.approved]
    return [(group.word, round(group.at.committed / 100), round(group.at.approved / 100)) for group in rows]


def show_refusal(form: Any, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def number(text: str | None) -> int:
    """A number as posted; 0 for anything that is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def meeting_of(request: HttpRequest, slug: str, permission: str) -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)
