"""The agenda by day: drawing, list, conflicts; moving by key, button or dragging."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.agenda import services
from huiwu.agenda.forms import ProposeForm
from huiwu.agenda.models import AgendaItem
from huiwu.agenda.queries import agenda_of, item_for
from huiwu.agenda.queries.programme import line_of
from huiwu.agenda.views.frame import days_of, number, opened, standing_of
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import NotFound, Refusal
from huiwu.meetings.models import Meeting


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """One day at a time (`?day=`)."""
    actor, meeting = opened(request, slug)
    context = _board(request, meeting) | {
        "standing": standing_of(meeting),
        "agenda": agenda_of(meeting),
        "propose_form": ProposeForm(),
        "may_release": can(actor, "agenda.release", meeting),
    }
    return render(request, _template(request, "agenda/agenda.html"), context)


@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """`move` (of a button) or `drag` (of the page script) is `<item>:<revision>:<minutes later>:<minutes longer>`, or
    `<item>:<revision>:up|down`."""
    actor, meeting = opened(request, slug, "agenda.edit")
    item_id, revision, *rest = [*(request.POST.get("drag") or request.POST.get("move", "")).split(":"), "", "", ""][:4]
    row = item_for(meeting, _uuid(item_id))
    status = 200
    refusal = ""
    try:
        if rest[0] in ("up", "down"):
            _swap(actor, meeting, row, rest[0])
        else:
            services.move_item(
                actor=actor,
                item=row,
                revision=number(revision),
                starts_at=row.starts_at + timedelta(minutes=_signed(rest[0])),
                minutes=row.minutes + _signed(rest[1]),
                following="following" in request.POST,
            )
    except Refusal as refused:
        refusal, status = sentence_of(refused), refused.status
    if _is_fragment(request):
        context = _board(request, meeting) | {"refusal": refusal}
        return render(request, "agenda/_board.html", context)  # shown in place, also when refused
    if refusal:
        context = _board(request, meeting) | {"refusal": refusal, "standing": standing_of(meeting)}
        return render(request, "agenda/agenda.html", context, status=status)
    return redirect(_day_url(meeting, request))


@require_POST
def align(request: HttpRequest, slug: str, function_id: UUID) -> HttpResponse:
    """All items of a function that has moved, to its new beginning."""
    actor, meeting = opened(request, slug, "agenda.edit")
    function = meeting.functions.filter(pk=function_id).first()
    if function is None:
        raise NotFound
    count = services.align_items(actor=actor, function=function)
    messages.success(request, _("已把“{name}”的 {count} 个环节移到新的时段。").format(name=function.name, count=count))
    return redirect(_day_url(meeting, request))


def _swap(actor: Any, meeting: Meeting, row: AgendaItem, way: str) -> None:
    line = line_of(meeting, row.function_id, row.track_id)
    order = [item.pk for item in line]
    at = order.index(row.pk)
    to = at - 1 if way == "up" else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
        services.reorder_items(
            actor=actor, meeting=meeting, function_id=row.function_id, track_id=row.track_id, order=order
        )


def _board(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    asked = request.POST.get("day") or request.GET.get("day", "")
    return {
        "meeting": meeting,
        "board": days_of(meeting, asked),
        "following": "following" in request.POST,
        "page_url": reverse("agenda:agenda", args=[meeting.slug]),
    }


def _template(request: HttpRequest, whole: str) -> str:
    return "agenda/_board.html" if _is_fragment(request) else whole


def _is_fragment(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and htmx.target == "agenda-board"


def _day_url(meeting: Meeting, request: HttpRequest) -> str:
    url = reverse("agenda:agenda", args=[meeting.slug])
    day = request.POST.get("day", "")
    return f"{url}?day={day}" if len(day) == 10 and day.replace("-", "").isdigit() else url


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _signed(text: str) -> int:
    """Minutes with a sign, at most a week; nonsense is 0."""
    bare = text.lstrip("+-")
    if not (bare.isascii() and bare.isdigit() and len(bare) < 6):
        return 0
    minutes = -int(bare) if text.startswith("-") else int(bare)
    return max(-10_080, min(10_080, minutes))
