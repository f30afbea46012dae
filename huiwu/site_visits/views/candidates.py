"""One candidate: terms, vetoes, inspectors' scores and differences, measured facts, moves."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import ZIPPED, send, send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.registry.panels import drawn_panels
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.site_visits import forms, services
from huiwu.site_visits.choices import Group
from huiwu.site_visits.queries.board import Board, CandidateRow, board_of
from huiwu.site_visits.queries.candidates import candidate_for, capacity_figure, need_of
from huiwu.site_visits.queries.library import compared
from huiwu.site_visits.queries.visits import photo_for
from huiwu.site_visits.rules.moves import moves_from
from huiwu.site_visits.rules.scoring import shown
from huiwu.site_visits.services.candidates import lacking
from huiwu.site_visits.sheets import visit_sheet
from huiwu.site_visits.views.frame import number, opened, show_refusal
from huiwu.venues.queries import numbers_of

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def show(request: HttpRequest, slug: str, candidate_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return page(request, actor, meeting, candidate_id)


def page(
    request: HttpRequest,
    actor: Actor,
    meeting: Meeting,
    candidate_id: UUID,
    typed: dict[str, Any] | None = None,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    """The candidate's page, with forms as they were typed."""
    candidate_for(meeting, candidate_id)
    board = board_of(meeting)
    row, typed = board.of(candidate_id), typed or {}
    verbs = moves_from(row.candidate.list)
    context = {
        "meeting": meeting,
        "board": board,
        "row": row,
        "candidate": row.candidate,
        "vetoes": [(veto, typed.get(veto.item) or _veto_form(veto)) for veto in row.vetoes],
        "groups": _groups(board, row, typed),
        "measures": compared(row),
        "reason_form": typed.get("reason") or forms.ReasonForm(initial={"reason": row.candidate.reason}),
        "reason_for": typed.get("reason_for", ""),
        "verbs": verbs,
        "lacking": lacking(row) if "recommend" in verbs else [],
        "own_visit": next((v for v in row.visits if v.inspector_id == actor.id), None),
        "panels": drawn_panels("candidate", actor, meeting, request, subject=row.candidate),
        "refusal": refusal,
    }
    return render(request, "site_visits/candidate.html", context, status=status)


def _veto_form(veto: Any) -> forms.VetoForm:
    initial: dict[str, Any] = {"seal": veto.seal, "revision": veto.decision.revision if veto.decision else 0}
    if veto.decision is not None and not veto.is_stale:
        initial |= {"outcome": veto.decision.outcome, "note": veto.decision.note}
    elif veto.says in ("pass", "fail"):
        initial["outcome"] = veto.says
    return forms.VetoForm(initial=initial, prefix=veto.item)


def _groups(board: Board, row: CandidateRow, typed: dict[str, Any]) -> list[tuple[str, Any, str, list[Any]]]:
    """Group, its weight, mean, and its points each with the form for a difference."""
    rows = []
    for group in Group:
        points = [
            (point, typed.get(point.point.value) or forms.DifferenceForm(prefix=point.point.value.replace(".", "-")))
            for point in row.points[group.value]
        ]
        if points:
            rows.append((str(group.label), board.weights.get(group.value), shown(row.groups.get(group.value)), points))
    return rows


