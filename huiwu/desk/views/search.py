"""The one search box: its page, and the suggestions under it while one types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiwu.desk import queries
from huiwu.foundation.pages import actor_of

ON_PAGE, SUGGESTED = 20, 4


def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\0", "")[:100]
    suggests = getattr(getattr(request, "htmx", None), "target", None) == "search-suggestions"
    groups = queries.found_everywhere(actor_of(request), text, SUGGESTED if suggests else ON_PAGE)
    template = "desk/_suggestions.html" if suggests else "desk/search.html"
    return render(request, template, {"text": text.strip(), "groups": groups})
