"""Orders in the meeting archive, with every answer and count."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.orders.models import (
    AcceptanceLine,
    Order,
    OrderAcceptance,
    OrderLine,
    OrderPhoto,
    OrderReply,
    OrderSeries,
)

archived("order_series", OrderSeries, order=70)
archived("orders", Order, order=70)
archived("order_lines", OrderLine, meeting_path="order__meeting", order=71)
archived("order_replies", OrderReply, meeting_path="order__meeting", order=71)
archived("order_acceptances", OrderAcceptance, meeting_path="order__meeting", order=72)
archived("acceptance_lines", AcceptanceLine, meeting_path="acceptance__order__meeting", order=73)
archived("order_photos", OrderPhoto, meeting_path="order__meeting", order=73)
