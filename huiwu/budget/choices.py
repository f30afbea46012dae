"""The words of the budget (documents.md 17). Categories are those of the event plan: one tree, one list of words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiwu.event_plan.choices import BudgetCategory
from huiwu.suppliers.choices import SupplierCategory

BUDGET = "budget"
REPORT = "budget_report"
"""Codes among the kinds of document."""


class Unit(models.TextChoices):
    """口径: what a quantity counts."""

    PERSON = "person", _("人")
    PERSON_DAY = "person_day", _("人天")
    MEAL = "meal", _("人餐")
    DAY = "day", _("天")
    ROOM_NIGHT = "room_night", _("间夜")
    TABLE = "table", _("桌")
    FUNCTION = "function", _("场")
    VEHICLE_DAY = "vehicle_day", _("车天")
    PIECE = "piece", _("件")
    SET = "set", _("套")
    LUMP = "lump", _("项")


class Basis(models.TextChoices):
    """人数口径 (glossary 4.1); 预计 is what there is before anybody answered."""

    EXPECTED = "expected", _("预计")
    INVITED = "invited", _("邀请")
    CONFIRMED = "confirmed", _("确认")
    GUARANTEED = "guaranteed", _("保底")
    ACTUAL = "actual", _("实到")


class Group(models.TextChoices):
    """Whom a line is for."""

    ALL = "all", _("全部人员")
    VIP = "vip", _("VIP")
    GUEST = "guest", _("嘉宾与讲者")
    GENERAL = "general", _("普通参会")
    MEDIA = "media", _("媒体")
    STAFF = "staff", _("工作人员")
    ENTOURAGE = "entourage", _("随员与司机")


class Payer(models.TextChoices):
    """费用承担."""

    CLIENT = "client", _("客户")
    US = "us", _("我方")
    PARTICIPANTS = "participants", _("参会者自付")
    SPONSOR = "sponsor", _("赞助方")


class PerDiem(models.TextChoices):
    """三类 of a public body's meeting (compliance.md 2.1)."""

    LODGING = "lodging", _("住宿")
    MEALS = "meals", _("伙食")
    OTHER = "other", _("其他")


class Pricing(models.TextChoices):
    """How the client pays; it decides what a report shows."""

    COST_PLUS = "cost_plus", _("据实结算（成本加成）")
    LUMP = "lump", _("总价包干")


class Detail(models.TextChoices):
    """How finely a report to the client shows the budget."""

    CATEGORIES = "categories", _("按科目")
    LINES = "lines", _("逐行")


class Origin(models.TextChoices):
    EVENT_PLAN = "event_plan", _("策划方案的预算明细")
    TEMPLATE = "template", _("会议类型模板")
    EXCEL = "excel", _("Excel")
    EMPTY = "empty", _("空白")


class AdjustmentKind(models.TextChoices):
    """What changes an approved budget after its baseline."""

    CHANGE_ORDER = "change_order", _("变更单")
    DRAW = "draw", _("动用不可预见费")
    TRANSFER = "transfer", _("调剂")


class DrawState(models.TextChoices):
    REQUESTED = "requested", _("待审批")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")


class ReportState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SENT = "sent", _("已发客户")


class SourceKind(models.TextChoices):
    """Records that move money, as the ledger names them."""

    BASELINE = "baseline", _("预算基线")
    ADJUSTMENT = "adjustment", _("预算调整")
    CONTRACT = "contract", _("合同")
    AMENDMENT = "amendment", _("补充协议")
    ORDER = "order", _("订单")
    SPEAKER_FEE = "speaker_fee", _("劳务费")
    INVOICE = "invoice", _("发票")
    PAYMENT = "payment", _("付款")


class Account(models.TextChoices):
    """Columns of the ledger."""

    BASELINE = "baseline", _("基线")
    ADJUSTED = "adjusted", _("调整")
    COMMITTED = "committed", _("已签")
    INVOICED = "invoiced", _("已收票")
    PAID = "paid", _("已付")
    UNBILLED = "unbilled", _("已付未收票")
    OVERPAID = "overpaid", _("合同外付款")
    COVERED = "covered", _("合同覆盖")


CATEGORY_OF: dict[str, str] = {
    SupplierCategory.BUILD: BudgetCategory.STAGING,
    SupplierCategory.AV: BudgetCategory.STAGING,
    SupplierCategory.LED: BudgetCategory.STAGING,
    SupplierCategory.INTERPRETATION: BudgetCategory.STAGING,
    SupplierCategory.STREAMING: BudgetCategory.STAGING,
    SupplierCategory.SOFTWARE: BudgetCategory.STAGING,
    SupplierCategory.PHOTOGRAPHY: BudgetCategory.STAFF,
    SupplierCategory.CEREMONY: BudgetCategory.STAFF,
    SupplierCategory.TRANSLATION: BudgetCategory.STAFF,
    SupplierCategory.SECURITY: BudgetCategory.STAFF,
    SupplierCategory.MEDICAL: BudgetCategory.STAFF,
    SupplierCategory.PERFORMANCE: BudgetCategory.GUESTS,
    SupplierCategory.PRINTING: BudgetCategory.PRINT_GIFTS,
    SupplierCategory.GIFTS: BudgetCategory.PRINT_GIFTS,
    SupplierCategory.DECORATION: BudgetCategory.STAGING,
    SupplierCategory.CATERING: BudgetCategory.CATERING,
    SupplierCategory.LODGING: BudgetCategory.LODGING,
    SupplierCategory.TRANSPORT: BudgetCategory.TRANSPORT,
    SupplierCategory.INSURANCE: BudgetCategory.PERMITS,
}
"""Where a supplier's work usually stands in the tree: only a proposal for whoever allocates."""
