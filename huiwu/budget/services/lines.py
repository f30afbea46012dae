"""Write, delete and bring back lines; set head-counts; take in many lines at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.budget.choices import Basis, Group
from huiwu.budget.events import (
    BudgetHeadcountsSet,
    BudgetLineRemoved,
    BudgetLineRestored,
    BudgetLineSaved,
    BudgetLinesImported,
)
from huiwu.budget.models import Budget, BudgetLine, Headcount
from huiwu.budget.rules.beginnings import Draft
from huiwu.event_plan.choices import BudgetCategory
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit

COLUMNS = (
    "category", "item", "spec", "unit", "basis", "group", "function", "count", "overage_permille", "people_per_unit",
    "spare", "days", "times", "unit_cents", "tax_bp", "payer", "per_diem", "is_adjustable", "is_settled", "supplier", "note",
)  # fmt: skip
MOST_LINES = 3000
"""「默认」 A budget of more lines is several budgets."""


@transaction.atomic
def add_line(*, actor: Actor, budget: Budget, values: Mapping[str, Any]) -> BudgetLine:
    """A new line behind the others of its category. Raises InvalidInput."""
    require(actor, "budget.edit", budget.meeting)
    kept = _checked(budget, values)
    _room_for(budget, 1)
    (key,) = _keys(budget, 1)
    row = BudgetLine.objects.create(budget=budget, key=key, order=int(key[1:]), saved_by=actor.user, **kept)
    _said(BudgetLineSaved(meeting_id=budget.meeting_id, line_id=row.pk), actor, budget)
    return row


@transaction.atomic
def save_line(*, actor: Actor, line_id: UUID, revision: int, values: Mapping[str, Any]) -> BudgetLine:
    """Write a line if it is still as it was shown. Raises StaleEdit (`theirs` is the line now), InvalidInput, NotFound."""
    row = _line(line_id)
    require(actor, "budget.edit", row.budget.meeting)
    kept = _checked(row.budget, values)
    fresh = BudgetLine.objects.filter(pk=line_id, revision=revision, deleted_at=None)
    if not fresh.update(**kept, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now()):
        raise _stale(line_id)
    _said(BudgetLineSaved(meeting_id=row.budget.meeting_id, line_id=row.pk), actor, row.budget)
    row.refresh_from_db()
    return row


@transaction.atomic
def remove_line(*, actor: Actor, line_id: UUID) -> BudgetLine:
    """Delete a line; it can be brought back with everything on it. Meanwhile its money stands on 未分摊."""
    row = _line(line_id)
    require(actor, "budget.edit", row.budget.meeting)
    gone = BudgetLine.objects.filter(pk=line_id, deleted_at=None)
    if gone.update(deleted_at=clock.now(), saved_by=actor.user, revision=F("revision") + 1):
        _said(BudgetLineRemoved(meeting_id=row.budget.meeting_id, line_id=row.pk), actor, row.budget)
    return row


@transaction.atomic
def restore_line(*, actor: Actor, line_id: UUID) -> BudgetLine:
    """Undo a deletion. Twice is harmless."""
    row = _line(line_id)
    require(actor, "budget.edit", row.budget.meeting)
    if (
        BudgetLine.objects.filter(pk=line_id)
        .exclude(deleted_at=None)
        .update(deleted_at=None, saved_by=actor.user, revision=F("revision") + 1)
    ):
        _said(BudgetLineRestored(meeting_id=row.budget.meeting_id, line_id=row.pk), actor, row.budget)
    return row


@transaction.atomic
def set_headcounts(*, actor: Actor, budget: Budget, numbers: Mapping[tuple[str, str], int | None]) -> None:
    """Write people by (group, basis); None takes a number back, so that the brief's counts again. Raises InvalidInput."""
    require(actor, "budget.edit", budget.meeting)
    for (group, basis), people in numbers.items():
        if group not in Group.values or basis not in Basis.values or not (people is None or 0 <= people <= 200_000):
            raise InvalidInput(fields={f"{group}__{basis}": [_("人数须为 0 到 200000 之间的整数")]}, detail="")
        if people is None:
            Headcount.objects.filter(budget=budget, group=group, basis=basis).delete()
        else:
            kept = {"people": people, "saved_by": actor.user}
            Headcount.objects.update_or_create(budget=budget, group=group, basis=basis, defaults=kept)
    _said(BudgetHeadcountsSet(meeting_id=budget.meeting_id, budget_id=budget.pk), actor, budget)


