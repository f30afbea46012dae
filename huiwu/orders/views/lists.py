"""All orders of a meeting, and what comes on which day."""

from __future__ import annotations

import io
from datetime import date

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiwu.documents.render.pdf import pdf
from huiwu.foundation.files import send
from huiwu.foundation.permission import can
from huiwu.orders import forms, queries
from huiwu.orders.choices import OrderState
from huiwu.orders.documents import delivery_sheet
from huiwu.orders.models import Order
from huiwu.orders.views.frame import opened
from huiwu.procurement.queries import selected


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Every order with its sum, by delivery; selections that have no order yet are offered."""
    _actor, meeting = opened(request, slug)
    form = forms.FilterForm(request.GET)
    asked = form.asked()
    rows = queries.found_orders(meeting, asked)
    made = set(
        Order.objects.filter(meeting=meeting, selection__isnull=False)
        .exclude(state=OrderState.CANCELLED)
        .values_list("selection_id", flat=True)
    )
    context = {
        "meeting": meeting,
        "form": form,
        "asked": asked,
        "rows": rows,
        "total_cents": sum(o.totals.gross_cents for o in rows if o.row.state != OrderState.CANCELLED),
        "waiting": [row for row in selected(meeting) if row.selection.pk not in made],
    }
    htmx = getattr(request, "htmx", None)
    template = "orders/_list.html" if htmx and htmx.target == "orders" else "orders/list.html"
    return render(request, template, context)


@require_safe
def deliveries(request: HttpRequest, slug: str) -> HttpResponse:
    """Deliveries by day; `?day=` shows one."""
    actor, meeting = opened(request, slug, "orders.view_deliveries")
    rows = queries.deliveries(meeting)
    days = sorted({row.day for row in rows})
    asked = _day(request.GET.get("day", ""))
    shown = [row for row in rows if asked is None or row.day == asked]
    context = {
        "meeting": meeting,
        "days": days,
        "day": asked,
        "by_day": [(day, [row for row in shown if row.day == day]) for day in days if asked in (None, day)],
        "may_open": can(actor, "orders.view", meeting),
    }
    return render(request, "orders/deliveries.html", context)


@require_safe
def deliveries_pdf(request: HttpRequest, slug: str) -> FileResponse:
    _actor, meeting = opened(request, slug, "orders.view_deliveries")
    day = _day(request.GET.get("day", ""))
    made = pdf(delivery_sheet(meeting, day, queries.deliveries(meeting, day)), on_missing="mark")
    name = _("{meeting} 到货安排").format(meeting=meeting.name)
    return send(io.BytesIO(made), name=f"{name}.pdf", media_type="application/pdf", inline=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
