"""Orders in a meeting's menu, and beside the supplier they go to."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import section
from huiwu.orders.queries import ordered, orders_of
from huiwu.suppliers.models import MeetingSupplier

section(
    "orders",
    title=pgettext_lazy("menu", "订单"),
    icon="package",
    group="before",
    order=220,
    permission="orders.view",
    url=lambda meeting: reverse("orders:list", args=[meeting.slug]),
)
section(
    "deliveries",
    title=_("到货安排"),
    icon="truck",
    group="before",
    order=230,
    permission="orders.view_deliveries",
    url=lambda meeting: reverse("orders:deliveries", args=[meeting.slug]),
)


def _orders_of_supplier(actor: Actor, engagement: MeetingSupplier) -> dict[str, Any]:
    rows = orders_of(engagement.meeting).filter(supplier_id=engagement.supplier_id, category=engagement.category)
    return {"orders": ordered(rows), "engagement": engagement}


panel(
    "orders.of_supplier",
    place="engagement",
    order=40,
    template="orders/_of_supplier.html",
    context=_orders_of_supplier,
    permission="orders.view",
)
