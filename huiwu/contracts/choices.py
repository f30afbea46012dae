"""The words of contracts (glossary 4.4; documents.md §5; compliance.md §5)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

MAIN_CONTRACT = "main_contract"
"""Kind of the document whose sign-off by the client opens G3a."""

CONTRACT = "contract"
"""Kind of the document of every other contract, approved by our own reviewer."""


class Kind(models.TextChoices):
    CLIENT = "client", _("主合同")
    VENUE = "venue", _("场地合同")
    SUPPLIER = "supplier", _("供应商合同")
    SPEAKER = "speaker", _("劳务协议")


class Direction(models.TextChoices):
    RECEIVABLE = "receivable", _("应收")
    PAYABLE = "payable", _("应付")


class Status(models.TextChoices):
    DRAFT = "draft", _("草稿")
    REVIEW = "review", _("审核中")
    SIGNED = "signed", _("已签订")
    ENDED = "ended", _("已履行完毕")
    CANCELLED = "cancelled", _("已取消")


IN_FORCE = (Status.SIGNED, Status.ENDED)
LIVE = (Status.DRAFT, Status.REVIEW, Status.SIGNED)


class Trigger(models.TextChoices):
    """What a payment waits for; `offset_days` and `due_on` say when."""

    SIGNING = "signing", _("签订后")
    DATE = "date", _("固定日期")
    DAYS_BEFORE = "days_before", _("会前")
    ACCEPTANCE = "acceptance", _("验收后")
    INVOICE_DAYS = "invoice_days", _("收到发票后")


class TermKind(models.TextChoices):
    PAYMENT = "payment", _("合同款")
    DEPOSIT = "deposit", _("定金")
    SECURITY = "security", _("押金")


class GuaranteeKind(models.TextChoices):
    PEOPLE = "people", _("人数")
    ROOMS = "rooms", _("用房（间夜）")
    TABLES = "tables", _("餐桌")


class Basis(models.TextChoices):
    """人数口径 (documents.md §0 rule 3)."""

    EXPECTED = "expected", _("预计人数")
    GUARANTEED = "guaranteed", _("保底人数")
    SET = "set", _("摆位数")
    ACTUAL = "actual", _("实到人数")


class Purpose(models.TextChoices):
    """What a span of hours in the contract is for."""

    LOAD_IN = "load_in", _("进场搭建")
    REHEARSAL = "rehearsal", _("彩排")
    USE = "use", _("使用")
    STRIKE = "strike", _("撤场")


class Source(models.TextChoices):
    """Where a promise was made."""

    CONTRACT = "contract", _("合同谈定")
    VISIT = "visit", _("考察")
    QUOTATION = "quotation", _("报价")
    TALK = "talk", _("沟通记录")


class AmendmentStatus(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SIGNED = "signed", _("已签订")
    VOID = "void", _("作废")
