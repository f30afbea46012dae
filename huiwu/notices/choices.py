"""The words of notices."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

NOTICE = "notice"
"""Kind of document under which the client confirms the text."""
RECIPIENT = "notice_recipient"
"""What a delivery is about."""


class NoticeChannel(models.TextChoices):
    EMAIL = "email", _("邮件")
    SMS = "sms", _("短信")


class Batch(models.TextChoices):
    """The three batches of SOP P23, and others."""

    FIRST = "first", _("第一次通知（T-7）")
    SECOND = "second", _("第二次通知（T-3）")
    THIRD = "third", _("第三次通知（T-1）")
    OTHER = "other", _("临时通知")


DAYS_BEFORE = {Batch.FIRST: 7, Batch.SECOND: 3, Batch.THIRD: 1}


class NoticeState(models.TextChoices):
    """`approved` waits for the client's confirmation and its time; from `sending` on the text stands for good."""

    DRAFT = "draft", _("拟稿")
    APPROVED = "approved", _("已审批，待发")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发出")
    WITHDRAWN = "withdrawn", _("已撤回")


WAITING = (NoticeState.DRAFT, NoticeState.APPROVED)


class Skipped(models.TextChoices):
    """Why nobody could even try."""

    NO_EMAIL = "no_email", _("没有邮箱")
    NO_MOBILE = "no_mobile", _("没有手机号")
