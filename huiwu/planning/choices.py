"""The words of planning (glossary 4.1, 4.2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TemplateStatus(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已发布")


class TableState(models.TextChoices):
    """Whether a year's holidays and make-up workdays are official."""

    ANNOUNCED = "announced", _("已发布")
    UNANNOUNCED = "unannounced", _("未发布")


class AbsenceReason(models.TextChoices):
    """As little as the plan needs to know."""

    LEAVE = "leave", _("休假")
    TRAVEL = "travel", _("出差")
    OTHER = "other", _("其他安排")


class StepKind(models.TextChoices):
    STEP = "step", _("步骤")
    TASK = "task", _("任务")


class Phase(models.TextChoices):
    PRE_EVENT = "pre_event", _("会前筹备")
    SETUP = "setup", _("会中·最终确认与布置")
    LIVE = "live", _("会中·执行")
    POST_EVENT = "post_event", _("会后总结")
    TASK = "task", _("自加任务")


class Mode(models.TextChoices):
    WINDOW = "window", _("窗口内完成")
    CONTINUOUS = "continuous", _("持续")
    TRIGGERED = "triggered", _("事件触发")


class StepStatus(models.TextChoices):
    TODO = "todo", _("未开始")
    DOING = "doing", _("进行中")
    DONE = "done", _("已完成")
    OMITTED = "omitted", _("不适用")
    MERGED = "merged", _("并入他步")


class DoneHow(models.TextChoices):
    """How a step came to be done: from data, by a named person, or against missing data with a reason."""

    EVIDENCE = "evidence", _("由证据完成")
    PERSON = "person", _("由人完成")
    OVERRIDE = "override", _("例外放行")
    MERGED = "merged", _("随并入步骤完成")


class Letter(models.TextChoices):
    """RACI."""

    RESPONSIBLE = "R", _("执行 R")
    ACCOUNTABLE = "A", _("负责 A")
    CONSULTED = "C", _("征询 C")
    INFORMED = "I", _("知会 I")


class GateParty(models.TextChoices):
    CLIENT = "client", _("客户")
    INTERNAL = "internal", _("内部")
    SUPPLIER = "supplier", _("供应商")
    VENUE = "venue", _("场地方")
    AUTHORITY = "authority", _("主管机关")


class GateState(models.TextChoices):
    CLOSED = "closed", _("未打开")
    OPEN = "open", _("已打开")
    WAIVED = "waived", _("不适用")


class GateHow(models.TextChoices):
    """What opened a gate for one of its steps."""

    EVIDENCE = "evidence", _("证据")
    SIGNOFF = "signoff", _("客户签认")
    ROLE = "role", _("岗位放行")
    TRACED = "traced", _("内部代放行（留痕）")


class ProposalKind(models.TextChoices):
    REPLAN = "replan", _("重排")
    LEVELLING = "levelling", _("均衡工作量")
    REPAIR = "repair", _("请假后的修补")


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("待接受")
    ACCEPTED = "accepted", _("已接受")
    DISCARDED = "discarded", _("已放弃")


GATE_SHEET = "gate_confirmation"
"""The kind of document by which the client opens a gate that has none of its own."""

SOP_BASIS = "SOP"
"""Gates of this basis open only by the client's own sign-off (domain README §1, sop.md §3)."""
