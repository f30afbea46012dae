"""The words of the agenda (glossary 4.2, 4.5; documents.md 6, 14)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

AGENDA = "agenda"
"""The code of the agenda among the kinds of document."""


class ItemKind(models.TextChoices):
    """What happens in an 议程环节. Photo, award, signing, break and turnover have least times of their own (OM-054)."""

    OPENING = "opening", _("开场")
    ADDRESS = "address", _("致辞")
    KEYNOTE = "keynote", _("主旨演讲")
    TALK = "talk", _("报告")
    PANEL = "panel", _("圆桌对话")
    DISCUSSION = "discussion", _("讨论")
    QUESTIONS = "questions", _("问答")
    TEACHING = "teaching", _("授课")
    AWARD = "award", _("颁奖")
    SIGNING = "signing", _("签约")
    LAUNCH = "launch", _("发布与启动")
    PERFORMANCE = "performance", _("表演")
    VIDEO = "video", _("视频")
    GROUP_PHOTO = "group_photo", _("合影")
    COFFEE_BREAK = "coffee_break", _("茶歇")
    MEAL = "meal", _("用餐")
    TURNOVER = "turnover", _("换场")
    VISIT = "visit", _("参观考察")
    CLOSING = "closing", _("总结与闭幕")
    OTHER = "other", _("其他")


WITHOUT_SPEAKER = frozenset(
    {
        ItemKind.VIDEO,
        ItemKind.PERFORMANCE,
        ItemKind.GROUP_PHOTO,
        ItemKind.COFFEE_BREAK,
        ItemKind.MEAL,
        ItemKind.TURNOVER,
        ItemKind.VISIT,
        ItemKind.OTHER,
    }
)
"""Kinds that need nobody on the stage (OM-055 asks the others)."""


class SpeakerRole(models.TextChoices):
    """In what part a person stands on the stage (guest_role of documents.md 6)."""

    MC = "mc", _("主持")
    ADDRESS = "address", _("致辞")
    KEYNOTE = "keynote", _("主旨演讲")
    TALK = "talk", _("报告")
    PANEL = "panel", _("对话")
    AWARD = "award", _("颁奖")
    SIGNING = "signing", _("签约")


class ResourceKind(models.TextChoices):
    INTERPRETER = "interpreter", _("译员")
    EQUIPMENT = "equipment", _("设备")


class ItemLanguage(models.TextChoices):
    """Languages spoken or interpreted."""

    ZH = "zh", _("中文")
    EN = "en", _("英语")
    JA = "ja", _("日语")
    KO = "ko", _("韩语")
    FR = "fr", _("法语")
    DE = "de", _("德语")
    ES = "es", _("西班牙语")
    RU = "ru", _("俄语")
    AR = "ar", _("阿拉伯语")


class QuotePlace(models.TextChoices):
    """Where an agenda is quoted outside of this page (OM-057)."""

    HANDBOOK = "handbook", _("会议手册")
    REGISTRATION_PAGE = "registration_page", _("报名页")
    SCREEN = "screen", _("大屏")
    RUN_OF_SHOW = "run_of_show", _("流程单")
    INVITATION = "invitation", _("邀请函")
    SIGNAGE = "signage", _("指示牌")
    OTHER = "other", _("其他")


class ToldHow(models.TextChoices):
    """How somebody was told of a change."""

    PHONE = "phone", _("电话")
    MESSAGE = "message", _("短信或微信")
    EMAIL = "email", _("邮件")
    IN_PERSON = "in_person", _("当面")
    IN_APP = "in_app", _("系统消息")
