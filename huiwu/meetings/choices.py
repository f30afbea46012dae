"""The words of meetings (glossary 4.1, 4.3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingType(models.TextChoices):
    SEMINAR = "seminar", _("研讨会")
    LAUNCH = "launch", _("发布会")
    TRAINING = "training", _("培训会")
    ANNUAL_GALA = "annual_gala", _("年会")
    GOV_WORK = "gov_work", _("政务工作会")
    FORUM = "forum", _("论坛")
    SIGNING = "signing", _("签约仪式")
    OTHER = "other", _("其他")


class SizeTier(models.TextChoices):
    S = "S", _("小型")
    M = "M", _("中型")
    L = "L", _("大型")
    XL = "XL", _("特大")


class Publicness(models.TextChoices):
    INTERNAL = "internal", _("内部")
    INVITED = "invited", _("定向邀请")
    PUBLIC = "public", _("面向公众")


class MeetingStatus(models.TextChoices):
    """Where the meeting stands; 会前 · 会中 · 会后 follow from the dates while it is `active`."""

    ENQUIRY = "enquiry", _("接洽")
    ACTIVE = "active", _("进行中")
    POSTPONED = "postponed", _("延期待定")
    CANCELLED = "cancelled", _("已取消")
    CLOSED = "closed", _("已结项")


class Part(models.TextChoices):
    """How an organisation takes part; several of a kind stand in order."""

    HOST_ORG = "host_org", _("主办单位")
    ORGANIZER_ORG = "organizer_org", _("承办单位")
    CO_ORGANIZER_ORG = "co_organizer_org", _("协办单位")
    SUPPORTER_ORG = "supporter_org", _("支持单位")
    GUIDING_ORG = "guiding_org", _("指导单位")


class ClientKind(models.TextChoices):
    PUBLIC_BODY = "public_body", _("公共机构")
    ENTERPRISE = "enterprise", _("企业")
    ASSOCIATION = "association", _("社团")


class FunctionKind(models.TextChoices):
    OPENING = "opening", _("开幕式")
    PLENARY = "plenary", _("主会场")
    BREAKOUT = "breakout", _("分会场")
    COFFEE_BREAK = "coffee_break", _("茶歇")
    MEAL = "meal", _("用餐")
    REGISTRATION_DESK = "registration_desk", _("报到台")
    REHEARSAL = "rehearsal", _("彩排")
    GROUP_PHOTO = "group_photo", _("合影")
    SIGNING_CEREMONY = "signing_ceremony", _("签字仪式")
    AWARD_CEREMONY = "award_ceremony", _("颁奖")
    COURTESY_MEETING = "courtesy_meeting", _("会见")
    TALKS = "talks", _("会谈")
    VISIT = "visit", _("考察")
    OTHER = "other", _("其他")


class Layout(models.TextChoices):
    THEATRE = "theatre", _("剧院式")
    CLASSROOM = "classroom", _("课桌式")
    BANQUET = "banquet", _("圆桌")
    CABARET = "cabaret", _("岛式")
    U_SHAPE = "u_shape", _("U 型")
    HOLLOW_SQUARE = "hollow_square", _("回字")
    BOARDROOM = "boardroom", _("董事会")
    COCKTAIL = "cocktail", _("酒会")


class Condition(models.TextChoices):
    """What a meeting has; decides which steps of the SOP apply (sop-catalogue `applies_when`)."""

    PUBLICITY = "has_publicity", _("有对外传播")
    LODGING = "has_lodging", _("有住宿")
    PICKUP = "has_pickup", _("有接送站")
    MEALS = "has_meals", _("有用餐")
    BREAKS = "has_breaks", _("有茶歇")
    INTERPRETATION = "has_interpretation", _("有双语或多语场次")
    BREAKOUTS = "has_breakouts", _("有分会场")
    SPECIAL_SEGMENTS = "has_special_segments", _("有颁奖、签约、抽奖等专项环节")
    SHUTTLES = "has_shuttles", _("有班车或考察")
    CONTROLLED_FILES = "has_controlled_files", _("有须清退的内部文件")
    SPEAKER_FEES = "has_speaker_fees", _("有劳务或讲课费")
    MINUTES = "has_minutes", _("须出会议纪要")
