"""The whole queue and the calls that were made."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiwu.calls.choices import CallWhy, Outcome
from huiwu.calls.queries import calls_made, counts, listed_tasks, without_number
from huiwu.calls.views.ringing import opened
from huiwu.kernel import clock

PER_PAGE = 50


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Open matters, filtered by reason; those without a number are marked, so that somebody mends them."""
    _actor, meeting = opened(request, slug)
    now = clock.now()
    why = request.GET.get("why", "")
    rows = listed_tasks(meeting)
    if why in CallWhy.values:
        rows = rows.filter(why=why)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lost = set(without_number(meeting).values_list("pk", flat=True))
    context = {
        "meeting": meeting,
        "page": page,
        "lost": lost,
        "now": now,
        "why": why,
        "reasons": CallWhy.choices,
        "counts": counts(meeting, now),
    }
    return render(request, "calls/list.html", context)


@login_required
@require_safe
def made(request: HttpRequest, slug: str) -> HttpResponse:
    _actor, meeting = opened(request, slug)
    outcome = request.GET.get("outcome", "")
    rows = calls_made(meeting)
    if outcome in Outcome.values:
        rows = rows.filter(outcome=outcome)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"meeting": meeting, "page": page, "outcome": outcome, "outcomes": Outcome.choices}
    return render(request, "calls/made.html", context)