@login_required
@READ_WRITE
def terms(request: HttpRequest, slug: str, candidate_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "site_visits.edit")
    row = candidate_for(meeting, candidate_id)
    need, numbers = need_of(meeting), numbers_of(meeting.org_id)
    rooms = forms.room_choices(
        [(room, capacity_figure(room, need.layout, numbers)) for room in row.venue.rooms.filter(is_retired=False)]
    )
    form = forms.TermsForm(request.POST or None, initial=forms.TermsForm.initial_of(row), rooms=rooms)
    context: dict[str, Any] = {
        "meeting": meeting,
        "candidate": row,
        "form": form,
        "need": need,
        "revision": number(request.POST.get("revision", "")) if request.method == "POST" else row.revision,
    }
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.save_terms(
                actor=actor,
                meeting=meeting,
                candidate_id=candidate_id,
                revision=context["revision"],
                **form.values,
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            theirs = forms.TermsForm(initial=forms.TermsForm.initial_of(stale.theirs), rooms=rooms)
            sides = [
                (mine.label, mine.value() or "", theirs[mine.name].value() or "")
                for mine in form
                if str(mine.value() or "") != str(theirs[mine.name].value() or "")
            ]
            context |= {"stale": sentence_of(stale), "sides": sides, "revision": stale.theirs.revision}
            status = 409
        else:
            messages.success(request, _("已保存。"))
            return redirect("site_visits:candidate", slug, candidate_id)
    if form.errors:
        status = 422
    return render(request, "site_visits/terms.html", context, status=status)


@login_required
@require_POST
def move(request: HttpRequest, slug: str, candidate_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    verb = request.POST.get("verb", "")
    row = services.move_candidate(actor=actor, meeting=meeting, candidate_id=candidate_id, verb=verb)
    said = _("“{venue}”现在在：{list}。").format(venue=row.venue.name, list=row.get_list_display())
    messages.success(request, said)
    return redirect("site_visits:candidate", slug, candidate_id)


@login_required
@require_POST
def decline(request: HttpRequest, slug: str, candidate_id: UUID) -> HttpResponse:
    return _with_reason(request, slug, candidate_id, "decline")


@login_required
@require_POST
def recommend(request: HttpRequest, slug: str, candidate_id: UUID) -> HttpResponse:
    return _with_reason(request, slug, candidate_id, "recommend")


def _with_reason(request: HttpRequest, slug: str, candidate_id: UUID, verb: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    act = services.recommend_candidate if verb == "recommend" else services.decline_candidate
    form = forms.ReasonForm(request.POST)
    typed = {"reason": form, "reason_for": verb}
    if not form.is_valid():
        return page(request, actor, meeting, candidate_id, typed, 422)
    try:
        act(actor=actor, meeting=meeting, candidate_id=candidate_id, reason=form.cleaned_data["reason"])
    except InvalidInput as wrong:
        show_refusal(form, wrong)
        return page(request, actor, meeting, candidate_id, typed, 422)
    except Refusal as refused:
        if refused.status in (403, 404):
            raise
        return page(request, actor, meeting, candidate_id, typed, refused.status, sentence_of(refused))
    if verb == "recommend":
        messages.success(request, _("已推荐。接着把《场地选定确认》送客户。"))
        return redirect("site_visits:choice", slug)
    messages.success(request, _("已移出，理由已留存。"))
    return redirect("site_visits:index", slug)


@login_required
@require_POST
def veto(request: HttpRequest, slug: str, candidate_id: UUID, item: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    form = forms.VetoForm(request.POST, prefix=item)
    if form.is_valid():
        try:
            services.decide_veto(
                actor=actor, meeting=meeting, candidate_id=candidate_id, item=item, **form.cleaned_data
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            return page(request, actor, meeting, candidate_id, {}, 409, sentence_of(stale))
        else:
            return redirect(_at(slug, candidate_id, "vetoes"))
    return page(request, actor, meeting, candidate_id, {item: form}, 422)


@login_required
@require_POST
def difference(request: HttpRequest, slug: str, candidate_id: UUID, key: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    form = forms.DifferenceForm(request.POST, prefix=key.replace(".", "-"))
    if form.is_valid():
        try:
            services.settle_difference(
                actor=actor, meeting=meeting, candidate_id=candidate_id, key=key, note=form.cleaned_data["note"]
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            return redirect(_at(slug, candidate_id, "differences"))
    return page(request, actor, meeting, candidate_id, {key: form}, 422)


@login_required
@require_POST
def take_over(request: HttpRequest, slug: str, candidate_id: UUID) -> HttpResponse:
    """What was measured goes into the library; `seen` is the library's value as the page showed it."""
    actor, meeting = opened(request, slug)
    try:
        visit_id = UUID(request.POST.get("visit", ""))
    except ValueError:
        raise NotFound from None
    services.take_over_measurement(
        actor=actor,
        meeting=meeting,
        candidate_id=candidate_id,
        visit_id=visit_id,
        measure=request.POST.get("measure", ""),
        seen=request.POST.get("seen", ""),
    )
    messages.success(request, _("已写入场地库。"))
    return redirect(_at(slug, candidate_id, "measures"))


@login_required
@require_safe
def sheet(request: HttpRequest, slug: str, candidate_id: UUID, form: str) -> FileResponse:
    """《场地考察表》 with photos: pdf or word."""
    _actor, meeting = opened(request, slug)
    candidate_for(meeting, candidate_id)
    board = board_of(meeting)
    row = board.of(candidate_id)
    name = _("场地考察表 {venue}").format(venue=row.venue.name)
    drawn = visit_sheet(board, row)
    if form == "pdf":
        made = pdf(drawn, on_missing="mark")
        return send(BytesIO(made), name=f"{name}.pdf", media_type="application/pdf", inline=True)
    if form == "word":
        return send(BytesIO(docx(drawn)), name=f"{name}.docx", media_type=ZIPPED["word/"])
    raise NotFound


@login_required
@require_safe
def photo(request: HttpRequest, slug: str, photo_id: UUID, size: str) -> HttpResponseBase:
    """`size`: small or full."""
    _actor, meeting = opened(request, slug)
    found = photo_for(meeting, photo_id)
    return send_file(found.thumbnail if size == "small" else found.stored, inline=True)


def _at(slug: str, candidate_id: UUID, place: str) -> str:
    return reverse("site_visits:candidate", args=[slug, candidate_id]) + f"#{place}"
