"""One line: edited in its row, deleted and brought back, opened with everything behind it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.budget import forms, services
from huiwu.budget.models import Budget, BudgetLine
from huiwu.budget.queries.books import ledger_of, rows_behind
from huiwu.budget.rules.forecast import limit_of
from huiwu.budget.views.frame import line_of, number, opened, show_refusal, shown
from huiwu.event_plan.choices import BudgetCategory
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def show(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The line with its figures, the rows behind them, approvals, and leave to go beyond it."""
    _actor, budget = opened(request, slug)
    row = line_of(budget, key)
    if row.deleted_at is None and request.headers.get("HX-Target") == key:
        return _row(request, budget, row)
    return render(request, "budget/line.html", _line_page(budget, row))


def _line_page(budget: Budget, row: BudgetLine) -> dict[str, Any]:
    context: dict[str, Any] = {"meeting": budget.meeting, "budget": budget, "line": row, "key": row.key}
    if row.deleted_at is not None:
        return context
    ledger = ledger_of(budget)
    one = next(line for line in ledger.lines if line.key == row.key)
    return context | {
        "row": shown(ledger, one),
        "at": ledger.figures(row.key),
        "limit": limit_of(ledger.figures(row.key).approved, budget.threshold_bp),
        "rows": [r for r in rows_behind(ledger, line=row.key) if r.posting.account != "covered"],
        "approvals": row.approvals.select_related("approved_by"),
        "approval_form": forms.ApprovalForm(),
    }


@login_required
@READ_WRITE
def add(request: HttpRequest, slug: str) -> HttpResponse:
    actor, budget = opened(request, slug, "budget.edit")
    asked = request.GET.get("category", "")
    start: dict[str, Any] = {
        "category": asked if asked in BudgetCategory.values else BudgetCategory.VENUE,
        "unit": "lump",
    }
    start |= {
        "count": 1,
        "days": 1,
        "times": 1,
        "people_per_unit": 1,
        "spare": 0,
        "is_adjustable": True,
        "payer": "client",
    }
    form = forms.LineForm(request.POST or None, initial=start, meeting=budget.meeting)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.add_line(actor=actor, budget=budget, values=form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已加“{item}”。").format(item=row.item))
            return redirect(reverse("budget:budget", args=[slug]) + f"#{row.key}")
    context = {"meeting": budget.meeting, "budget": budget, "form": form, "line": None}
    return render(request, "budget/line_edit.html", context, status=422 if form.errors else 200)


@login_required
@READ_WRITE
def edit(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """In its row for htmx, on a page of its own without script. A stale form shows both values and keeps the typed ones."""
    actor, budget = opened(request, slug, "budget.edit")
    row = line_of(budget, key)
    if row.deleted_at is not None:
        raise NotFound
    form = forms.LineForm(request.POST or None, initial=forms.LineForm.initial_of(row), meeting=budget.meeting)
    context: dict[str, Any] = {"meeting": budget.meeting, "budget": budget, "form": form, "line": row}
    context["revision"] = row.revision
    if request.method == "POST":
        context["revision"] = number(request.POST.get("revision"))
        if form.is_valid():
            try:
                values = {"line_id": row.pk, "revision": context["revision"], "values": form.cleaned_data}
                saved = services.save_line(actor=actor, **values)
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except StaleEdit as stale:
                context |= _both(form, stale, budget)
            else:
                if request.headers.get("HX-Request"):
                    return _row(request, budget, saved, is_saved=True)
                messages.success(request, _("已保存。"))
                return redirect(reverse("budget:budget", args=[slug]) + f"#{key}")
    status = 200 if request.headers.get("HX-Request") else 409 if "stale" in context else 422 if form.errors else 200
    name = "budget/_row_edit.html" if request.headers.get("HX-Request") else "budget/line_edit.html"
    return render(request, name, context, status=status)


def _both(form: forms.LineForm, stale: StaleEdit, budget: Budget) -> dict[str, Any]:
    """Fields in which what was typed and what a colleague saved differ."""
    theirs = forms.LineForm(initial=forms.LineForm.initial_of(stale.theirs), meeting=budget.meeting)
    sides = [(field.label, _shown(field), _shown(theirs[field.name])) for field in form]
    rows = [row for row in sides if row[1] != row[2]]
    return {"stale": sentence_of(stale), "sides": rows, "revision": stale.theirs.revision}


def _shown(field: Any) -> str:
    """What stands in a field as a person reads it."""
    value = field.value()
    choices = dict(getattr(field.field, "choices", ()) or ())
    if choices:
        named = {str(getattr(code, "value", code)): str(label) for code, label in choices.items()}
        return named.get(str(value or ""), str(value or ""))
    if isinstance(value, bool) or value in ("on", None):
        return _("是") if value else _("否")
    return str(value)


def _row(request: HttpRequest, budget: Budget, row: BudgetLine, *, is_saved: bool = False) -> HttpResponse:
    """The row again; after saving also the sums it moved."""
    ledger = ledger_of(budget)
    line = next(line for line in ledger.lines if line.key == row.key)
    group = ledger.book.categories[line.category]
    context = {
        "meeting": budget.meeting,
        "budget": budget,
        "row": shown(ledger, line),
        "may_edit": True,
        "is_saved": is_saved,
        "group_code": line.category,
        "group_at": group,
        "total": ledger.book.total,
    }
    return render(request, "budget/_row_saved.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    actor, budget = opened(request, slug, "budget.edit")
    row = services.remove_line(actor=actor, line_id=line_of(budget, key).pk)
    messages.success(request, _("已删除“{item}”，它名下的款项暂列未分摊。").format(item=row.item))
    return redirect(reverse("budget:budget", args=[slug]) + f"?removed={key}")


@login_required
@require_POST
def restore(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    actor, budget = opened(request, slug, "budget.edit")
    row = services.restore_line(actor=actor, line_id=line_of(budget, key).pk)
    messages.success(request, _("已恢复“{item}”。").format(item=row.item))
    return redirect(reverse("budget:budget", args=[slug]) + f"#{key}")


@login_required
@require_POST
def approve(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    actor, budget = opened(request, slug, "budget.approve")
    row = line_of(budget, key)
    form = forms.ApprovalForm(request.POST)
    if form.is_valid():
        try:
            services.approve_overrun(actor=actor, line_id=row.pk, **form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已批准，并记下了理由。"))
            return redirect("budget:line", slug, key)
    return render(request, "budget/line.html", _line_page(budget, row) | {"approval_form": form}, status=422)
