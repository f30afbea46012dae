"""Re-planning and levelling: ask, watch, compare, accept or discard."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiwu.foundation.jobs import ask_to_cancel
from huiwu.foundation.models import Job
from huiwu.foundation.pages import actor_of
from huiwu.kernel.errors import NotFound
from huiwu.planning import services
from huiwu.planning.bridge import rows
from huiwu.planning.forms import ReplanForm
from huiwu.planning.models import Plan, PlanProposal
from huiwu.planning.services.levelling import LEVEL
from huiwu.planning.views.frame import frame, plan_of

JOB_STATES = {
    Job.State.QUEUED: "waiting",
    Job.State.RUNNING: "doing",
    Job.State.DONE: "done",
    Job.State.GIVEN_UP: "failed",
    Job.State.CANCELLED: "cancelled",
}


@login_required
def replan(request: HttpRequest, slug: str) -> HttpResponse:
    plan = plan_of(request, slug, "planning.edit")
    form = ReplanForm(plan, request.POST or None, initial={"template": "keep"})
    if request.method == "POST" and form.is_valid():
        settings = {k: v for k, v in plan.settings.items() if k != "tier"} | form.settings()
        made = services.propose_replan(
            actor=actor_of(request),
            meeting_id=plan.meeting_id,
            reason=form.cleaned_data["reason"],
            anchors=form.anchors(rows.anchors_of(plan.meeting)),
            settings=settings,
            template=form.cleaned_data["template"],
        )
        return redirect("planning:proposal", slug, made.pk)
    return render(request, "planning/replan.html", frame(plan, "", form=form))


@login_required
def proposal(request: HttpRequest, slug: str, proposal_id: UUID) -> HttpResponse:
    plan = plan_of(request, slug)
    found = _proposal(plan, proposal_id)
    context = frame(
        plan,
        "",
        proposal=found,
        moved=_days(found.difference["moved"], ("from_start", "from_finish", "to_start", "to_finish")),
        added=_days(found.difference["added"], ("start", "finish")),
        removed=_days(found.difference["removed"], ("start", "finish")),
        is_stale=found.is_waiting and found.base_revision != plan.revision,
    )
    return render(request, "planning/proposal.html", context)


def _days(items: list[dict[str, Any]], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    return [item | {key: rows.day(item[key]) for key in keys} for item in items]


@login_required
@require_POST
def accept(request: HttpRequest, slug: str, proposal_id: UUID) -> HttpResponse:
    found = _proposal(plan_of(request, slug), proposal_id)
    services.accept_proposal(actor=actor_of(request), proposal_id=found.pk)
    messages.success(request, _("新计划已采用。"))
    return redirect("planning:plan", slug)


@login_required
@require_POST
def discard(request: HttpRequest, slug: str, proposal_id: UUID) -> HttpResponse:
    found = _proposal(plan_of(request, slug), proposal_id)
    services.discard_proposal(actor=actor_of(request), proposal_id=found.pk)
    messages.success(request, _("方案已放弃，计划保持原样。"))
    return redirect("planning:plan", slug)


@login_required
@require_POST
def levelling(request: HttpRequest, slug: str) -> HttpResponse:
    plan = plan_of(request, slug, "planning.edit")
    job = services.ask_for_levelling(actor=actor_of(request), meeting_id=plan.meeting_id)
    return redirect("planning:job", slug, job.pk)


@login_required
def job(request: HttpRequest, slug: str, job_id: UUID) -> HttpResponse:
    plan = plan_of(request, slug)
    found = _job(plan, job_id)
    proposal_id = (found.result or {}).get("proposal_id")
    context = frame(plan, "load", job=_shown(found), job_row=found, proposal_id=proposal_id, **_addresses(slug, job_id))
    fragment = "planning/_job.html" if getattr(request, "htmx", False) else "planning/job.html"
    return render(request, fragment, context)


@login_required
@require_POST
def cancel(request: HttpRequest, slug: str, job_id: UUID) -> HttpResponse:
    plan = plan_of(request, slug, "planning.edit")
    ask_to_cancel(_job(plan, job_id).pk)
    return redirect("planning:job", slug, job_id)


def _addresses(slug: str, job_id: UUID) -> dict[str, str]:
    return {
        "job_url": reverse("planning:job", args=[slug, job_id]),
        "cancel_url": reverse("planning:cancel_job", args=[slug, job_id]),
    }


def _shown(job: Job) -> SimpleNamespace:
    return SimpleNamespace(
        state=JOB_STATES[Job.State(job.state)],
        title=_("均衡工作量"),
        done=job.done_units,
        total=job.total_units or int(job.args.get("seconds", 0)),
        error=job.error,
    )


def _job(plan: Plan, job_id: UUID) -> Job:
    found = Job.objects.filter(pk=job_id, meeting_id=plan.meeting_id, work=LEVEL).first()
    if found is None:
        raise NotFound
    return found


def _proposal(plan: Plan, proposal_id: UUID) -> PlanProposal:
    found = plan.proposals.select_related("proposed_by", "decided_by").filter(pk=proposal_id).first()
    if found is None:
        raise NotFound
    return found
