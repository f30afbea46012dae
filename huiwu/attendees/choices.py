"""The words of attendees (glossary 4.5)."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OWN = "attendee.own"
"""Purpose of a person's own link: the one page with ticket, data, reply, registration, consents."""
GIVE_LIST = "attendees.list"
"""Purpose of the link by which the client gives lists of people."""
LINK_LASTS_AFTER = timedelta(days=90)
"""How long after the last day of the meeting the personal link opens (feedback, certificates, erasure)."""


class AttendeeRole(models.TextChoices):
    """身份: one person may have several."""

    REPRESENTATIVE = "representative", pgettext_lazy("role", "代表")
    OBSERVER = "observer", _("列席")
    GUEST = "guest", pgettext_lazy("role", "嘉宾")
    SPEAKER = "speaker", _("讲者")
    VIP = "vip", pgettext_lazy("role", "VIP")
    MEDIA = "media", _("媒体")
    STAFF = "staff", _("工作人员")
    ENTOURAGE = "entourage", _("随员")
    DRIVER = "driver", _("司机")


NOT_COUNTED = frozenset({AttendeeRole.STAFF, AttendeeRole.DRIVER})
"""Who has only these roles works at the meeting and is not counted among those who attend."""


class Presence(models.TextChoices):
    """确认状态: whether they come."""

    LISTED = "listed", _("待定")
    INVITED = "invited", _("已邀请")
    CONFIRMED = "confirmed", _("确认出席")
    DECLINED = "declined", _("不出席")
    CANCELLED = "cancelled", _("已取消")
    PROXIED = "proxied", _("由他人代参")
    ATTENDED = "attended", _("已到会")
    ABSENT = "absent", _("未到会")


COMING = (Presence.CONFIRMED, Presence.ATTENDED)
NOT_COMING = (Presence.DECLINED, Presence.CANCELLED, Presence.PROXIED)
"""Whoever is in one of these may hold no seat, bed, meal or car (OM-063, OM-069)."""
OPEN = (Presence.LISTED, Presence.INVITED)


class Source(models.TextChoices):
    """Whence a record or a change came."""

    HAND = "hand", _("手工录入")
    IMPORT = "import", _("表格导入")
    FORM = "form", _("报名表")
    REPLY = "reply", _("回执")
    OWN = "own", _("本人修改")
    API = "api", _("接口")
    MERGE = "merge", _("合并")


class Language(models.TextChoices):
    ZH_HANS = "zh-hans", _("中文")
    EN = "en", _("英文")


class ParticipationState(models.TextChoices):
    EXPECTED = "expected", _("应到")
    CONFIRMED = "confirmed", _("已确认")
    WAITLISTED = "waitlisted", _("候补")
    CANCELLED = "cancelled", _("已取消")


class SensitiveField(models.TextChoices):
    """敏感个人信息: kept apart, under lock, shown by role, each look noted. The value is text (itinerary: JSON)."""

    DIETARY_REQUIREMENT = "dietary_requirement", _("餐别")
    DIETARY_REASON = "dietary_reason", _("饮食禁忌原因")
    HEALTH = "health", _("健康状况")
    ACCESSIBILITY = "accessibility", _("无障碍需求")
    ID_TYPE = "id_type", _("证件类型")
    ID_NUMBER = "id_number", _("证件号码")
    ITINERARY = "itinerary", _("行程")
    LODGING_WISH = "lodging_wish", _("住宿要求")
    CLOTHING_SIZE = "clothing_size", _("服装尺码")
    CAR_PLATE = "car_plate", _("车牌")
    EMERGENCY_CONTACT = "emergency_contact", _("紧急联系人")


class BatchState(models.TextChoices):
    """Where an import stands."""

    READING = "reading", _("读取中")
    PREVIEW = "preview", _("待您确认")
    RUNNING = "running", _("导入中")
    DONE = "done", _("已导入")
    UNDOING = "undoing", _("正在撤销")
    UNDONE = "undone", _("已撤销导入")
    REFUSED = "refused", _("未能读取")
    DROPPED = "dropped", _("已放弃")


TOLD = frozenset(
    {"display_name", "name_en", "title", "org_name", "org_short", "presence", "protocol_rank", "salutation"}
)
"""What stands on cards, in scripts, handbooks and lists: a change is listed with everything that rests on it (OM-058)."""


class RowOutcome(models.TextChoices):
    """What a row of a list would do."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("更新")
    CONFLICT = "conflict", _("有冲突")
    REFUSED = "refused", _("未通过")
    SAME = "same", _("无变化")


class RowChoice(models.TextChoices):
    """What to do with a row in doubt."""

    KEEP = "keep", _("保留系统里的")
    TAKE = "take", _("采用名单里的")
    NEW = "new", _("作为另一个人新增")


class Travel(models.TextChoices):
    TRAIN = "train", _("火车")
    FLIGHT = "flight", _("飞机")
    COACH = "coach", _("大巴")
    CAR = "car", _("自驾")
    LOCAL = "local", _("本地，不需要接送")
    OTHER = "other", _("其他")


class RoomWish(models.TextChoices):
    SINGLE = "single", _("大床房")
    TWIN = "twin", _("双床房")
    SUITE = "suite", _("套房")
    SHARED = "shared", _("愿意合住")
