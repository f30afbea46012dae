"""The lists: candidates with their figures, adding one, weights, the comparison."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiwu.documents.render.excel import xlsx
from huiwu.documents.render.pdf import pdf
from huiwu.foundation.files import ZIPPED, send
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can, require
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.site_visits import forms, services
from huiwu.site_visits.choices import VISITS_NEEDED, Dimension, ListState
from huiwu.site_visits.errors import AlreadyCandidate
from huiwu.site_visits.queries.board import board_of
from huiwu.site_visits.queries.candidates import need_of, scheme_of, search_of
from huiwu.site_visits.queries.finding import venue_rows
from huiwu.site_visits.sheets import comparison_sheet, comparison_tables, fact_lines, score_lines
from huiwu.site_visits.views.frame import home_of, number, opened, show_refusal
from huiwu.venues.queries import venue_for

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 20


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    _actor, meeting = opened(request, slug)
    board = board_of(meeting)
    context = {
        "meeting": meeting,
        "board": board,
        "running": board.running,
        "long_list": board.on(ListState.LONG),
        "declined": board.on(ListState.DECLINED),
        "visits_needed": VISITS_NEEDED,
    }
    return render(request, "site_visits/index.html", context)


@login_required
@READ_WRITE
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Venues of the library beside what the meeting needs; POST puts one on the long list."""
    actor, meeting = opened(request, slug, "site_visits.edit")
    if request.method == "POST":
        venue = venue_for(actor, _uuid(request.POST.get("venue", "")))
        room = request.POST.get("room", "")
        candidate = services.add_candidate(
            actor=actor, meeting=meeting, venue=venue, room_id=_uuid(room) if room else None
        )
        messages.success(request, _("“{venue}”已列入长名单。").format(venue=venue.name))
        return redirect("site_visits:candidate", slug, candidate.pk)
    text, everywhere = request.GET.get("q", ""), "everywhere" in request.GET
    need = need_of(meeting)
    found = Paginator(venue_rows(actor, meeting, need, text, everywhere=everywhere), PAGE)
    context = {
        "meeting": meeting,
        "need": need,
        "q": text,
        "everywhere": everywhere,
        "page": found.get_page(request.GET.get("page")),
    }
    return render(request, "site_visits/add.html", context)


@login_required
@READ_WRITE
def add_new(request: HttpRequest, slug: str) -> HttpResponse:
    """A venue the library does not have yet, written down and listed at once."""
    actor, meeting = opened(request, slug, "site_visits.edit")
    require(actor, "venues.edit", meeting.org_id)
    form = forms.NewVenueForm(request.POST or None, initial={"city": meeting.city, "name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        try:
            candidate = services.add_new_venue(actor=actor, meeting=meeting, **form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except AlreadyCandidate as refused:
            form.add_error("name", sentence_of(refused))
        else:
            messages.success(request, _("“{venue}”已记入场地库并列入长名单。").format(venue=candidate.venue.name))
            return redirect("site_visits:candidate", slug, candidate.pk)
    context = {"meeting": meeting, "form": form, "need": need_of(meeting)}
    return render(request, "site_visits/add_new.html", context, status=422 if form.errors else 200)


@login_required
@READ_WRITE
def weights(request: HttpRequest, slug: str) -> HttpResponse:
    """The meeting's own weights, and why fewer venues are inspected."""
    actor, meeting = opened(request, slug, "site_visits.edit")
    row = search_of(meeting)
    form = forms.SearchForm(request.POST or None, initial={**row.weights, "fewer_reason": row.fewer_reason})
    context: dict[str, Any] = {"meeting": meeting, "form": form, "revision": row.revision}
    if request.method == "POST" and form.is_valid():
        try:
            services.set_search(
                actor=actor,
                meeting=meeting,
                revision=number(request.POST.get("revision", "")),
                weights=form.weights,
                fewer_reason=form.cleaned_data["fewer_reason"],
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            context |= {"stale": sentence_of(stale), "theirs": _shown(stale.theirs.weights)}
        else:
            messages.success(request, _("已保存，名次按新的权重排。"))
            return redirect("site_visits:index", slug)
    return render(request, "site_visits/weights.html", context, status=_status(form, context))


@login_required
@READ_WRITE
def scheme(request: HttpRequest) -> HttpResponse:
    """The organisation's weights (settings)."""
    actor = actor_of(request)
    org_id = home_of(actor, "site_visits.edit_scoring" if request.method == "POST" else "site_visits.view_scoring")
    row = scheme_of(org_id)
    form = forms.WeightsForm(request.POST or None, initial=row.weights)
    context: dict[str, Any] = {
        "form": form,
        "revision": row.revision,
        "may_edit": can(actor, "site_visits.edit_scoring", org_id),
        "shown": _shown(row.weights),
    }
    if request.method == "POST" and form.is_valid():
        try:
            revision = number(request.POST.get("revision", ""))
            services.save_scheme(actor=actor, org_id=org_id, revision=revision, weights=form.weights)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            context |= {"stale": sentence_of(stale), "theirs": _shown(stale.theirs.weights)}
        else:
            messages.success(request, _("已保存。新开始选场地的会议按此评分。"))
            return redirect("site_visits:scheme")
    return render(request, "site_visits/scheme.html", context, status=_status(form, context))


def _shown(weights: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(d.label), weights.get(d.value, 0)) for d in Dimension]


def _status(form: Any, context: dict[str, Any]) -> int:
    if "stale" in context:
        return 409
    return 422 if form.is_bound and form.errors else 200


@login_required
@require_safe
def comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything in the running side by side."""
    _actor, meeting = opened(request, slug)
    board = board_of(meeting)
    rows = board.running
    context = {
        "meeting": meeting,
        "board": board,
        "rows": rows,
        "score_lines": score_lines(board, rows),
        "fact_lines": fact_lines(board, rows),
    }
    return render(request, "site_visits/comparison.html", context)


@login_required
@require_safe
def comparison_file(request: HttpRequest, slug: str, form: str) -> FileResponse:
    """`form`: pdf or excel."""
    _actor, meeting = opened(request, slug)
    board = board_of(meeting)
    name = _("{meeting} 候选场地比较").format(meeting=meeting.name)
    if form == "excel":
        made = xlsx(comparison_tables(board))
        return send(BytesIO(made), name=f"{name}.xlsx", media_type=ZIPPED["xl/"])
    if form == "pdf":
        made = pdf(comparison_sheet(board), on_missing="mark")
        return send(BytesIO(made), name=f"{name}.pdf", media_type="application/pdf", inline=True)
    raise NotFound


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
