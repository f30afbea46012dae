"""《预算执行简报》: the list with its schedule, a draft, sending."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.accounts.services import url_of
from huiwu.budget import forms, services
from huiwu.budget.models import Budget, BudgetReport
from huiwu.budget.queries.reports import draft_of, reports_of, schedule_of
from huiwu.budget.services.reporting import content_of
from huiwu.budget.sheets import report as sheets
from huiwu.budget.views.frame import number as posted_number
from huiwu.budget.views.frame import opened
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound, Refusal, StaleEdit


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, slug: str) -> HttpResponse:
    posting = request.method == "POST"
    actor, budget = opened(request, slug, "budget.report" if posting else "budget.view")
    if posting:
        row = services.draft_report(actor=actor, budget=budget)
        return redirect("budget:report", slug, row.number)
    schedule = schedule_of(budget.meeting, budget)
    today = clock.today(budget.meeting.time_zone)
    context = {
        "meeting": budget.meeting,
        "budget": budget,
        "rows": [_answer(row) for row in reports_of(budget)],
        "schedule": schedule,
        "is_late": schedule.is_late(today) if schedule else False,
        "draft": draft_of(budget),
    }
    return render(request, "budget/reports.html", context)


def _answer(row: BudgetReport) -> dict[str, Any]:
    """A report with its version and what the client said about it."""
    version = max(row.document.versions.all(), key=lambda v: v.number, default=None) if row.document else None
    signoffs = list(version.signoffs.all()) if version else []
    said = signoffs[0] if signoffs else None
    remarks = len(row.document.remarks.all()) if row.document else 0
    return {"row": row, "version": version, "said": said, "remarks": remarks}


def _opened(request: HttpRequest, slug: str, number: int, permission: str) -> tuple[Any, Budget, BudgetReport]:
    actor, budget = opened(request, slug, permission)
    row = budget.reports.select_related("document", "saved_by").filter(number=number).first()
    if row is None:
        raise NotFound
    row.budget = budget
    return actor, budget, row


@login_required
@require_safe
def show(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The draft with its sheet as the client will see it; a sent one is its version's page."""
    _actor, budget, row = _opened(request, slug, number, "budget.view")
    if row.document is not None:
        version = row.document.versions.first()
        if version is not None:
            return redirect("documents:version", slug=slug, version_id=version.pk)
    return render(request, "budget/report.html", _page(budget, row))


def _page(budget: Budget, row: BudgetReport) -> dict[str, Any]:
    contact = budget.meeting.client.contacts.first() if budget.meeting.client else None
    start = {"person": contact.name, "recipient": contact.email} if contact else {}
    return {
        "meeting": budget.meeting,
        "budget": budget,
        "report": row,
        "revision": row.revision,
        "remarks": row.remarks,
        "sheet": sheets.sheet(budget.meeting, content_of(row), None),
        "form": forms.SendForm(initial=start),
    }


@login_required
@require_POST
def act(request: HttpRequest, slug: str, number: int, act: str) -> HttpResponse:
    """save, redraw, drop or send a draft."""
    if act not in ("save", "redraw", "drop", "send"):
        raise NotFound
    actor, budget, row = _opened(request, slug, number, "budget.report")
    asked = SimpleNamespace(actor=actor, report_id=row.pk, revision=posted_number(request.POST.get("revision")))
    try:
        if act == "drop":
            services.drop_report(actor=actor, report_id=row.pk)
            messages.success(request, _("已撤掉草稿。"))
            return redirect("budget:reports", slug)
        if act == "send":
            return _send(request, budget, row, asked)
        if act == "redraw":
            services.redraw_report(**vars(asked))
        else:
            services.save_report(**vars(asked), remarks=request.POST.get("remarks", ""))
    except StaleEdit as stale:
        context = _page(budget, row) | {"stale": sentence_of(stale), "revision": stale.theirs.revision}
        context |= {"remarks": request.POST.get("remarks", row.remarks), "theirs": stale.theirs.remarks}
        return render(request, "budget/report.html", context, status=409)
    except Refusal as refusal:
        context = _page(budget, row) | {"refusal": sentence_of(refusal)}
        return render(request, "budget/report.html", context, status=refusal.status)
    messages.success(request, _("已保存。") if act == "save" else _("已按此刻重新取数。"))
    return redirect("budget:report", slug, number)


def _send(request: HttpRequest, budget: Budget, row: BudgetReport, asked: SimpleNamespace) -> HttpResponse:
    form = forms.SendForm(request.POST)
    if not form.is_valid():
        return render(request, "budget/report.html", _page(budget, row) | {"form": form}, status=422)
    version, _link, token = services.send_report(**vars(asked), **form.cleaned_data)
    context = {
        "meeting": budget.meeting,
        "budget": budget,
        "report": row,
        "version": version,
        "new_link": url_of(reverse("documents:link", kwargs={"token": token})),
        "person": form.cleaned_data["person"],
    }
    return render(request, "budget/report_sent.html", context)
