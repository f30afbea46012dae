"""The words of registration (glossary 4.5)."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

FORM = "registration_form"
"""Kind of document: 《邀请与报名方案》 with the form itself (SOP P16)."""
GROUP_LINK = "registration.group"
"""Purpose of the link by which a contact looks after the people they registered."""

CODE_LASTS = timedelta(minutes=10)
CODE_TRIES = 5
CODES_PER_TARGET_AN_HOUR = 5
CODES_PER_ADDRESS_AN_HOUR = 30
CODE_PAUSE = timedelta(seconds=60)
"""Default: how long a code is good, how often it may be mistyped, how many are sent, and the pause between two."""
PROOF_LASTS = timedelta(hours=2)
POSTS_PER_ADDRESS_A_MINUTE = 30
"""Default: forms sent from one address in a minute before the rest must wait (a hall behind one address still fits)."""
LARGEST_GROUP = 100


class FormState(models.TextChoices):
    DRAFT = "draft", _("未开放")
    OPEN = "open", _("开放中")
    CLOSED = "closed", _("已关闭")


class Verification(models.TextChoices):
    """What a visitor proves before the form opens."""

    NONE = "none", _("不验证")
    SMS = "sms", _("短信验证码")
    EMAIL = "email", _("邮件验证码")
    EITHER = "either", _("短信或邮件验证码")


class Channel(models.TextChoices):
    SMS = "sms", _("短信")
    EMAIL = "email", _("邮件")


class Mode(models.TextChoices):
    """How one gets into a category."""

    PUBLIC = "public", _("公开报名")
    INVITED = "invited", _("凭邀请码")
    APPROVAL = "approval", _("审核后确认")


class QuotaKind(models.TextChoices):
    TOTAL = "total", _("全场")
    CATEGORY = "category", _("类别")
    ORGANISATION = "organisation", _("单位")
    FUNCTION = "function", _("场次")
    CHOICE = "choice", _("选项")


class State(models.TextChoices):
    PENDING = "pending", _("待审核")
    CONFIRMED = "confirmed", _("已确认")
    WAITLISTED = "waitlisted", _("候补中")
    OFFERED = "offered", _("候补待答复")
    CANCELLED = "cancelled", _("已取消")
    REFUSED = "refused", _("未通过")


STANDING = (State.PENDING, State.CONFIRMED, State.WAITLISTED, State.OFFERED)
"""Registrations that count: the same person cannot have two."""
QUEUED = (State.WAITLISTED,)
MARKS = {
    State.PENDING: "review",
    State.CONFIRMED: "confirmed",
    State.WAITLISTED: "waiting",
    State.OFFERED: "open",
    State.CANCELLED: "cancelled",
    State.REFUSED: "refused",
}


class OfferState(models.TextChoices):
    OPEN = "open", _("待答复")
    ACCEPTED = "accepted", _("已接受")
    DECLINED = "declined", _("已放弃")
    LAPSED = "lapsed", _("逾期作废")


class PaymentState(models.TextChoices):
    NONE = "none", _("免费")
    DUE = "due", _("待缴费")
    PAID = "paid", _("已缴费")
    WAIVED = "waived", _("免收")
    REFUND_DUE = "refund_due", _("待退费")
    REFUNDED = "refunded", _("已退费")


class PaymentMethod(models.TextChoices):
    TRANSFER = "transfer", _("对公转账")
    WECHAT = "wechat", _("微信支付")
    ALIPAY = "alipay", _("支付宝")
    CARD = "card", _("银行卡")
    CASH = "cash", _("现金")
    OTHER = "other", _("其他")


class InvoiceKind(models.TextChoices):
    GENERAL = "general", _("普通发票")
    SPECIAL = "special", _("专用发票")


FIELD_TYPES = (
    ("text", _("一行文字")),
    ("longtext", _("多行文字")),
    ("choice", _("单选")),
    ("choices", _("多选")),
    ("yes_no", _("是或否")),
    ("integer", _("整数")),
    ("date", _("日期")),
    ("mobile", _("手机号")),
    ("email", _("邮箱")),
    ("functions", _("场次选择")),
)
