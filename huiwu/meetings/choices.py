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


class Phase(models.TextChoices):
    """Where an instant lies in a meeting (SOP: three phases)."""

    BEFORE = "before", _("会前")
    DURING = "during", _("会中")
    AFTER = "after", _("会后")


class HeadcountBasis(models.TextChoices):
    """The four head-counts of a function."""

    EXPECTED = "expected", _("预计人数")
    GUARANTEED = "guaranteed", _("保底人数")
    SET = "set", _("摆位数")
    ACTUAL = "actual", _("实到人数")


class FieldState(models.TextChoices):
    """The four states of a value: an explicit 不适用 differs from empty."""

    UNFILLED = "unfilled", _("未填")
    FILLED = "filled", _("已填")
    NONE = "none", _("无")
    NOT_APPLICABLE = "not_applicable", _("不适用")


class SetupGroup(models.TextChoices):
    ROOM = "room", _("会场与台型")
    TECHNICAL = "technical", _("音视频与技术")
    SERVICE = "service", _("餐饮与服务")
    DECORATION = "decoration", _("布置与标识")
    UTILITIES = "utilities", _("水电网")
    SAFETY = "safety", _("安全与无障碍")
    OTHER = "other", _("其他")


class SetupField(models.TextChoices):
    """Fields of the 功能布置单; their order stands in rules.setup_order."""

    ROOM_SET = "room_set", _("台型与桌椅")
    STAGE = "stage", _("舞台与主席台")
    LECTERN = "lectern", _("发言席")
    TABLES = "tables", _("其他台桌（签到、展示、控台）")
    ACCESS = "access", _("开门与钥匙")
    ROUND_THE_CLOCK_HOLD = "round_the_clock_hold", _("24 小时占用")
    REFRESH = "refresh", _("保洁与翻台")
    SOUND = "sound", _("扩声与话筒")
    SCREENS = "screens", _("投影与屏幕")
    LIGHTING = "lighting", _("灯光")
    RECORDING = "recording", _("录音录像")
    STREAMING = "streaming", _("直播")
    INTERPRETATION = "interpretation", _("同声传译")
    VOTING = "voting", _("投票与互动")
    CATERING = "catering", _("餐饮")
    WATER = "water", _("茶水")
    SERVICE_STAFF = "service_staff", _("服务人员")
    NOTICE_BOARD = "notice_board", _("酒店水牌")
    BACKDROP = "backdrop", _("背景板与横幅")
    SIGNAGE = "signage", _("指示牌")
    FLORAL = "floral", _("花艺")
    FLAGS = "flags", _("旗帜")
    POWER = "power", _("电力")
    INTERNET = "internet", _("网络")
    CLIMATE = "climate", _("温度与通风")
    SECURITY = "security", _("安保")
    MEDICAL = "medical", _("医疗")
    ACCESSIBILITY = "accessibility", _("轮椅席与无障碍")
    BILLING = "billing", _("费用承担")
    NOTES = "notes", _("备注")
