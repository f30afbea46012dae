"""The words of first contact and of the brief (domain/documents.md 1, 22; sop.md P01)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

BRIEF = "brief"
"""The code of the brief among the kinds of document."""


class ContactKind(models.TextChoices):
    """How the first contact reached us."""

    CALL = "call", _("来电")
    LETTER = "letter", _("来函")
    EMAIL = "email", _("邮件")
    VISIT = "visit", _("来访")
    CHAT = "chat", _("微信等即时消息")
    TENDER = "tender", _("招标文件")
    LINK = "link", _("在线填写")


class IntakeSource(models.TextChoices):
    """What brought the client to us."""

    RETURNING = "returning", _("老客户")
    REFERRAL = "referral", _("转介绍")
    TENDER = "tender", _("招标采购")
    WEBSITE = "website", _("网站与公众号")
    EXHIBITION = "exhibition", _("展会与活动")
    OTHER = "other", _("其他")


class IntakeStatus(models.TextChoices):
    NEW = "new", _("待处理")
    ACCEPTED = "accepted", _("已立项")
    DECLINED = "declined", _("已婉拒")
    MERGED = "merged", _("已并入")


class HeadcountGroup(models.TextChoices):
    """The groups of a head-count, each of which eats, sits, sleeps and rides differently (OM-001)."""

    VIP = "vip", _("VIP")
    GUEST = "guest", _("嘉宾与讲者")
    GENERAL = "general", _("普通参会")
    MEDIA = "media", _("媒体")
    STAFF = "staff", _("工作人员")
    ENTOURAGE = "entourage", _("随员与司机")


class HeadcountBasis(models.TextChoices):
    """What kind of number the client has given (documents.md 1); not the basis of an order."""

    ESTIMATE = "estimate", _("预估")
    GUARANTEED = "guaranteed", _("保底")
    CEILING = "ceiling", _("上限")


class Origin(models.TextChoices):
    LOCAL = "local", _("本地")
    DOMESTIC = "domestic", _("国内外地")
    OVERSEAS = "overseas", _("境外")


class CityEventKind(models.TextChoices):
    EXHIBITION = "exhibition", _("展览会")
    CONFERENCE = "conference", _("大型会议")
    SPORT = "sport", _("体育赛事")
    CONCERT = "concert", _("演出")
    EXAM = "exam", _("大型考试")
    OTHER = "other", _("其他")


class GoalOutcome(models.TextChoices):
    """How a goal came out, judged at the end."""

    MET = "met", _("达成")
    PARTLY = "partly", _("部分达成")
    MISSED = "missed", _("未达成")
    UNMEASURED = "unmeasured", _("未能测量")


@dataclass(frozen=True, slots=True)
class Question:
    """A question that only one type of meeting is asked at first contact."""

    key: str
    label: Any
    is_number: bool
    unit: Any = ""


TYPE_QUESTIONS: dict[str, tuple[Question, ...]] = {
    "annual_gala": (
        Question("department_count", _("参加部门数"), True),
        Question("act_count", _("预计节目数"), True),
    ),
    "launch": (Question("media_count", _("拟邀媒体数"), True, _("家")),),
    "training": (Question("credit_hours", _("培训学时"), True, _("学时")),),
    "seminar": (
        Question("paper_count", _("预计论文数"), True, _("篇")),
        Question("topics", _("主要议题"), False),
    ),
}
"""SOP P01, 类型/规模差异: what a client of that type must be asked, since it is forgotten otherwise."""
