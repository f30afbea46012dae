"""Deliveries that are due, and orders no supplier has answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from huiwu.foundation.registry.messages import Due, reminder_source
from huiwu.meetings.services.holding import LIVE
from huiwu.orders.choices import AWAITED
from huiwu.orders.models import Order


@reminder_source
def deliveries_that_are_due() -> Iterator[Due]:
    """Sent orders of live meetings that are still to come, due on the day they are counted on. One query."""
    rows = Order.objects.filter(meeting__status__in=LIVE, state__in=AWAITED).select_related("meeting", "supplier")
    for row in rows:
        yield Due(
            key=f"order:{row.pk}",
            meeting=row.meeting,
            label=_label(row.number, row.title, row.supplier.called),
            url=reverse("orders:order", args=[row.meeting.slug, row.pk]),
            person_id=row.saved_by_id,
            due_on=row.late_at.astimezone(row.meeting.zone).date(),
        )


def _label_text(number: str, title: str, supplier: str) -> str:
    return _("订单 {number} {title}到货（{supplier}）").format(number=number, title=title, supplier=supplier)


_label: Any = lazy(_label_text, str)
