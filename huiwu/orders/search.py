"""Orders in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import meetings_of
from huiwu.meetings.rules.naming import search_key
from huiwu.orders.models import Order


@searchable("order", title=_("订单"))
def find_orders(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By number, title, supplier and what is ordered; in meetings whose orders the actor may see."""
    if not text.strip() or "\0" in text:
        return
    key = search_key(text)
    plain = Q(number__iexact=text.strip()) | Q(title__icontains=text.strip())
    rows = Order.objects.filter(plain | Q(search_text__contains=key) if key else plain)
    seen = rows.filter(meeting__in=meetings_of(actor)).select_related("meeting", "supplier").order_by("-deliver_at")
    found = 0
    for row in seen[: limit * 4]:
        if found == limit:
            return
        if not can(actor, "orders.view", row.meeting):
            continue
        found += 1
        yield SearchHit(
            kind="order",
            title=f"{row.number} {row.title}",
            detail=" · ".join([row.supplier.called, str(row.get_state_display()), row.meeting.name]),
            url=reverse("orders:order", args=[row.meeting.slug, row.pk]),
        )