@transaction.atomic
def import_lines(*, actor: Actor, budget: Budget, drafts: Iterable[Draft]) -> int:
    """Add lines read from a file. Raises InvalidInput when there are too many."""
    require(actor, "budget.edit", budget.meeting)
    made = write_drafts(budget, list(drafts), actor)
    if made:
        _said(BudgetLinesImported(meeting_id=budget.meeting_id, budget_id=budget.pk, count=made), actor, budget)
    return made


def write_drafts(budget: Budget, drafts: list[Draft], actor: Actor) -> int:
    """In the caller's transaction and with the caller's permission."""
    _room_for(budget, len(drafts))
    keys = _keys(budget, len(drafts)) if drafts else []
    BudgetLine.objects.bulk_create(
        BudgetLine(budget=budget, key=key, order=int(key[1:]), saved_by=actor.user, **_columns(draft))
        for key, draft in zip(keys, drafts, strict=True)
    )
    return len(drafts)


def _columns(draft: Draft) -> dict[str, Any]:
    f = draft.factors
    return {
        "category": draft.category,
        "item": draft.item[:120],
        "spec": draft.spec[:200],
        "unit": draft.unit,
        "basis": f.basis,
        "group": f.subject if f.basis else Group.ALL,
        "count": f.count,
        "overage_permille": f.overage_permille,
        "people_per_unit": f.people_per_unit,
        "spare": f.spare,
        "days": f.days,
        "times": f.times,
        "unit_cents": draft.unit_cents,
        "tax_bp": draft.tax_bp,
        "per_diem": draft.per_diem,
        "is_adjustable": draft.is_adjustable,
        "note": draft.note[:500],
    }


def _keys(budget: Budget, count: int) -> list[str]:
    """Keys never given before; the update keeps two writers apart."""
    Budget.objects.filter(pk=budget.pk).update(last_key=F("last_key") + count)
    last = Budget.objects.values_list("last_key", flat=True).get(pk=budget.pk)
    return [f"L{number:03d}" for number in range(last - count + 1, last + 1)]


def _room_for(budget: Budget, more: int) -> None:
    if budget.lines.filter(deleted_at=None).count() + more > MOST_LINES:
        said = _("一份预算最多 {most} 行").format(most=MOST_LINES)
        raise InvalidInput(fields={"file": [said]}, detail=said)


def _checked(budget: Budget, values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: values[name] for name in COLUMNS if name in values}
    wrong: dict[str, list[str]] = {}
    if kept.get("category") not in BudgetCategory.values:
        wrong["category"] = [_("请选择科目")]
    if not str(kept.get("item") or "").strip():
        wrong["item"] = [_("请写明项目")]
    if not 0 <= int(kept.get("unit_cents") or 0) <= 10**13:
        wrong["unit_cents"] = [_("单价不能为负，也不能超过一千亿元")]
    for name in ("count", "days", "times"):
        if not 0 <= Decimal(kept.get(name) or 0) <= 1_000_000:
            wrong[name] = [_("须在 0 到 1000000 之间")]
    function = kept.get("function")
    if function is not None and function.meeting_id != budget.meeting_id:
        wrong["function"] = [_("请选择本会议的功能单元")]
    if wrong:
        raise InvalidInput(fields=wrong, detail=_("；").join(s for rows in wrong.values() for s in rows))
    return kept


def _line(line_id: UUID) -> BudgetLine:
    row = BudgetLine.objects.select_related("budget__meeting__org").filter(pk=line_id).first()
    if row is None:
        raise NotFound
    return row


def _stale(line_id: UUID) -> StaleEdit:
    row = BudgetLine.objects.select_related("saved_by", "budget", "function", "supplier").get(pk=line_id)
    return StaleEdit(theirs=row, who=row.saved_by.name if row.saved_by else _("同事"))


def _said(fact: Any, actor: Actor, budget: Budget) -> None:
    record(fact, actor=actor, org_id=budget.meeting.org_id)
