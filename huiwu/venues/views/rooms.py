"""Rooms: the page with capacities and drawings, and what is filled in about them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.venues import queries, services
from huiwu.venues.bridge import (
    LAYOUTS,
    access_points_for,
    companions_for,
    demands_of,
    doors_for,
    note_text,
    source_texts,
    step_line,
    view_of,
)
from huiwu.venues.errors import RoomNameTaken
from huiwu.venues.forms.inputs import filled_rows, rows_of, show_refusal
from huiwu.venues.forms.library import PictureForm
from huiwu.venues.forms.rooms import ColumnRow, CopyForm, ExitRow, RiggingRow, RoomForm
from huiwu.venues.models import Room, Venue
from huiwu.venues.queries.capacity import CapacityRow
from huiwu.venues.queries.library import fact_lines, unknown_facts_of_room
from huiwu.venues.schema import ROOM_FACTS
from huiwu.venues.views.drawing import plan_of, sight_of
from huiwu.venues.views.frame import READ_WRITE, revision_shown, stale_context, status_of

MARKS = {"columns": ColumnRow, "exits": ExitRow, "rigging": RiggingRow}


@login_required
@require_safe
def show(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """Capacities of all layouts; the one in the address is worked out line by line and drawn."""
    actor = actor_of(request)
    room = queries.room_for(actor, room_id)
    asked = request.GET.get("layout", "")
    layout = asked if asked in LAYOUTS else LAYOUTS[0]
    rows = queries.capacities_of(room, queries.numbers_of(room.venue.org_id))
    chosen = next(row for row in rows if row.layout == layout)
    context = {"room": room, "rows": rows, "chosen": chosen, **_worked(chosen)}
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.target == "worked":
        return render(request, "venues/_worked.html", context)
    context |= {
        "venue": room.venue,
        "parts": room.parts.filter(is_retired=False),
        "groups": fact_lines(ROOM_FACTS, room.facts),
        "unknown": unknown_facts_of_room(room),
        "pictures": room.pictures.all(),
        "picture_form": PictureForm(),
        "copy_form": CopyForm(initial={"name": _("{name}（副本）").format(name=room.name)}),
        "may_edit": can(actor, "venues.edit", room.venue.org_id),
        "may_retire": can(actor, "venues.retire", room.venue.org_id),
    }
    return render(request, "venues/room.html", context)


def _worked(row: CapacityRow) -> dict[str, Any]:
    """The calculation, the notes, what so many people need, and the pictures."""
    found = row.found
    people = found.capacity.maximum or 0
    needs = demands_of(people, found.numbers)
    doors, width_mm = doors_for(people, found.numbers)
    view = view_of(found)
    return {
        "steps": [(step_line(step), source_texts(step)) for step in found.capacity.steps],
        "notes": [(note_text(note), note.is_fault) for note in found.capacity.notes],
        "people": people,
        "doors": doors,
        "doors_width_mm": width_mm,
        "wheelchairs": needs.wheelchair_spaces,
        "companions": companions_for(needs.wheelchair_spaces, found.numbers),
        "bandwidth": needs.bandwidth_mbps,
        "access_points": access_points_for(people, found.numbers),
        "plan": plan_of(found),
        "view": view,
        "view_notes": [(note_text(note), note.is_fault) for note in view.notes] if view else [],
        "sight": sight_of(found),
    }


@login_required
@READ_WRITE
def new(request: HttpRequest, venue_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    venue = queries.venue_for(actor, venue_id, "venues.edit")
    form = RoomForm(request.POST or None, venue=venue)
    marks = _marks(request, None)
    if request.method == "POST" and form.is_valid() and _are_valid(marks):
        try:
            row = services.add_room(actor=actor, venue_id=venue_id, **form.values(), **_marked(marks))
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except RoomNameTaken as taken:
            form.add_error("name", sentence_of(taken))
        else:
            messages.success(request, _("已登记会场。"))
            return redirect("venues:room", row.pk)
    return _form_page(request, venue, None, form, marks, {})


@login_required
@READ_WRITE
def edit(request: HttpRequest, room_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    room = queries.room_for(actor, room_id, "venues.edit")
    form = RoomForm(request.POST or None, venue=room.venue, room=room, initial=RoomForm.initial_of(room))
    marks = _marks(request, room)
    context: dict[str, Any] = {"revision": revision_shown(request, room)}
    if request.method == "POST" and form.is_valid() and _are_valid(marks):
        values = form.values() | _marked(marks)
        try:
            services.change_room(actor=actor, room_id=room_id, revision=context["revision"], values=values)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except RoomNameTaken as taken:
            form.add_error("name", sentence_of(taken))
        except StaleEdit as stale:
            context |= stale_context(form, stale, RoomForm.initial_of(stale.theirs))
        else:
            messages.success(request, _("已保存。"))
            return redirect("venues:room", room_id)
    return _form_page(request, room.venue, room, form, marks, context)


def _form_page(
    request: HttpRequest, venue: Venue, room: Room | None, form: RoomForm, marks: dict[str, Any], more: dict[str, Any]
) -> HttpResponse:
    titles = {"columns": _("柱"), "exits": _("疏散门"), "rigging": _("吊点")}
    context = {
        "venue": venue,
        "room": room,
        "form": form,
        "marks": [(titles[name], formset) for name, formset in marks.items()],
        "errors": any(formset.is_bound and not formset.is_valid() for formset in marks.values()),
        **more,
    }
    return render(request, "venues/room_edit.html", context, status=status_of(form, context))


def _marks(request: HttpRequest, room: Room | None) -> dict[str, Any]:
    return {
        name: rows_of(form, prefix=name)(request.POST or None, initial=getattr(room, name) if room else [], prefix=name)
        for name, form in MARKS.items()
    }


def _are_valid(marks: dict[str, Any]) -> bool:
    """Every set is asked, so that each shows its faults."""
    checked = [formset.is_valid() for formset in marks.values()]
    return all(checked)


def _marked(marks: dict[str, Any]) -> dict[str, Any]:
    return {name: filled_rows(formset) for name, formset in marks.items()}


@login_required
@require_POST
def copy(request: HttpRequest, room_id: UUID) -> HttpResponse:
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请给新会场起名。"))
        return redirect("venues:room", room_id)
    row = services.copy_room(actor=actor_of(request), room_id=room_id, name=form.cleaned_data["name"])
    messages.success(request, _("已复制为“{name}”。").format(name=row.name))
    return redirect("venues:room_edit", row.pk)


@login_required
@require_POST
def retire(request: HttpRequest, room_id: UUID) -> HttpResponse:
    row = services.retire_room(actor=actor_of(request), room_id=room_id)
    messages.success(request, _("“{name}”已停用，可随时恢复。").format(name=row.name))
    return redirect("venues:room", room_id)


@login_required
@require_POST
def reinstate(request: HttpRequest, room_id: UUID) -> HttpResponse:
    row = services.reinstate_room(actor=actor_of(request), room_id=room_id)
    messages.success(request, _("“{name}”已恢复。").format(name=row.name))
    return redirect("venues:room", room_id)
