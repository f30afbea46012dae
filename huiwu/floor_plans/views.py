"""Pages of floor plans: a room's plan, a meeting's set-up plans, their sheets."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.floor_plans import forms, queries, services
from huiwu.floor_plans.backgrounds import background_box, kept_background, typed_place
from huiwu.floor_plans.bridge import marks_of
from huiwu.floor_plans.choices import CLEAR_MM, ItemKind, MarkKind
from huiwu.floor_plans.documents import legend, sheet_of
from huiwu.floor_plans.drawing import drawn
from huiwu.floor_plans.models import FloorPlan, SetupPlan
from huiwu.foundation.files import ZIPPED, send, send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotFound, StaleEdit
from huiwu.meetings.models import Function, Meeting
from huiwu.meetings.queries import meeting_for
from huiwu.venues.models import Room

BLANK_ROWS = 3
"""Empty rows below the others, for those without scripts."""


def floor_plan(request: HttpRequest, room_id: UUID) -> HttpResponse:
    actor, room = actor_of(request), _room(request, room_id, "venues.view")
    plan = services.open_floor_plan(actor=actor, room=room)
    context: dict[str, Any] = {"room": room, "revision": plan.revision, "stale": "", "problems": []}
    marks, rows, status = plan.marks, forms.typed_rows(plan.marks, "clear_mm"), 200
    if request.method == "POST":
        marks, context["problems"], rows = forms.marks_of(request.POST)
        background, fault = kept_background(request, room, plan)
        context["problems"] += [fault] if fault else []
        context["revision"], status = _number(request.POST.get("revision")), 422
        if not context["problems"]:
            try:
                services.save_floor_plan(
                    actor=actor, room=room, revision=context["revision"], marks=marks, background=background
                )
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "revision": stale.theirs.revision}
                status = 409
            else:
                messages.success(request, _("已保存“{room}”的平面图。").format(room=room.name))
                return redirect("floor_plans:floor_plan", room.pk)
    shown = FloorPlan(room=room, marks=[row | {"id": row["id"] or str(n)} for n, row in enumerate(marks)])
    drawing = drawn(
        room,
        marks_of(room, shown),
        [],
        label=_("平面图"),
        background=_picture_address(plan),
        background_box=background_box(plan),
        edits="marks",
    )
    context |= {"plan": plan, "drawing": drawing, "rows": [*rows, *[{}] * BLANK_ROWS], "legend": legend()}
    context |= {
        "place": typed_place(plan),
        "kinds": MarkKind.choices,
        "clear": {str(kind): value for kind, value in CLEAR_MM.items()},
    }
    return render(request, "floor_plans/floor_plan.html", context, status=status)


@require_GET
def picture(request: HttpRequest, room_id: UUID) -> FileResponse:
    """The venue's own drawing behind the plan."""
    plan = queries.plan_of_room(_room(request, room_id, "venues.view"))
    if plan is None or plan.background is None:
        raise NotFound
    return send_file(plan.background, inline=True)


