"""What changes the approved budget: the reserve and its draws, transfers, change orders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.budget import forms, services
from huiwu.budget.models import Adjustment, Budget
from huiwu.budget.queries.books import lines_of
from huiwu.budget.queries.reserve import draws_of, reserve_of
from huiwu.budget.services.approving import AGREED
from huiwu.budget.views.frame import opened, show_refusal
from huiwu.documents.queries.register import change_orders_of
from huiwu.event_plan.choices import BudgetCategory
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.errors import InvalidInput, Refusal
from huiwu.kernel.money import cents_from_text


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    _actor, budget = opened(request, slug)
    return render(request, "budget/adjustments.html", _page(budget))


def _page(budget: Budget) -> dict[str, Any]:
    lines = [line for line in lines_of(budget) if line.category != BudgetCategory.RESERVE]
    adjustable = [line for line in lines if line.is_adjustable]
    made = Adjustment.objects.filter(budget=budget).select_related("line", "made_by", "change_order__sheet__meeting")
    rows = list(made)
    booked: dict[Any, int] = {}
    for row in rows:
        if row.change_order_id:
            booked[row.change_order_id] = booked.get(row.change_order_id, 0) + row.amount_cents
    orders = [order for order in change_orders_of(budget.meeting) if order.cost_cents]
    return {
        "meeting": budget.meeting,
        "budget": budget,
        "reserve": reserve_of(budget),
        "draws": draws_of(budget),
        "orders": [
            {
                "order": order,
                "booked": booked.get(order.pk, 0),
                "is_agreed": order.status in AGREED,
                "is_open": order.status in AGREED and booked.get(order.pk, 0) != order.cost_cents,
            }
            for order in orders
        ],
        "adjustments": [row for row in reversed(rows) if row.baseline_id == budget.baseline_id],
        "lines": lines,
        "draw_form": forms.DrawForm(lines=lines),
        "transfer_form": forms.TransferForm(lines=adjustable),
    }


def _again(request: HttpRequest, budget: Budget, refusal: Refusal, **more: Any) -> HttpResponse:
    context = _page(budget) | {"refusal": sentence_of(refusal)} | more
    return render(request, "budget/adjustments.html", context, status=refusal.status)


@login_required
@require_POST
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    actor, budget = opened(request, slug, "budget.edit")
    lines = [line for line in lines_of(budget) if line.category != BudgetCategory.RESERVE]
    form = forms.DrawForm(request.POST, lines=lines)
    if form.is_valid():
        clean = form.cleaned_data
        values = {"line_id": UUID(clean["line"]), "amount_cents": clean["amount_cents"], "reason": clean["reason"]}
        try:
            services.request_draw(actor=actor, budget=budget, **values)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except Refusal as refusal:
            return _again(request, budget, refusal, draw_form=form)
        else:
            messages.success(request, _("已提交申请，等待另一位有权的人审批。"))
            return redirect("budget:adjustments", slug)
    return render(request, "budget/adjustments.html", _page(budget) | {"draw_form": form}, status=422)


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, draw_id: UUID) -> HttpResponse:
    actor, budget = opened(request, slug, "budget.approve")
    is_approved = request.POST.get("decision") == "approve"
    try:
        services.decide_draw(actor=actor, draw_id=draw_id, is_approved=is_approved, note=request.POST.get("note", ""))
    except Refusal as refusal:
        return _again(request, budget, refusal)
    messages.success(request, _("已批准动用。") if is_approved else _("已退回申请。"))
    return redirect("budget:adjustments", slug)


@login_required
@require_POST
def transfer(request: HttpRequest, slug: str) -> HttpResponse:
    actor, budget = opened(request, slug, "budget.approve")
    form = forms.TransferForm(request.POST, lines=[line for line in lines_of(budget) if line.is_adjustable])
    if form.is_valid():
        clean = form.cleaned_data
        try:
            services.transfer(
                actor=actor,
                budget=budget,
                from_line_id=UUID(clean["from_line"]),
                to_line_id=UUID(clean["to_line"]),
                amount_cents=clean["amount_cents"],
                reason=clean["reason"],
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except Refusal as refusal:
            return _again(request, budget, refusal, transfer_form=form)
        else:
            messages.success(request, _("已调剂，总额不变。"))
            return redirect("budget:adjustments", slug)
    return render(request, "budget/adjustments.html", _page(budget) | {"transfer_form": form}, status=422)


@login_required
@require_POST
def order(request: HttpRequest, slug: str, order_id: UUID) -> HttpResponse:
    """Put a change order's cost on lines: one for all, or cents for each."""
    actor, budget = opened(request, slug, "budget.edit")
    parts: dict[UUID, int] = {}
    try:
        for line in lines_of(budget):
            text = request.POST.get(f"cents-{line.key}", "").strip()
            if text:
                parts[line.pk] = cents_from_text(text)
    except ValueError:
        wrong = InvalidInput(detail=_("金额最多两位小数。"))
        return _again(request, budget, wrong)
    try:
        services.book_change_order(actor=actor, budget=budget, change_order_id=order_id, parts=parts)
    except Refusal as refusal:
        return _again(request, budget, refusal)
    messages.success(request, _("已计入预算。"))
    return redirect("budget:adjustments", slug)
