"""The plan: list, Gantt chart, RACI, workload, print, launch."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiwu.foundation.pages import actor_of
from huiwu.planning import services
from huiwu.planning.bridge import rows
from huiwu.planning.choices import Phase
from huiwu.planning.forms import LaunchForm, people_choices
from huiwu.planning.queries import pages
from huiwu.planning.queries.gates import gate_board
from huiwu.planning.queries.plans import plan_for
from huiwu.planning.queries.workload import overload
from huiwu.planning.views.frame import frame, meeting_of, plan_of, today_in
from huiwu.planning.views.gates import strip

FILTERS = ("q", "phase", "owner", "state")


@login_required
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_of(request, slug)
    plan = plan_for(meeting)
    if plan is None:
        return render(request, "planning/no_plan.html", {"meeting": meeting})
    today = today_in(plan)
    filters = {name: request.GET.get(name, "") for name in FILTERS}
    if filters["owner"] and filters["owner"] != "none" and not _is_uuid(filters["owner"]):
        filters["owner"] = ""
    phases = pages.plan_lines(plan, today, filters)
    context = frame(
        plan,
        "plan",
        phases=phases,
        filters=filters,
        people=people_choices(meeting)[1:],
        phase_choices=Phase.choices,
        gates=strip(plan, today),
        omitted=pages.omitted_steps(plan),
        proposals=pages.waiting_proposals(plan),
        changed=pages.changed_anchors(plan),
    )
    return render(request, "planning/plan.html", context)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@login_required
def gantt(request: HttpRequest, slug: str) -> HttpResponse:
    plan = plan_of(request, slug)
    today = today_in(plan)
    bars = pages.gantt_rows(plan, today)
    first = min((bar["start"] for bar in bars), default=today) - timedelta(days=2)
    last = max((bar["latest"] or bar["end"] for bar in bars), default=today) + timedelta(days=2)
    context = frame(plan, "gantt", bars=bars, days_off=pages.days_off(plan, first, last))
    return render(request, "planning/gantt.html", context)


@login_required
def raci(request: HttpRequest, slug: str) -> HttpResponse:
    plan = plan_of(request, slug)
    phase = request.GET.get("phase", Phase.PRE_EVENT)
    phase = phase if phase in Phase.values else ""
    context = frame(plan, "raci", matrix=pages.raci_matrix(plan, phase), phase=phase, phase_choices=Phase.choices)
    return render(request, "planning/raci.html", context)


@login_required
def load(request: HttpRequest, slug: str) -> HttpResponse:
    plan = plan_of(request, slug)
    context = frame(plan, "load", overloads=overload(plan, today=today_in(plan)))
    return render(request, "planning/load.html", context)


@login_required
def printing(request: HttpRequest, slug: str) -> HttpResponse:
    plan = plan_of(request, slug)
    today = today_in(plan)
    context = frame(plan, "", phases=pages.plan_lines(plan, today), gates=gate_board(plan))
    return render(request, "planning/print.html", context)


@login_required
def launch(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_of(request, slug, "planning.edit")
    form = LaunchForm(meeting, request.POST or None, initial={"template": "built_in"})
    if request.method == "POST" and form.is_valid():
        plan = services.launch_plan(
            actor=actor_of(request),
            meeting_id=meeting.pk,
            template_id=form.template_id(),
            anchors=form.anchors(rows.anchors_of(meeting)),
            settings=form.settings(),
        )
        messages.success(request, _("计划已生成：{n} 个步骤。").format(n=plan.steps.count()))
        return redirect("planning:plan", slug)
    return render(request, "planning/launch.html", {"meeting": meeting, "form": form})
