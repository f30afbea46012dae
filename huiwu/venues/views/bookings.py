"""Bookings of a meeting's rooms. Times are shown and typed in the meeting's own zone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import InvalidInput, Refusal, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for
from huiwu.venues import queries, services
from huiwu.venues.bridge import Numbers, measured
from huiwu.venues.choices import BookingState
from huiwu.venues.errors import RoomRetired, RoomTaken
from huiwu.venues.forms.bookings import BookingForm, ReleaseForm
from huiwu.venues.forms.inputs import show_refusal
from huiwu.venues.models import Booking
from huiwu.venues.queries.placed import placement_of
from huiwu.venues.views.frame import READ_WRITE, revision_shown, stale_context, status_of

Page = Callable[..., HttpResponse]
MARKS = {
    BookingState.OPTION: "open",
    BookingState.HELD: "waiting",
    BookingState.CONFIRMED: "confirmed",
    BookingState.RELEASED: "cancelled",
    BookingState.LAPSED: "late",
}


def in_meetings_zone(permission: str) -> Callable[[Page], Page]:
    """The page gets (request, actor, meeting, …) and runs in the meeting's time zone."""

    def wrap(page: Page) -> Page:
        @wraps(page)
        def view(request: HttpRequest, slug: str, **more: Any) -> HttpResponse:
            actor = actor_of(request)
            meeting = meeting_for(actor, slug, permission)
            with timezone.override(meeting.zone):
                return page(request, actor, meeting, **more)

        return view

    return wrap


@login_required
@require_safe
@in_meetings_zone("venues.view_bookings")
def index(request: HttpRequest, actor: Actor, meeting: Meeting) -> HttpResponse:
    rows = list(queries.bookings_of(meeting))
    places = queries.places_in_line(rows)
    numbers = queries.numbers_of(meeting.org_id)
    functions = [
        {
            "row": row,
            "found": measured(row.room, row.function.layout, numbers).capacity
            if row.room and row.function.layout
            else None,
        }
        for row in placement_of(meeting).placed
    ]
    listed = [_listed(row, meeting, places, numbers) for row in rows]
    context = {
        "meeting": meeting,
        "live": [item for item in listed if item["row"].is_live],
        "ended": [item for item in listed if not item["row"].is_live],
        "functions": functions,
        "clashes": queries.clashes(meeting),
        "may_book": can(actor, "venues.book", meeting),
        "may_edit": can(actor, "venues.edit_demands", meeting),
    }
    return render(request, "venues/bookings.html", context)


def _listed(row: Booking, meeting: Meeting, places: dict[UUID, int], numbers: Numbers) -> dict[str, Any]:
    row.meeting = meeting
    hire = queries.hire_of(row, numbers) if row.is_live else None
    return {"row": row, "mark": MARKS[BookingState(row.state)], "place": places.get(row.pk, 0), "hire": hire}


@login_required
@READ_WRITE
@in_meetings_zone("venues.book")
def new(request: HttpRequest, actor: Actor, meeting: Meeting) -> HttpResponse:
    form = BookingForm(request.POST or None, meeting=meeting, initial=_start(request, meeting))
    if request.method == "POST" and form.is_valid():
        try:
            services.book_room(
                actor=actor,
                meeting=meeting,
                room_id=form.cleaned_data["room"].pk,
                state=form.cleaned_data["state"],
                **form.values(),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except (RoomTaken, RoomRetired) as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("已登记预订。"))
            return redirect("venues:bookings", meeting.slug)
    context = {"meeting": meeting, "form": form, "booking": None}
    return render(request, "venues/booking.html", context, status=status_of(form, context))


def _start(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """The room or space named in the address, and the hours of the functions in that space."""
    start: dict[str, Any] = {"room": request.GET.get("room", "")}
    space = meeting.spaces.filter(name=request.GET.get("space", "")).first()
    if space is None:
        return start
    rows = list(space.functions.filter(is_cancelled=False))
    start["space"] = space
    if rows:
        start["from_at"], start["to_at"] = min(r.start_at for r in rows), max(r.end_at for r in rows)
        first = min(r.load_in_at or r.start_at for r in rows)
        last = max(r.strike_by_at or r.end_at for r in rows)
        start["load_in_at"] = first if first < start["from_at"] else None
        start["strike_by_at"] = last if last > start["to_at"] else None
    return start


@login_required
@READ_WRITE
@in_meetings_zone("venues.book")
def edit(request: HttpRequest, actor: Actor, meeting: Meeting, booking_id: UUID) -> HttpResponse:
    row = queries.booking_of(meeting, booking_id)
    form = BookingForm(request.POST or None, meeting=meeting, booking=row, initial=BookingForm.initial_of(row))
    context: dict[str, Any] = {"meeting": meeting, "form": form, "booking": row}
    context |= {"revision": revision_shown(request, row), "release_form": ReleaseForm()}
    if request.method == "POST" and form.is_valid():
        try:
            services.change_booking(
                actor=actor,
                meeting=meeting,
                booking_id=booking_id,
                revision=context["revision"],
                values=form.values(),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            context |= stale_context(form, stale, BookingForm.initial_of(stale.theirs))
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("已保存。"))
            return redirect("venues:bookings", meeting.slug)
    return render(request, "venues/booking.html", context, status=status_of(form, context))


@login_required
@require_POST
@in_meetings_zone("venues.book")
def hold(request: HttpRequest, actor: Actor, meeting: Meeting, booking_id: UUID) -> HttpResponse:
    row = services.hold_booking(actor=actor, meeting=meeting, booking_id=booking_id)
    return _done(request, meeting, row, _("“{room}”已记为预留。"))


@login_required
@require_POST
@in_meetings_zone("venues.book")
def confirm(request: HttpRequest, actor: Actor, meeting: Meeting, booking_id: UUID) -> HttpResponse:
    row = services.confirm_booking(actor=actor, meeting=meeting, booking_id=booking_id)
    return _done(request, meeting, row, _("“{room}”已确认。"))


@login_required
@require_POST
@in_meetings_zone("venues.book")
def release(request: HttpRequest, actor: Actor, meeting: Meeting, booking_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    row = services.release_booking(actor=actor, meeting=meeting, booking_id=booking_id, reason=reason)
    return _done(request, meeting, row, _("“{room}”已释放。"))


def _done(request: HttpRequest, meeting: Meeting, row: Booking, said: str) -> HttpResponse:
    messages.success(request, said.format(room=row.room.name))
    return redirect("venues:bookings", meeting.slug)
