"""The words of procurement (SOP P10; domain/documents.md §4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

QUOTE_LINK = "procurement.quote"
"""Purpose of the link by which a supplier quotes."""


class RfqState(models.TextChoices):
    DRAFT = "draft", _("起草中")
    SENT = "sent", _("询价中")
    SELECTED = "selected", _("已定标")
    CANCELLED = "cancelled", _("已取消")


class QuotationState(models.TextChoices):
    INVITED = "invited", _("待报价")
    ENTERED = "entered", _("已报价")
    DECLINED = "declined", _("不参加报价")
    WITHDRAWN = "withdrawn", _("已撤回")


class QuotationSource(models.TextChoices):
    LINK = "link", _("供应商在线填写")
    STAFF = "staff", _("我方录入")
    EXCEL = "excel", _("读取回传的 Excel")


class LineScope(models.TextChoices):
    """Whether a supplier quotes a line of the request; `extra` is what they add to it."""

    IN = "in", _("报价")
    MISSING = "missing", _("未报")
    EXTRA = "extra", _("另加")


class AdjustmentKind(models.TextChoices):
    """What brings a quotation to the basis that was asked for."""

    TAX = "tax", _("税金")
    TRANSPORT = "transport", _("运输")
    SETUP = "setup", _("安装撤场")
    SCOPE = "scope", _("未报的项")


class AdjustmentOrigin(models.TextChoices):
    """Where the amount of an adjustment comes from."""

    STATED = "stated", _("供应商书面说明")
    ESTIMATED = "estimated", _("我方估算")
    HIGHEST = "highest", _("按其他各家的最高价假设")
    MEDIAN = "median", _("按其他各家的中位价假设")


class PromiseKind(models.TextChoices):
    FREE_ITEM = "free_item", _("赠送、免费项")
    PRICE_CHANGE = "price_change", _("让价、调价")
    OTHER = "other", _("其他承诺")


class SelectionState(models.TextChoices):
    WAITING = "waiting", _("待审批")
    APPROVED = "approved", _("已定标")
    REFUSED = "refused", _("未批准")
    REVOKED = "revoked", _("已撤销")


LIVE_SELECTION = (SelectionState.WAITING, SelectionState.APPROVED)
