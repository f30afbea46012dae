"""The words of guests (glossary 4.5; documents.md §6)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiwu.guests.rules import rsvp

INVITATION = "invitation"
"""The kind of document that an invitation's text is."""
REPLY_SEAL = "guests.reply"
"""Purpose of the lock on what a guest answered (foundation.secrets)."""


class GuestRole(models.TextChoices):
    """What a guest does at the meeting."""

    MC = "mc", _("主持")
    ADDRESS = "address", _("致辞")
    KEYNOTE = "keynote", _("主旨演讲")
    PANEL = "panel", _("对话嘉宾")
    AWARD = "award", _("颁奖")
    SIGNING = "signing", _("签约")
    HONOURED = "honoured", _("出席")


SPEAKING = (GuestRole.MC, GuestRole.ADDRESS, GuestRole.KEYNOTE, GuestRole.PANEL, GuestRole.AWARD, GuestRole.SIGNING)
"""Those who stand in the run of show."""


class RsvpStatus(models.TextChoices):
    """嘉宾确认台账的状态; how they follow on each other stands in rules.rsvp."""

    TO_INVITE = rsvp.TO_INVITE, _("待邀")
    SENT = rsvp.SENT, _("已发")
    READ = rsvp.READ, _("已读")
    VERBAL = rsvp.VERBAL, _("口头确认")
    CONFIRMED = rsvp.CONFIRMED, _("书面确认")
    CHANGED = rsvp.CHANGED, _("变更")
    CANCELLED = rsvp.CANCELLED, _("取消")
    PROXIED = rsvp.PROXIED, _("代参")
    ATTENDED = rsvp.ATTENDED, _("到会")
    ABSENT = rsvp.ABSENT, _("未到")


class MoveSource(models.TextChoices):
    """Who moved an answer."""

    STAFF = "staff", _("会务组登记")
    GUEST = "guest", _("嘉宾本人")
    LETTER = "letter", _("发出邀请")
    CHECK_IN = "check_in", _("签到")


class Area(models.TextChoices):
    """Whose work rests on a guest."""

    SEAT = rsvp.SEAT, _("座次")
    CARD = rsvp.CARD, _("席卡")
    BADGE = rsvp.BADGE, _("名牌")
    TRANSFER = rsvp.TRANSFER, _("接送")
    ROOM = rsvp.ROOM, _("分房")
    MEAL = rsvp.MEAL, _("用餐")
    HANDBOOK = rsvp.HANDBOOK, _("会议手册")
    SCRIPT = rsvp.SCRIPT, _("流程单与主持词")


class Medium(models.TextChoices):
    """How an invitation goes out."""

    EMAIL = "email", _("电子邮件")
    PAPER = "paper", _("纸质")
    LINK = "link", _("链接（自行转发）")


class LetterState(models.TextChoices):
    MADE = "made", _("已生成")
    QUEUED = "queued", _("待发")
    SENT = "sent", _("已发出")
    DELIVERED = "delivered", _("已送达")
    FAILED = "failed", _("没有送达")
    VOID = "void", _("作废")


class ContactBy(models.TextChoices):
    """How somebody of ours spoke with a guest."""

    PHONE = "phone", _("电话")
    WECHAT = "wechat", _("微信")
    EMAIL = "email", _("邮件")
    VISIT = "visit", _("当面")
    SECRETARY = "secretary", _("秘书转达")
    OTHER = "other", _("其他")


class Diet(models.TextChoices):
    ORDINARY = "ordinary", _("无特别要求")
    VEGETARIAN = "vegetarian", _("素食")
    HALAL = "halal", _("清真")
    OTHER = "other", _("其他（请写明）")


PART_WORDS = {
    "answer": _("是否出席"),
    "arrival": _("到达行程"),
    "departure": _("返程"),
    "pickup": _("接送"),
    "lodging": _("住宿"),
    "companions": _("随员"),
    "diet": _("餐别"),
    "accessibility": _("无障碍需求"),
    "talk": _("演讲题目"),
    "clothing": _("着装尺码"),
    "invoice": _("发票"),
}
"""What the parts of an answer are called."""
