"""The words of payments and receipts (SOP P05, P09, A06, A07)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    REQUESTED = "requested", _("待审批")
    APPROVED = "approved", _("待付款")
    REFUSED = "refused", _("已退回")
    PAID = "paid", _("已付清")
    CANCELLED = "cancelled", _("已取消")


LIVE = (RequestState.DRAFT, RequestState.REQUESTED, RequestState.APPROVED, RequestState.REFUSED, RequestState.PAID)
"""Count against the invoices they name."""
ASKED = (RequestState.REQUESTED, RequestState.APPROVED, RequestState.PAID)
"""Count against the contract."""
CHANGEABLE = (RequestState.DRAFT, RequestState.REFUSED)


class Method(models.TextChoices):
    """How money went; public bodies never use cash."""

    TRANSFER = "transfer", _("银行转账")
    CARD = "card", _("公务卡")
    CHEQUE = "cheque", _("支票")
    ONLINE = "online", _("网上支付")
    CASH = "cash", _("现金")


class Decision(models.TextChoices):
    APPROVED = "approved", _("同意")
    REFUSED = "refused", _("退回")


class ReceiptKind(models.TextChoices):
    PAYMENT = "payment", _("合同款")
    DEPOSIT_BACK = "deposit_back", _("押金退回")


class Side(models.TextChoices):
    PAYABLE = "payable", _("应付")
    RECEIVABLE = "receivable", _("应收")


class Bucket(models.TextChoices):
    """Days past due."""

    NOT_DUE = "not_due", _("未到期")
    UP_TO_30 = "0_30", _("0–30 天")
    UP_TO_60 = "31_60", _("31–60 天")
    UP_TO_90 = "61_90", _("61–90 天")
    OVER_90 = "over_90", _("90 天以上")


OWNER = "owner"
"""Approval level of the organisation's owner and administrators, beside roles of the meeting."""
