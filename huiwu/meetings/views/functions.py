"""Functions (功能单元), their sheets and spaces. Times are shown and typed in the meeting's own zone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings import forms, queries, services
from huiwu.meetings.choices import FieldState, HeadcountBasis, SetupField, SetupGroup
from huiwu.meetings.errors import NoSuchFunction
from huiwu.meetings.models import Function, Meeting
from huiwu.meetings.rules.setup_order import FIELDS, entry, unfilled
from huiwu.meetings.services import SpaceValues
from huiwu.meetings.views.editing import both_sides, row_forms
from huiwu.meetings.views.meeting import edit_rows

Page = Callable[..., HttpResponse]


def in_meetings_zone(permission: str) -> Callable[[Page], Page]:
    """The page gets (request, actor, meeting, …) and runs in the meeting's time zone."""

    def wrap(page: Page) -> Page:
        @wraps(page)
        def view(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
            actor = actor_of(request)
            meeting = queries.meeting_for(actor, slug, permission)
            with timezone.override(meeting.zone):
                return page(request, actor, meeting, **more)

        return view

    return wrap


def _function(meeting: Meeting, number: int) -> Function:
    row = meeting.functions.select_related("space", "saved_by").filter(number=number).first()
    if row is None:
        raise NoSuchFunction
    row.meeting = meeting
    return row


@in_meetings_zone("meetings.view")
def function_list(request: HttpRequest, actor: Actor, meeting: Meeting) -> HttpResponse:
    rows = list(queries.functions_of(meeting))
    listed = [{"row": row, "open": len(unfilled(row.setup_order))} for row in rows]
    context = {"meeting": meeting, "functions": listed, "fields": len(SetupField.values)}
    return render(request, "meetings/functions.html", context)


@in_meetings_zone("meetings.view")
def sheet(request: HttpRequest, actor: Actor, meeting: Meeting, number: int) -> HttpResponse:
    row = _function(meeting, number)
    return render(request, "meetings/function.html", {"meeting": meeting, **sheet_context(row)})


@in_meetings_zone("meetings.view")
def printed(request: HttpRequest, actor: Actor, meeting: Meeting, number: int | None = None) -> HttpResponse:
    """One sheet, or all of them, each on its own page."""
    rows = [_function(meeting, number)] if number else list(queries.functions_of(meeting).filter(is_cancelled=False))
    sheets = [sheet_context(row) for row in rows]
    return render(request, "meetings/function_print.html", {"meeting": meeting, "sheets": sheets, "now": clock.now()})


def sheet_context(row: Function) -> dict[str, Any]:
    """The function sheet as words: head-counts and set-up order by group."""
    return {
        "function": row,
        "headcounts": [
            {
                "label": HeadcountBasis(basis).label,
                "count": count,
                "is_absent": basis in row.headcount_not_applicable,
            }
            for basis, count in row.headcounts.items()
        ],
        "groups": [
            {"title": SetupGroup(group).label, "fields": [_field_words(row, code) for code in codes]}
            for group, codes in FIELDS.items()
        ],
        "open_count": len(unfilled(row.setup_order)),
    }


def _field_words(row: Function, code: str) -> dict[str, Any]:
    state, value = entry(row.setup_order, code)
    return {"label": SetupField(code).label, "state": state, "word": FieldState(state).label, "value": value}


@in_meetings_zone("meetings.edit_functions")
def new(request: HttpRequest, actor: Actor, meeting: Meeting) -> HttpResponse:
    form = forms.FunctionForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.add_function(actor=actor, meeting=meeting, **form.values())
        except InvalidInput as refusal:
            forms.show_refusal(form, refusal)
        else:
            messages.success(request, _("已添加“{name}”。").format(name=row.name))
            return redirect("meetings:function", meeting.slug, row.number)
    context = {"meeting": meeting, "form": form, **_form_context(form)}
    return render(request, "meetings/function_edit.html", context, status=422 if form.is_bound else 200)


@in_meetings_zone("meetings.edit_functions")
def edit(request: HttpRequest, actor: Actor, meeting: Meeting, number: int) -> HttpResponse:
    row = _function(meeting, number)
    form = forms.FunctionForm(request.POST or None, meeting=meeting, initial=forms.FunctionForm.initial_of(row))
    context: dict[str, Any] = {"meeting": meeting, "function": row, "form": form, "revision": row.revision}
    if request.method == "POST":
        context["revision"] = request.POST.get("revision", "")
    if request.method == "POST" and form.is_valid():
        revision = int(context["revision"]) if context["revision"].isdigit() else 0
        try:
            services.change_function(actor=actor, function=row, revision=revision, values=form.values())
        except InvalidInput as refusal:
            forms.show_refusal(form, refusal)
        except StaleEdit as refusal:
            theirs = forms.FunctionForm.initial_of(refusal.theirs)
            context |= {
                "stale": sentence_of(refusal),
                "sides": both_sides(form, theirs),
                "revision": refusal.theirs.revision,
            }
        else:
            messages.success(request, _("已保存。"))
            return redirect("meetings:function", meeting.slug, row.number)
    status = 409 if "stale" in context else 422 if form.is_bound else 200
    return render(request, "meetings/function_edit.html", {**context, **_form_context(form)}, status=status)


def _form_context(form: forms.FunctionForm) -> dict[str, Any]:
    groups = [
        {
            "title": SetupGroup(group).label,
            "fields": [
                {
                    "name": f"setup_{code}",
                    "label": SetupField(code).label,
                    "state": form[f"setup_{code}_state"].value() or "unfilled",
                    "value": form[f"setup_{code}"].value() or "",
                    "error": " ".join(str(error) for error in form.errors.get(f"setup_{code}", []))
                    if form.is_bound
                    else "",
                }
                for code in codes
            ],
        }
        for group, codes in FIELDS.items()
    ]
    counts = [(form[f"headcount_{b}"], form[f"headcount_{b}_absent"]) for b in HeadcountBasis.values]
    return {"groups": groups, "counts": counts}


@require_POST
@in_meetings_zone("meetings.edit_functions")
def cancel(request: HttpRequest, actor: Actor, meeting: Meeting, number: int) -> HttpResponse:
    row = _function(meeting, number)
    services.cancel_function(actor=actor, function=row, reason=request.POST.get("reason", ""))
    messages.success(request, _("“{name}”已取消，可随时恢复。").format(name=row.name))
    return redirect("meetings:function", meeting.slug, number)


@require_POST
@in_meetings_zone("meetings.edit_functions")
def reinstate(request: HttpRequest, actor: Actor, meeting: Meeting, number: int) -> HttpResponse:
    row = _function(meeting, number)
    services.reinstate_function(actor=actor, function=row)
    messages.success(request, _("“{name}”已恢复。").format(name=row.name))
    return redirect("meetings:function", meeting.slug, number)


@require_POST
@in_meetings_zone("meetings.edit_functions")
def order(request: HttpRequest, actor: Actor, meeting: Meeting) -> HttpResponse:
    """Numbers typed beside each function, or (button) by time."""
    wanted: list[UUID] | None = None
    if "by_time" not in request.POST:
        rows = list(meeting.functions.order_by("number"))
        typed = {row.pk: request.POST.get(f"order-{row.pk}", "") for row in rows}
        place = {row.pk: int(typed[row.pk]) if typed[row.pk].isdigit() else row.number for row in rows}
        wanted = [row.pk for row in sorted(rows, key=lambda row: (place[row.pk], row.number))]
    services.reorder_functions(actor=actor, meeting=meeting, order=wanted)
    messages.success(request, _("功能单元已重新编号。"))
    return redirect("meetings:functions", meeting.slug)


@in_meetings_zone("meetings.edit_functions")
def spaces(request: HttpRequest, actor: Actor, meeting: Meeting) -> HttpResponse:
    initial = [{"id": row.pk, "name": row.name, "floor": row.floor} for row in meeting.spaces.all()]
    formset = row_forms(forms.SpaceForm)(request.POST or None, initial=initial)

    def save(rows: list[dict[str, Any]], seen: str | None) -> None:
        given = [SpaceValues(id=row["id"], name=row["name"], floor=row["floor"]) for row in rows]
        services.set_spaces(actor=actor, meeting=meeting, spaces=given, seen=seen)

    page = {
        "title": _("本会议的场地"),
        "lead": _("会场、前厅、餐厅等。有功能单元在用的场地不能删除。"),
        "back": "meetings:functions",
    }
    return edit_rows(request, meeting, formset, save, lambda: queries.spaces_digest(meeting), page)
