"""Meetings side by side: list, calendar, board."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock
from huiwu.meetings import queries
from huiwu.meetings.choices import MeetingStatus, Phase
from huiwu.meetings.forms import FilterForm, first_of_month

PER_PAGE = 50
BOARD_MOST = 300
STATUS_MARKS = {
    MeetingStatus.ENQUIRY: "open",
    MeetingStatus.ACTIVE: "doing",
    MeetingStatus.POSTPONED: "waiting",
    MeetingStatus.CANCELLED: "cancelled",
    MeetingStatus.CLOSED: "done",
}


def _tabs() -> list[tuple[str, str, str]]:
    return [
        ("list", _("列表"), reverse("meetings:list")),
        ("calendar", _("日历"), reverse("meetings:calendar")),
        ("board", _("看板"), reverse("meetings:board")),
    ]


def meeting_list(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    asked = form.asked()
    page = Paginator(queries.found_meetings(actor_of(request), asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "asked": asked, "page": page, "tabs": _tabs(), "sorts": _sorts(request, asked.sort)}
    htmx = getattr(request, "htmx", None)
    template = "meetings/_list.html" if htmx and htmx.target == "list" else "meetings/list.html"
    return render(request, template, context)


def _sorts(request: HttpRequest, present: str) -> dict[str, dict[str, str]]:
    """For each sortable column: the address that sorts by it (or turns it round), and what aria-sort says."""
    sorts = {}
    for column in ("number", "name", "start_on", "expected_headcount"):
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"] = f"-{column}" if present == column and column != "name" else column
        said = {column: "ascending", f"-{column}": "descending"}.get(present, "none")
        sorts[column] = {"url": f"?{query.urlencode()}", "aria": said}
    return sorts


def calendar(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    month = first_of_month(request.GET.get("month", ""), today)
    rows = queries.found_meetings(actor_of(request), queries.MeetingFilter(mine="mine" in request.GET))
    entries = {
        day: [{"title": row.name, "url": reverse("meetings:overview", args=[row.slug])} for row in held]
        for day, held in queries.meetings_by_day(rows, month).items()
    }
    context = {
        "tabs": _tabs(),
        "month": month,
        "today": today,
        "entries": entries,
        "previous": _month_address(request, month - timedelta(days=1)),
        "following": _month_address(request, month + timedelta(days=31)),
    }
    return render(request, "meetings/calendar.html", context)


def _month_address(request: HttpRequest, day: date) -> str:
    query = request.GET.copy()
    query["month"] = day.strftime("%Y-%m")
    return f"?{query.urlencode()}"


def board(request: HttpRequest) -> HttpResponse:
    asked = queries.MeetingFilter(mine="mine" in request.GET)
    rows = queries.found_meetings(actor_of(request), asked).exclude(status=MeetingStatus.CANCELLED)
    found = list(rows[: BOARD_MOST + 1])
    labels = {**dict(MeetingStatus.choices), **dict(Phase.choices)}
    columns = [
        {"title": labels[column.code], "meetings": column.meetings}
        for column in queries.board(found[:BOARD_MOST], clock.now())
    ]
    context = {"tabs": _tabs(), "columns": columns, "most": BOARD_MOST, "is_cut": len(found) > BOARD_MOST}
    return render(request, "meetings/board.html", context)
