"""A venue's rooms against a week or a day, all meetings together."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock
from huiwu.venues import queries

ZONE = ZoneInfo("Asia/Shanghai")
"""Venues stand in China; a meeting elsewhere keeps its own zone on its own pages."""


@login_required
@require_safe
def show(request: HttpRequest, venue_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    venue = queries.venue_for(actor, venue_id)
    span = "day" if request.GET.get("span") == "day" else "week"
    asked = _day(request.GET.get("on", ""))
    first = asked if span == "day" else asked - timedelta(days=asked.weekday())
    days = 1 if span == "day" else 7
    with timezone.override(ZONE):
        rows = queries.calendar_of(actor, venue, first, days, ZONE)
        context = {
            "venue": venue,
            "rows": rows,
            "days": [first + timedelta(days=n) for n in range(days)],
            "today": clock.today(),
            "span": span,
            "previous": _address(span, first - timedelta(days=days)),
            "following": _address(span, first + timedelta(days=days)),
            "asked": asked,
            "tabs": [
                ("week", _("周"), reverse("venues:calendar", args=[venue.pk]) + _address("week", asked)),
                ("day", _("日"), reverse("venues:calendar", args=[venue.pk]) + _address("day", asked)),
            ],
            "zone": ZONE.key,
        }
        return render(request, "venues/calendar.html", context)


def _day(text: str) -> date:
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return asked if 2000 <= asked.year <= 2200 else clock.today()


def _address(span: str, day: date) -> str:
    return f"?span={span}&on={day.isoformat()}"
