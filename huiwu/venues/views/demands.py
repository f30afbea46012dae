"""What one function asks of its room."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.errors import NoSuchFunction
from huiwu.meetings.models import Meeting
from huiwu.venues import queries, services
from huiwu.venues.bridge import demands_of, usable_watts
from huiwu.venues.forms.bookings import DemandForm, LoadRow
from huiwu.venues.forms.inputs import filled_rows, rows_of, show_refusal
from huiwu.venues.models import FunctionDemand
from huiwu.venues.queries.placed import placement_of
from huiwu.venues.views import frame
from huiwu.venues.views.bookings import in_meetings_zone
from huiwu.venues.views.frame import READ_WRITE, stale_context, status_of


@login_required
@READ_WRITE
@in_meetings_zone("venues.edit_demands")
def edit(request: HttpRequest, actor: Actor, meeting: Meeting, number: int) -> HttpResponse:
    placed = next((row for row in placement_of(meeting).placed if row.function.number == number), None)
    if placed is None:
        raise NoSuchFunction
    placed.function.meeting = meeting
    row = placed.demand
    form = DemandForm(request.POST or None, initial=DemandForm.initial_of(row))
    initial = [{"name": load.name, "watts": load.watts, "quantity": load.quantity} for load in placed.loads]
    loads = rows_of(LoadRow, extra=3, prefix="loads")(request.POST or None, initial=initial, prefix="loads")
    revision = frame.number(request.POST.get("revision", "")) if request.method == "POST" else _revision(row)
    numbers = queries.numbers_of(meeting.org_id)
    context: dict[str, Any] = {
        "meeting": meeting,
        "placed": placed,
        "form": form,
        "loads": loads,
        "revision": revision,
        "needs": demands_of(placed.people, numbers, row),
        "usable_watts": usable_watts(placed.room.power_kw, numbers) if placed.room and placed.room.power_kw else None,
        "errors": loads.is_bound and not loads.is_valid(),
    }
    if request.method == "POST" and form.is_valid() and loads.is_valid():
        try:
            services.set_room_demand(
                actor=actor,
                function=placed.function,
                revision=revision,
                values=form.values(),
                loads=filled_rows(loads),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            context |= stale_context(form, stale, DemandForm.initial_of(stale.theirs))
        else:
            messages.success(request, _("已保存。"))
            return redirect("venues:bookings", meeting.slug)
    return render(request, "venues/demand.html", context, status=status_of(form, context))


def _revision(row: FunctionDemand | None) -> int:
    return row.revision if row else 0
