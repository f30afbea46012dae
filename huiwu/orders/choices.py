"""The words of orders."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

CONFIRM = "orders.confirm"
"""Purpose of the link with which a supplier confirms an order and reports its delivery."""
LINK_LASTS = timedelta(days=60)


class OrderState(models.TextChoices):
    DRAFT = "draft", _("起草")
    SENT = "sent", _("已发出")
    CONFIRMED = "confirmed", _("供应商已确认")
    IN_PRODUCTION = "in_production", _("制作中")
    DELIVERED = "delivered", _("已送达")
    ACCEPTED = "accepted", _("已验收")
    CANCELLED = "cancelled", _("已取消")


OPEN = (
    OrderState.DRAFT,
    OrderState.SENT,
    OrderState.CONFIRMED,
    OrderState.IN_PRODUCTION,
    OrderState.DELIVERED,
)
"""Neither accepted nor cancelled."""
AWAITED = (OrderState.SENT, OrderState.CONFIRMED, OrderState.IN_PRODUCTION)
"""Sent, and still to be delivered."""
MOVING = (OrderState.IN_PRODUCTION, OrderState.DELIVERED, OrderState.ACCEPTED)
"""The supplier makes or brings it: from here on the contract must be signed (OM-045)."""


class ReplyKind(models.TextChoices):
    """What the supplier answered through its link, or what we noted for it."""

    CONFIRMED = "confirmed", _("确认订单")
    RETURNED = "returned", _("退回，有意见")
    IN_PRODUCTION = "in_production", _("开始制作")
    DISPATCH = "dispatch", _("送货安排")
    DELIVERED = "delivered", _("报告送达")


class Quality(models.TextChoices):
    """How the received goods are."""

    GOOD = "good", _("合格")
    FLAWED = "flawed", _("有瑕疵，让步接收")
    REFUSED = "refused", _("不合格，不收")
