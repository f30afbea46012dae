"""What orders do when something happened (listed in config/reactions.py)."""

from __future__ import annotations

from django.urls import reverse

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.notifications.queries import readers
from huiwu.notifications.services import write_message
from huiwu.orders.models import OrderReply


def tell_buyer_when_supplier_replies(occurrence: Occurrence) -> None:
    """LATER. Whoever last saved the order, when the answer came through the link."""
    replies = OrderReply.objects.select_related("order__meeting", "order__supplier", "order__saved_by")
    reply = replies.filter(pk=occurrence.payload["reply_id"]).first()
    if reply is None or occurrence.actor_kind != "link" or reply.order.saved_by is None:
        return
    order, buyer = reply.order, reply.order.saved_by
    if readers([order.meeting], [buyer.pk]).person(buyer.pk, order.meeting) is None:
        return
    values = {
        "order": str(order),
        "supplier": order.supplier.called,
        "reply": str(reply.get_kind_display()),
        "meeting": order.meeting.name,
        "text": reply.text[:200],
    }
    write_message(
        actor=SYSTEM,
        kind="orders.replied",
        key=f"fact:{occurrence.id}:{buyer.pk}",
        user=buyer,
        meeting=order.meeting,
        values=values,
        url=reverse("orders:order", args=[order.meeting.slug, order.pk]),
    )
