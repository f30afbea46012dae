"""Pages of the history."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiwu.accounts.queries import org_for
from huiwu.audit import queries
from huiwu.audit.forms import HistoryForm
from huiwu.foundation.models import FactRecord
from huiwu.foundation.pages import actor_of
from huiwu.meetings.queries import meeting_for

PER_PAGE = 60


@login_required
def meeting_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who did what in one meeting, newest first; live."""
    meeting = meeting_for(actor_of(request), slug, "audit.view")
    context = _page(request, queries.history(meeting), meeting.time_zone)
    return _shown(request, "audit/meeting.html", {**context, "meeting": meeting})


@login_required
def organisation_history(request: HttpRequest) -> HttpResponse:
    """Who did what in the organisation and all its meetings."""
    org = org_for(actor_of(request), permission="audit.view_organisation")
    context = _page(request, queries.history_of_organisation(org), "Asia/Shanghai")
    return _shown(request, "audit/organisation.html", {**context, "org": org, "with_meetings": True})


def _page(request: HttpRequest, rows: QuerySet[FactRecord], zone: str) -> dict[str, Any]:
    form = HistoryForm(request.GET, people=queries.people_in(rows), kinds=queries.kinds_in(rows))
    page = Paginator(form.asked(zone).applied_to(rows), PER_PAGE).get_page(request.GET.get("page"))
    return {"form": form, "page": page, "lines": queries.told(list(page.object_list)), "zone": zone}


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    htmx = getattr(request, "htmx", None)
    return render(request, "audit/_lines.html" if htmx and htmx.target == "history" else template, context)
