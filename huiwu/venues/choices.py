"""The words of venues (glossary 4.3; documents.md §3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class VenueKind(models.TextChoices):
    HOTEL = "hotel", _("酒店")
    CONVENTION_CENTRE = "convention_centre", _("会议中心")
    EXHIBITION = "exhibition", _("展览馆、艺术馆")
    CAMPUS = "campus", _("校园")
    TRAINING_CENTRE = "training_centre", _("培训中心")
    OWN = "own", _("单位内部会议场所")
    OTHER = "other", _("其他")


class CertificateKind(models.TextChoices):
    BUSINESS_LICENCE = "business_licence", _("营业执照")
    FIRE_INSPECTION = "fire_inspection", _("消防验收或消防安全检查合格")
    FOOD_LICENCE = "food_licence", _("食品经营许可")
    HYGIENE_LICENCE = "hygiene_licence", _("公共场所卫生许可")
    LODGING_LICENCE = "lodging_licence", _("旅馆业特种行业许可")
    LIFT_INSPECTION = "lift_inspection", _("电梯检验")
    LIABILITY_INSURANCE = "liability_insurance", _("公众责任险")
    DESIGNATED = "designated", _("定点会议场所")
    OTHER = "other", _("其他")


class RoomShape(models.TextChoices):
    RECTANGLE = "rectangle", _("矩形")
    IRREGULAR = "irregular", _("异形")


class Wall(models.TextChoices):
    """Walls as the stage sees them: the stage stands at the front, the length runs from front to back."""

    FRONT = "front", _("前墙（舞台侧）")
    BACK = "back", _("后墙")
    LEFT = "left", _("左墙")
    RIGHT = "right", _("右墙")


class BookingState(models.TextChoices):
    """询位: in line. 预留: the venue keeps it for us until the option date. 确认: ours."""

    OPTION = "option", _("询位")
    HELD = "held", _("预留")
    CONFIRMED = "confirmed", _("已确认")
    RELEASED = "released", _("已释放")
    LAPSED = "lapsed", _("已过期")


LIVE = (BookingState.OPTION, BookingState.HELD, BookingState.CONFIRMED)
"""Bookings that take up time in a room, or stand in line for it."""

EXCLUSIVE = (BookingState.HELD, BookingState.CONFIRMED)
"""Of these a room carries one at a time."""


class Viewing(models.TextChoices):
    """What is shown on the screen decides how far away it may be read (4/6/8 rule)."""

    TABLES = "tables", _("细表格")
    SLIDES = "slides", _("一般 PPT")
    VIDEO = "video", _("视频")
