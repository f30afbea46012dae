"""The words of settlement (glossary 4.4; SOP A06, A07)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

FINAL = "final_settlement"
"""Kind of the document whose sign-off by the client opens G9."""


class State(models.TextChoices):
    DRAFT = "draft", _("核对中")
    AGREED = "agreed", _("对方已确认")
    APPROVED = "approved", _("已审批")


class PaperKind(models.TextChoices):
    """What a public body's settlement must have with it (compliance.md §2.1, §6)."""

    APPROVAL = "approval", _("会议审批文件")
    NOTICE = "notice", _("会议通知")
    SIGN_IN = "sign_in", _("实际参会签到表")
    DETAILS = "details", _("服务单位原始明细单")
    E_SETTLEMENT = "e_settlement", _("电子结算单")
