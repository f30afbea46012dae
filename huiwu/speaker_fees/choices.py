"""The words of speakers' fees (documents.md 22, compliance.md 2.2–2.4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeeKind(models.TextChoices):
    LECTURE = "lecture", _("讲课费")
    CONSULTATION = "consultation", _("咨询评审费")
    OTHER = "other", _("其他劳务费")


class SpeakerGrade(models.TextChoices):
    """Professional title, from which the standards of both rules are chosen."""

    ACADEMICIAN = "academician", _("院士、全国知名专家")
    PROFESSOR = "professor", _("正高级")
    ASSOCIATE = "associate", _("副高级")
    OTHER = "other", _("中级及其他")


class FeeBasis(models.TextChoices):
    """How the amount was agreed. There is no third way and no default."""

    NET = "net", _("税后")
    GROSS = "gross", _("税前")


class FeeState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审批")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("已退回")
    PAID = "paid", _("已发放")
    CANCELLED = "cancelled", _("已取消")


LIVE = (FeeState.DRAFT, FeeState.SUBMITTED, FeeState.APPROVED, FeeState.REFUSED, FeeState.PAID)
OPEN = (FeeState.DRAFT, FeeState.REFUSED)
"""May still be changed."""
GRANTED = (FeeState.APPROVED, FeeState.PAID)


class PayMethod(models.TextChoices):
    """Public bodies pay by card or transfer only."""

    TRANSFER = "transfer", _("银行转账")
    CARD = "card", _("公务卡")
    CASH = "cash", _("现金")


class IdKind(models.TextChoices):
    RESIDENT = "resident", _("居民身份证")
    PASSPORT = "passport", _("护照")
    OTHER = "other", _("其他证件")


class Secret(models.TextChoices):
    """What is kept sealed about a speaker."""

    ID_NUMBER = "id_number", _("证件号码")
    ACCOUNT = "account", _("银行账号")
