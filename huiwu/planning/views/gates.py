"""Gates: the board, opening and shutting by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import NotFound
from huiwu.planning import services
from huiwu.planning.choices import GateParty, GateState
from huiwu.planning.forms import ReasonForm, SheetForm
from huiwu.planning.models import Gate, Plan
from huiwu.planning.queries.gates import GateView, gate_board
from huiwu.planning.services.sheets import sheet_of_step
from huiwu.planning.views.frame import frame, plan_of, step_of, today_in


def strip(plan: Plan, today: date) -> list[dict[str, Any]]:
    """G0–G11 for the `gate_strip` tag: done, next, waiting for the client, late, locked."""
    views = [view for view in gate_board(plan) if view.gate.state != GateState.WAIVED]
    shut = [view for view in views if not view.is_open and view.due_on]
    following = min(shut, key=lambda view: (view.due_on or date.max, view.gate.order), default=None)
    url = reverse("planning:gates", args=[plan.meeting.slug])
    return [
        {
            "code": v.gate.code,
            "title": v.gate.title,
            "state": state_of(v, today, following),
            "url": f"{url}#{v.gate.code}",
        }
        for v in views
    ]


def state_of(view: GateView, today: date, following: GateView | None) -> str:
    if view.is_open:
        return "done"
    if view.is_late(today):
        return "late"
    if view.gate.party == GateParty.CLIENT and any(s.status == "doing" for s in view.steps):
        return "waiting_client"
    return "next" if view is following else "locked"


@login_required
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    plan = plan_of(request, slug)
    today = today_in(plan)
    views = gate_board(plan)
    actor = actor_of(request)
    for view in views:
        view.gate.plan = plan
    openable = {view.gate.code for view in views if can(actor, "planning.open_gate", view.gate)}
    board = [(view, state_of(view, today, None), view.gate.code in openable) for view in views]
    return render(request, "planning/gates.html", frame(plan, "gates", board=board, form=ReasonForm()))


@login_required
def open_gate(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    gate = _gate(request, slug, code)
    if request.method == "POST":
        services.open_gate(
            actor=actor_of(request),
            gate_id=gate.pk,
            reason=request.POST.get("reason", ""),
            step_codes=request.POST.getlist("step") or None,
        )
        messages.success(request, _("已记录：{gate} 由您确认。").format(gate=code))
    return redirect("planning:gates", slug)


@login_required
def shut_gate(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    gate = _gate(request, slug, code)
    if request.method == "POST":
        services.shut_gate(actor=actor_of(request), gate_id=gate.pk, reason=request.POST.get("reason", ""))
        messages.success(request, _("已收回内部的确认。"))
    return redirect("planning:gates", slug)


def _gate(request: HttpRequest, slug: str, code: str) -> Gate:
    plan = plan_of(request, slug)
    gate = plan.gates.filter(code=code).first()
    if gate is None:
        raise NotFound
    return gate


@login_required
def sheet(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write what the client is to confirm for this step, and propose it as a version to be signed."""
    plan_of(request, slug, "planning.edit")
    step = step_of(request, slug, code)
    document = sheet_of_step(step)
    initial = {"revision": document.revision if document else None}
    if document:
        initial["items"] = "\n".join(document.draft["items"])
    form = SheetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = services.propose_gate_sheet(
            actor=actor_of(request),
            step_id=step.pk,
            revision=form.cleaned_data["revision"],
            items=form.cleaned_data["items"].splitlines(),
        )
        return redirect("documents:version", slug, version.pk)
    return render(request, "planning/sheet.html", frame(step.plan, "", step=step, form=form, document=document))
