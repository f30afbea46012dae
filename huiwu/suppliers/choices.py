"""The words of suppliers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SupplierCategory(models.TextChoices):
    """品类: what a supplier is engaged for (SOP P10)."""

    BUILD = "build", _("舞台搭建")
    AV = "av", _("音响灯光")
    LED = "led", _("LED 屏")
    INTERPRETATION = "interpretation", _("同声传译")
    STREAMING = "streaming", _("直播")
    PHOTOGRAPHY = "photography", _("摄影摄像")
    PRINTING = "printing", _("印刷制作")
    GIFTS = "gifts", _("礼品")
    CATERING = "catering", _("餐饮")
    LODGING = "lodging", _("住宿")
    TRANSPORT = "transport", _("车辆运输")
    CEREMONY = "ceremony", _("礼仪")
    TRANSLATION = "translation", _("笔译速记")
    SECURITY = "security", _("安保")
    MEDICAL = "medical", _("医疗急救")
    DECORATION = "decoration", _("花艺布置")
    PERFORMANCE = "performance", _("演艺主持")
    SOFTWARE = "software", _("软件与系统")
    INSURANCE = "insurance", _("保险")
    OTHER = "other", _("其他")


RIGGING_CATEGORIES = (SupplierCategory.BUILD,)
"""Those who put up stages and trusses: they owe a load calculation and a flame-retardancy certificate (OM-043)."""


class Taxpayer(models.TextChoices):
    """Kind of VAT payer: decides which invoices can be had."""

    GENERAL = "general", _("一般纳税人")
    SMALL = "small", _("小规模纳税人")


class SupplierStatus(models.TextChoices):
    """Standing in the library; anything but active has a reason."""

    ACTIVE = "active", _("在用")
    WATCH = "watch", _("观察")
    STOPPED = "stopped", _("停用")


class QualificationKind(models.TextChoices):
    BUSINESS_LICENCE = "business_licence", _("营业执照")
    TRADE_LICENCE = "trade_licence", _("行业许可证")
    FOOD_LICENCE = "food_licence", _("食品经营许可证")
    TRANSPORT_LICENCE = "transport_licence", _("道路运输许可证")
    SECURITY_LICENCE = "security_licence", _("保安服务许可证")
    MANAGEMENT_SYSTEM = "management_system", _("管理体系认证")
    CONSTRUCTION = "construction", _("搭建资质")
    SAFETY_LICENCE = "safety_licence", _("安全生产许可证")
    OPERATOR = "operator", _("特种作业操作证")
    LIABILITY_INSURANCE = "liability_insurance", _("公众责任险")
    EMPLOYER_INSURANCE = "employer_insurance", _("雇主责任险")
    LOAD_CALCULATION = "load_calculation", _("承重计算书")
    FLAME_RETARDANCY = "flame_retardancy", _("阻燃证明")
    CREDIT_REPORT = "credit_report", _("信用查询结果")
    OTHER = "other", _("其他")


INSURANCE_KINDS = (QualificationKind.LIABILITY_INSURANCE, QualificationKind.EMPLOYER_INSURANCE)


class EngagementState(models.TextChoices):
    """How far a supplier is in one meeting's category. `contracted` is set by the signed contract."""

    CONSIDERED = "considered", _("备选")
    INVITED = "invited", _("已询价")
    SELECTED = "selected", _("已选定")
    CONTRACTED = "contracted", _("已签约")
    DROPPED = "dropped", _("不采用")


class NeedDecision(models.TextChoices):
    """Who brings a category that the meeting needs, when a person has said so."""

    SUPPLIER = "supplier", _("找供应商")
    VENUE = "venue", _("场地方提供")
    CLIENT = "client", _("客户自备")
    OWN = "own", _("我方自有")
    NOT_NEEDED = "not_needed", _("不需要")


class ListAction(models.TextChoices):
    """名录动作: what a rating means for the library."""

    KEEP = "keep", _("保留")
    PREFER = "prefer", _("优先")
    WATCH = "watch", _("观察")
    STOP = "stop", _("停用")
