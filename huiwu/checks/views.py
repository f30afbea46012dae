"""Pages of the checks: what is missing in a meeting, who has it in hand, what was let stand; and the catalogue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.checks import choices, queries, services
from huiwu.checks.forms import ClaimForm, WaiveForm
from huiwu.checks.models import FindingRecord
from huiwu.checks.rules import SEVERITY_ORDER, SOP_STATED, latest_expiry
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.foundation.registry.checks import RULES
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound, Refusal
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import home_organisation, meeting_for


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Open findings by severity and module, then those let stand, then those mended."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "checks.view")
    found = queries.grouped(queries.open_findings(meeting))
    context = {
        "meeting": meeting,
        "groups": [_shown(group) for group in found],
        "counts": {group.severity: group.count for group in found},
        "waived": [(row, queries.title_of(row.code), queries.standing_waiver(row)) for row in _waived(meeting)],
        "mended": [(row, queries.title_of(row.code)) for row in queries.mended_findings(meeting)],
        "judged_at": queries.last_judged(meeting),
        "sop_stated": SOP_STATED,
    }
    return render(request, "checks/findings.html", context)


def _shown(group: queries.SeverityGroup) -> dict[str, Any]:
    modules = [
        (choices.module_word(part.module), [_row(finding) for finding in part.findings]) for part in group.modules
    ]
    return {
        "severity": group.severity,
        "title": choices.SEVERITIES[group.severity],
        "count": group.count,
        "modules": modules,
    }


def _row(finding: FindingRecord) -> dict[str, Any]:
    return {
        "finding": finding,
        "title": queries.title_of(finding.code),
        "owner": choices.role_word(finding.owner_role),
        "is_waivable": finding.code not in SOP_STATED,
    }


def _waived(meeting: Meeting) -> list[FindingRecord]:
    return list(queries.waived_findings(meeting))


@login_required
@require_POST
def judge(request: HttpRequest, slug: str) -> HttpResponse:
    """Judge now instead of waiting for the worker."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "checks.view")
    found = services.judge_meeting(actor=actor, meeting=meeting)
    messages.success(request, _("已检查，共 {count} 条。").format(count=len(found)))
    return redirect("checks:findings", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str, finding_id: UUID) -> HttpResponse:
    actor, meeting, finding = _opened(request, slug, finding_id, "checks.claim")
    form = ClaimForm(request.POST or None, initial={"note": finding.claim_note})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.claim_finding(actor=actor, finding_id=finding_id, note=form.cleaned_data["note"])
        except Refusal as refused:
            refusal = _sentence(refused)
        else:
            messages.success(request, _("已认领。"))
            return redirect("checks:findings", slug)
    return _act(request, meeting, finding, form, refusal, {"act": "claim", "heading": _("认领"), "icon": "hand"})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest, slug: str, finding_id: UUID) -> HttpResponse:
    actor, meeting, finding = _opened(request, slug, finding_id, "checks.waive")
    latest = latest_expiry(meeting.end_on)
    start = min(clock.today(meeting.time_zone) + timedelta(days=7), latest)
    form = WaiveForm(request.POST or None, initial={"expires_on": start})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.waive_finding(actor=actor, finding_id=finding_id, **form.cleaned_data)
        except Refusal as refused:
            refusal = _sentence(refused)
        else:
            messages.success(request, _("已放行，到期后会重新提示。"))
            return redirect("checks:findings", slug)
    more = {"act": "waive", "heading": _("放行"), "icon": "shield-check", "latest": latest}
    return _act(request, meeting, finding, form, refusal, more)


def _sentence(refused: Refusal) -> str:
    """The sentence of a refusal to show beside the form; those about rights and lost pages go to the middleware."""
    if refused.status in (403, 404):
        raise refused
    return sentence_of(refused)


def _act(
    request: HttpRequest, meeting: Meeting, finding: FindingRecord, form: Any, refusal: str, more: dict[str, Any]
) -> HttpResponse:
    context = {"meeting": meeting, "form": form, "refusal": refusal, **_row(finding), **more}
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "checks/act.html", context, status=status)


@login_required
@require_POST
def revoke(request: HttpRequest, slug: str, finding_id: UUID) -> HttpResponse:
    actor, _meeting, _finding = _opened(request, slug, finding_id, "checks.waive")
    services.revoke_waiver(actor=actor, finding_id=finding_id)
    messages.success(request, _("已撤销放行。"))
    return redirect("checks:findings", slug)


def _opened(request: HttpRequest, slug: str, finding_id: UUID, permission: str) -> tuple[Actor, Meeting, FindingRecord]:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, permission)
    finding = queries.finding_for(meeting, finding_id)
    if finding is None:
        raise NotFound
    return actor, meeting, finding


@login_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every registered rule: code, what it finds, severity, from when, who answers, whether it may be let stand."""
    actor = actor_of(request)
    require(actor, "checks.view_catalogue", home_organisation(actor).pk)
    modules: dict[str, list[dict[str, Any]]] = {}
    for rule in sorted(RULES.values(), key=lambda rule: (rule.code.startswith("GEN"), rule.code)):
        row = {
            "rule": rule,
            "starts": choices.starts_word(rule.from_days_before, rule.from_days_after),
            "owner": choices.role_word(rule.owner_role),
            "is_waivable": rule.code not in SOP_STATED,
        }
        modules.setdefault(choices.module_word(rule.module), []).append(row)
    counts = {code: sum(rule.severity == code for rule in RULES.values()) for code in SEVERITY_ORDER}
    return render(request, "checks/catalogue.html", {"modules": modules.items(), "counts": counts, "total": len(RULES)})
