"""One meeting: overview, details, organisations, contacts, a new edition; and a new meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.foundation.registry.panels import drawn_panels
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings import forms, queries, services
from huiwu.meetings.models import Meeting
from huiwu.meetings.rules.size import SizeScale
from huiwu.meetings.services import ContactValues
from huiwu.meetings.views.editing import both_sides, row_forms, rows_in_order, show_row_refusal


def overview(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    meeting = queries.meeting_for(actor, slug)
    context = {
        "meeting": meeting,
        "phase": queries.phase_of(meeting, clock.now()),
        "panels": drawn_panels("meeting", actor, meeting, request),
        "organisations": queries.organisations_of(meeting),
        "contacts": queries.client_contacts(meeting.client),
        "team": queries.team_of(meeting),
        "functions": queries.functions_of(meeting).filter(is_cancelled=False),
    }
    return render(request, "meetings/overview.html", context)


def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = queries.home_organisation(actor)
    require(actor, "meetings.create", org.pk)
    form = forms.OpenForm(request.POST or None, org_id=org.pk)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_meeting(actor=actor, org=org, **_opening(form.cleaned_data))
        except InvalidInput as refusal:
            forms.show_refusal(form, refusal)
        else:
            messages.success(request, _("会议已建立，编号 {number}。").format(number=made.number))
            return redirect("meetings:overview", made.slug)
    status = 422 if form.is_bound else 200
    return render(request, "meetings/new.html", {"form": form}, status=status)


def _opening(clean: dict[str, Any]) -> dict[str, Any]:
    contact = {key.removeprefix("contact_"): value for key, value in clean.items() if key.startswith("contact_")}
    values = {key: value for key, value in clean.items() if not key.startswith("contact_")}
    return {**values, "contacts": [ContactValues(**contact)] if contact["name"] else []}


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    meeting = queries.meeting_for(actor, slug, "meetings.edit")
    form = forms.DetailsForm(request.POST or None, initial=forms.DetailsForm.initial_of(meeting))
    context: dict[str, Any] = {"meeting": meeting, "form": form, "revision": meeting.revision}
    if request.method == "POST" and form.is_valid():
        revision = int(request.POST.get("revision", "0") or 0)
        try:
            services.change_meeting(actor=actor, meeting=meeting, revision=revision, values=form.cleaned_data)
        except InvalidInput as refusal:
            forms.show_refusal(form, refusal)
            context["revision"] = revision
        except StaleEdit as refusal:
            theirs = forms.DetailsForm.initial_of(refusal.theirs)
            context |= {
                "stale": sentence_of(refusal),
                "sides": both_sides(form, theirs),
                "revision": refusal.theirs.revision,
            }
        else:
            messages.success(request, _("已保存。"))
            return redirect("meetings:overview", slug)
    elif request.method == "POST":
        context["revision"] = request.POST.get("revision", meeting.revision)
    return render(request, "meetings/edit.html", context, status=_status(form, context))


def _status(form: Any, context: dict[str, Any]) -> int:
    if "stale" in context:
        return 409
    return 422 if form.is_bound else 200


def organisations(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    meeting = queries.meeting_for(actor, slug, "meetings.edit")
    initial = [{"part": row.part, "name": row.name} for row in queries.organisations_of(meeting)]
    formset = row_forms(forms.OrganisationForm)(request.POST or None, initial=initial)

    def save(rows: list[dict[str, Any]], seen: str | None) -> None:
        pairs = [(row["part"], row["name"]) for row in rows]
        services.set_organisations(actor=actor, meeting=meeting, rows=pairs, seen=seen)

    page = {"title": _("主办、承办等单位"), "lead": _("同一类有几家的，按“次序”的数字从小到大排列。")}
    return edit_rows(request, meeting, formset, save, lambda: queries.organisations_digest(meeting), page)


def contacts(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    meeting = queries.meeting_for(actor, slug, "meetings.edit")
    keys = ("id", "name", "title", "phone", "email", "is_approver")
    initial = [{key: getattr(row, key) for key in keys} for row in queries.client_contacts(meeting.client)]
    formset = row_forms(forms.ContactForm)(request.POST or None, initial=initial)

    def save(rows: list[dict[str, Any]], seen: str | None) -> None:
        given = [ContactValues(**{key: row[key] for key in keys}) for row in rows]
        services.set_contacts(actor=actor, meeting=meeting, contacts=given, seen=seen)

    page = {
        "title": _("客户联系人"),
        "lead": _("决策人是能替客户确认简报、方案和设计稿的人，须留电话或邮箱。"),
    }
    return edit_rows(request, meeting, formset, save, lambda: queries.contacts_digest(meeting.client), page)


def edit_rows(
    request: HttpRequest, meeting: Meeting, formset: Any, save: Any, digest: Any, page: dict[str, Any]
) -> HttpResponse:
    """A page that edits a list row by row; a list that changed meanwhile keeps what was typed and says so."""
    back = page.get("back", "meetings:overview")
    context = {"meeting": meeting, "formset": formset, "seen": digest(), "back": back, "errors": [], **page}
    if request.method == "POST":
        context["seen"] = request.POST.get("seen", "")
        if formset.is_valid():
            try:
                save(rows_in_order(formset), context["seen"])
            except InvalidInput as refusal:
                context["errors"] = show_row_refusal(formset, refusal.fields)
            except StaleEdit as refusal:
                context |= {
                    "stale": sentence_of(refusal),
                    "theirs": [str(row) for row in refusal.theirs],
                    "seen": digest(),
                }
            else:
                messages.success(request, _("已保存。"))
                return redirect(back, meeting.slug)
    status = 409 if "stale" in context else 422 if request.method == "POST" else 200
    return render(request, "meetings/rows.html", context, status=status)


def clone(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    meeting = queries.meeting_for(actor, slug)
    require(actor, "meetings.create", meeting.org_id)
    start = {"name": meeting.name, "start_on": meeting.start_on + timedelta(days=364)}
    form = forms.CloneForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.clone_meeting(actor=actor, source=meeting, **form.cleaned_data)
        except InvalidInput as refusal:
            forms.show_refusal(form, refusal)
        else:
            messages.success(request, _("新一届已建立，编号 {number}。请核对日期与名称。").format(number=made.number))
            return redirect("meetings:overview", made.slug)
    counts = {
        "organisations": meeting.organisations.count(),
        "team": meeting.team.count(),
        "work_groups": meeting.work_groups.count(),
        "spaces": meeting.spaces.count(),
        "functions": meeting.functions.filter(is_cancelled=False).count(),
    }
    context = {"meeting": meeting, "form": form, "counts": counts}
    return render(request, "meetings/clone.html", context, status=422 if form.is_bound else 200)


def size_borders(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = queries.home_organisation(actor)
    require(actor, "meetings.set_size_borders", org.pk)
    today = clock.today()
    scale = queries.size_scale(org.pk, today)
    start = {
        "small_max": scale.small_max,
        "medium_max": scale.medium_max,
        "large_max": scale.large_max,
        "source": scale.source,
        "effective_on": today,
    }
    form = forms.SizeBordersForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        wanted = SizeScale(clean["small_max"], clean["medium_max"], clean["large_max"], clean["source"])
        try:
            services.set_size_borders(actor=actor, org_id=org.pk, scale=wanted, effective_on=clean["effective_on"])
        except InvalidInput as refusal:
            forms.show_refusal(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("meetings:size_borders")
    context = {"form": form, "rows": org.size_borders.all()}
    return render(request, "meetings/size_borders.html", context, status=422 if form.is_bound else 200)
