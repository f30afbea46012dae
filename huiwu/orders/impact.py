"""What of the orders rests on head-counts, days and functions."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.meetings.models import Meeting
from huiwu.orders.choices import OrderState
from huiwu.orders.models import Order

STATES = {
    OrderState.DRAFT: "draft",
    OrderState.SENT: "review",
    OrderState.CONFIRMED: "confirmed",
    OrderState.IN_PRODUCTION: "confirmed",
    OrderState.DELIVERED: "done",
    OrderState.ACCEPTED: "done",
}
"""What the supplier has confirmed changes only by agreement with it."""


@rests_on("meeting.expected_headcount", "brief.headcount")
def orders_that_follow_the_headcount(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Orders with lines that follow the number of people, unless they were accepted or cancelled."""
    rows = Order.objects.filter(meeting=meeting, lines__follows_headcount=True).distinct()
    for row in rows.exclude(state__in=(OrderState.ACCEPTED, OrderState.CANCELLED)):
        made_for = row.headcount or meeting.expected_headcount
        yield _impacted(meeting, row, _("数量按 {people} 人订购").format(people=made_for))


@rests_on("meeting.start_on", "meeting.end_on", "meeting.status", "meeting.venue_name")
def orders_that_rest_on_days_and_place(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    rows = Order.objects.filter(meeting=meeting).exclude(state__in=(OrderState.ACCEPTED, OrderState.CANCELLED))
    for row in rows:
        at = row.late_at.astimezone(meeting.zone)
        yield _impacted(meeting, row, _("约定 {at} 送到").format(at=f"{at:%Y-%m-%d %H:%M}"))


def _impacted(meeting: Meeting, row: Order, why: str) -> Impacted:
    return Impacted(
        kind="order",
        id=str(row.pk),
        label=_("订单 {order}").format(order=row),
        state=STATES[OrderState(row.state)],
        url=reverse("orders:order", args=[meeting.slug, row.pk]),
        owner_role="procurement",
        why=why,
    )
