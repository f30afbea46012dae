"""The words of the event plan (domain/documents.md 2, 10, 11, 16, 17)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

EVENT_PLAN = "event_plan"
"""The code of the event plan among the kinds of document."""


class Typography(models.TextChoices):
    HOUSE = "house", _("本公司版式")
    OFFICIAL = "gbt9704", _("GB/T 9704 公文格式")


class BudgetCategory(models.TextChoices):
    """The first level of the tree of accounts (documents.md 17)."""

    VENUE = "venue", _("场地")
    STAGING = "staging", _("搭建与设备")
    CATERING = "catering", _("餐饮")
    LODGING = "lodging", _("住宿")
    TRANSPORT = "transport", _("交通")
    PRINT_GIFTS = "print_gifts", _("物料印刷与礼品")
    GUESTS = "guests", _("嘉宾")
    STAFF = "staff", _("人员")
    PUBLICITY = "publicity", _("宣传")
    PERMITS = "permits", _("许可与保险")
    SERVICE_FEE = "service_fee", _("会务服务费")
    TAX = "tax", _("税费")
    RESERVE = "reserve", _("不可预见")


class Unit(models.TextChoices):
    """What a quantity counts (documents.md 17, 口径)."""

    PERSON = "person", _("人")
    PERSON_DAY = "person_day", _("人天")
    MEAL = "meal", _("人餐")
    DAY = "day", _("天")
    ROOM_NIGHT = "room_night", _("间夜")
    TABLE = "table", _("桌")
    SESSION = "session", _("场")
    VEHICLE_DAY = "vehicle_day", _("车天")
    PIECE = "piece", _("件")
    SET = "set", _("套")
    ITEM = "item", _("项")


class TaxTreatment(models.TextChoices):
    INCLUSIVE = "inclusive", _("含税")
    EXCLUSIVE = "exclusive", _("不含税")


class MaterialCategory(models.TextChoices):
    """documents.md 10."""

    PRINT = "print", _("印刷品")
    CREDENTIAL = "credential", _("证件")
    SIGNAGE = "signage", _("指示牌")
    BACKDROP = "backdrop", _("背景板与横幅")
    STATIONERY = "stationery", _("文具")
    GIFT = "gift", _("礼品")
    FIRST_AID = "first_aid", _("急救")
    OFFICE = "office", _("会务办公")


class HeadcountBasis(models.TextChoices):
    """Which number of people a quantity rests on (glossary 4.5)."""

    INVITED = "invited", _("邀请")
    CONFIRMED = "confirmed", _("确认")
    GUARANTEED = "guaranteed", _("保底")
    ACTUAL = "actual", _("实到")
    FIXED = "fixed", _("不随人数")


class EquipmentSource(models.TextChoices):
    OWN = "own", _("自有")
    VENUE = "venue", _("场地提供")
    RENTAL = "rental", _("租赁")


class RiskKind(models.TextChoices):
    """documents.md 16; the first four are those that the SOP names."""

    WEATHER = "weather", _("天气变化")
    EQUIPMENT = "equipment", _("设备故障")
    GUEST_ABSENT = "guest_absent", _("嘉宾临时缺席")
    OVERCROWDING = "overcrowding", _("人数超预期")
    UNDERSIZED = "undersized", _("人数不足")
    POWER = "power", _("停电")
    NETWORK = "network", _("断网")
    FIRE = "fire", _("火灾")
    STAMPEDE = "stampede", _("拥挤踩踏")
    ILLNESS = "illness", _("突发疾病")
    FOOD_POISONING = "food_poisoning", _("食品安全")
    PUBLIC_ORDER = "public_order", _("治安")
    SUSPICIOUS_OBJECT = "suspicious_object", _("可疑物品")
    PUBLIC_OPINION = "public_opinion", _("舆情")
    SECRET_LEAK = "secret_leak", _("失泄密")
    DATA_LEAK = "data_leak", _("个人信息泄露")
    SUPPLIER_DEFAULT = "supplier_default", _("供应商违约")
    TRAFFIC = "traffic", _("交通")


class Grade(models.TextChoices):
    """Probability and impact, each of five grades."""

    ONE = "1", _("1 很低")
    TWO = "2", _("2 低")
    THREE = "3", _("3 中")
    FOUR = "4", _("4 高")
    FIVE = "5", _("5 很高")
