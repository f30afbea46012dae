"""The words of documents (glossary 4.2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionStatus(models.TextChoices):
    """A version is made for review; a draft is not a version yet."""

    REVIEW = "review", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    FROZEN = "frozen", _("已冻结")
    VOID = "void", _("作废")


IN_FORCE = (VersionStatus.CONFIRMED, VersionStatus.FROZEN)
"""Signed and not yet replaced."""


class VoidReason(models.TextChoices):
    """Why a version no longer counts."""

    SUPERSEDED = "superseded", _("已有新版本")
    RETURNED = "returned", _("客户退回")
    WITHDRAWN = "withdrawn", _("撤回")


class Decision(models.TextChoices):
    CONFIRMED = "confirmed", _("确认")
    RETURNED = "returned", _("退回")


class Method(models.TextChoices):
    """How a sign-off was given (documents.md §0)."""

    LINK = "link", _("链接确认")
    SEAL = "seal", _("盖章")
    EMAIL = "email", _("邮件")
    PAPER = "paper", _("纸质签字")


SCANNED_METHODS = (Method.SEAL, Method.EMAIL, Method.PAPER)
"""Given away from the system: they count only with a scan."""


class Party(models.TextChoices):
    """Who asked for a change."""

    CLIENT = "client", _("客户")
    US = "us", _("我方")
    SUPPLIER = "supplier", _("供应商")
    VENUE = "venue", _("场地方")


class ChangeOrderStatus(models.TextChoices):
    REVIEW = "review", _("待客户确认")
    RETURNED = "returned", _("客户退回")
    SIGNED = "signed", _("客户已确认")
    APPLIED = "applied", _("修改中")
    DONE = "done", _("已落实")
    WITHDRAWN = "withdrawn", _("已撤销")


class ImpactAnswer(models.TextChoices):
    """What a named person says about a thing on the impact list."""

    UPDATED = "updated", _("已同步修改")
    UNAFFECTED = "unaffected", _("核对过，不受影响")
    CHANGE_ORDER = "change_order", _("已另出变更单")