@require_GET
def setup_plans(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_for(actor_of(request), slug, "floor_plans.view")
    return render(request, "floor_plans/list.html", {"meeting": meeting, "rows": queries.listed(meeting)})


def setup(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    actor = actor_of(request)
    meeting, plan = _plan(request, slug, number, "floor_plans.edit" if request.method == "POST" else "floor_plans.view")
    context: dict[str, Any] = {"revision": plan.revision, "stale": "", "problems": []}
    items, rows, status = plan.items, forms.typed_rows(plan.items, "seats"), 200
    if request.method == "POST":
        items, context["problems"], rows = forms.items_of(request.POST)
        context["revision"], status = _number(request.POST.get("revision")), 422
        if not context["problems"]:
            try:
                services.save_setup_plan(
                    actor=actor, meeting=meeting, plan_id=plan.pk, revision=context["revision"], items=items
                )
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "revision": stale.theirs.revision}
                status = 409
            else:
                messages.success(request, _("已保存“{function}”的布置图。").format(function=plan.function.name))
                return redirect("floor_plans:setup", slug, number)
    context |= {"meeting": meeting, "plan": plan, "function": plan.function, "kinds": ItemKind.choices}
    context |= {"rows": [*rows, *[{}] * BLANK_ROWS], "room_now": _room_now(meeting, plan), **_shown(plan, items)}
    return render(request, "floor_plans/setup.html", context, status=status)


@require_POST
def judge(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The faults of what stands on the page, not kept: fetched while shapes are moved."""
    _meeting, plan = _plan(request, slug, number, "floor_plans.view")
    items, problems, _rows = forms.items_of(request.POST)
    items = [row | {"id": row["id"] or str(n)} for n, row in enumerate(items)]
    faults = queries.faults_of(plan, items)
    return render(request, "floor_plans/_faults.html", {"faults": faults, "problems": problems, **_sums(plan, items)})


@require_POST
def begin(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "floor_plans.view")
    services.open_setup_plan(actor=actor, meeting=meeting, function=_function(meeting, number))
    return redirect("floor_plans:setup", slug, number)


@require_POST
def move(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    meeting, plan = _plan(request, slug, number, "floor_plans.view")
    plan = services.move_setup_plan(actor=actor_of(request), meeting=meeting, plan_id=plan.pk)
    messages.success(request, _("布置图已换到{room}，请重新核对位置。").format(room=plan.room.name))
    return redirect("floor_plans:setup", slug, number)


@require_GET
def sheet(request: HttpRequest, slug: str, number: int, kind: str) -> FileResponse:
    _meeting, plan = _plan(request, slug, number, "floor_plans.view")
    made = sheet_of(plan)
    name = f"{plan.function.name}布置图"
    if kind == "pdf":
        return send(
            io.BytesIO(pdf(made, on_missing="mark")), name=f"{name}.pdf", media_type="application/pdf", inline=True
        )
    if kind == "docx":
        return send(io.BytesIO(docx(made)), name=f"{name}.docx", media_type=ZIPPED["word/"])
    raise NotFound


def _shown(plan: SetupPlan, items: list[dict[str, Any]]) -> dict[str, Any]:
    items = [row | {"id": row["id"] or str(n)} for n, row in enumerate(items)]
    floor = queries.plan_of_room(plan.room)
    drawing = drawn(
        plan.room,
        marks_of(plan.room, floor),
        items,
        label=_("布置图"),
        background=_picture_address(floor),
        background_box=background_box(floor),
    )
    return {"drawing": drawing, "faults": queries.faults_of(plan, items), "legend": legend(), **_sums(plan, items)}


def _sums(plan: SetupPlan, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "seats": sum(row["seats"] for row in items),
        "wanted": plan.function.headcount_set or plan.function.headcount_expected,
    }


def _picture_address(plan: FloorPlan | None) -> str:
    return reverse("floor_plans:picture", args=[plan.room_id]) if plan and plan.background_id else ""


def _room_now(meeting: Meeting, plan: SetupPlan) -> Room | None:
    """The room that the function is in now, if it is another than the plan's."""
    room = queries.rooms_of_functions(meeting, [plan.function]).get(plan.function_id)
    return room if room is not None and room.pk != plan.room_id else None


def _room(request: HttpRequest, room_id: UUID, permission: str) -> Room:
    room = Room.objects.select_related("venue", "floor_plan__background").filter(pk=room_id).first()
    if room is None:
        raise NotFound
    require(actor_of(request), permission, room.venue.org_id)
    return room


def _function(meeting: Meeting, number: int) -> Function:
    row = meeting.functions.select_related("space").filter(number=number).first()
    if row is None:
        raise NotFound
    return row


def _plan(request: HttpRequest, slug: str, number: int, permission: str) -> tuple[Meeting, SetupPlan]:
    meeting = meeting_for(actor_of(request), slug, permission)
    found = meeting.setup_plans.select_related("function", "room__venue", "room__floor_plan", "meeting")
    plan = found.filter(function__number=number).first()
    if plan is None:
        raise NotFound
    return meeting, plan


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
