"""The desk, and each of its lists whole."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from huiwu.desk import queries
from huiwu.desk.queries.chained import Chained
from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock

PER_PAGE = 50


def home(request: HttpRequest) -> HttpResponse:
    """The desk; with `?list=late` that list, page by page. A live page asks for the part it shows only."""
    asked = queries.Asked(meeting=request.GET.get("meeting", "")[:80], is_mine="mine" in request.GET)
    actor, code = actor_of(request), request.GET.get("list", "")
    context: dict[str, Any] = {"asked": asked, "address": _without_page(request), "today": clock.today()}
    if code:
        return _list(request, asked, code, context)
    context["desk"] = queries.desk(actor, asked)
    context["may_create"] = queries.may_open_meetings(actor)
    template = "desk/_home.html" if _wants(request, "desk") else "desk/home.html"
    return render(request, template, context)


def _list(request: HttpRequest, asked: queries.Asked, code: str, context: dict[str, Any]) -> HttpResponse:
    if code not in queries.LISTS:
        raise Http404
    sources, line = queries.full_list(actor_of(request), asked, code)
    page = Paginator(Chained(sources), PER_PAGE).get_page(request.GET.get("page"))
    title, icon = queries.LISTS[code]
    lines = [line(row) for row in page.object_list]
    context |= {"page": page, "lines": lines, "title": title, "icon": icon, "code": code}
    return render(request, "desk/_list.html" if _wants(request, "list") else "desk/list.html", context)


def _wants(request: HttpRequest, target: str) -> bool:
    return getattr(getattr(request, "htmx", None), "target", None) == target


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return f"/?{query.urlencode()}" if query else "/"
