"""The words of personal information (glossary 4.9; compliance.md 4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PurposeCode(models.TextChoices):
    """What people are asked for. Only taking part is needed to take part; each of the others is a choice of its own."""

    PARTICIPATION = "participation", _("参会所需")
    DIET_HEALTH = "diet_health", _("餐别与健康需求")
    ITINERARY = "itinerary", _("行程与住宿")
    DIRECTORY = "directory", _("通讯录公开")
    PORTRAIT = "portrait", _("肖像与录音录像")
    MARKETING = "marketing", _("后续活动通知")


class How(models.TextChoices):
    """How a consent reached us."""

    FORM = "form", _("报名页")
    LINK = "link", _("本人链接")
    PAPER = "paper", _("纸质签字")
    STAFF = "staff", _("工作人员代记")


class NoticeState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("已公布")
    SUPERSEDED = "superseded", _("已被新版代替")


class PartyKind(models.TextChoices):
    """To whom lists go."""

    SUPPLIER = "supplier", _("供应商")
    VENUE = "venue", _("场地或酒店")
    CLIENT = "client", _("客户")
    OTHER = "other", _("其他单位")


class EntrustState(models.TextChoices):
    """The life of an agreement on entrusted processing."""

    DRAFT = "draft", _("草拟")
    IN_FORCE = "in_force", _("已签订")
    RETURNED = "returned", _("已返还或删除")
    CANCELLED = "cancelled", _("未发生")


class ReturnKind(models.TextChoices):
    RETURNED = "returned", _("已返还")
    ERASED = "erased", _("已删除")


class Audience(models.TextChoices):
    """Who receives an export."""

    TEAM = "team", _("会务组内部")
    CLIENT = "client", _("客户（处理者）")
    ENTRUSTED = "entrusted", _("受托单位")
    ATTENDEES = "attendees", _("参会人员")
    OTHER = "other", _("其他接收方")


class Origin(models.TextChoices):
    """How a disclosure came about: made by the system, or written down afterwards (group chats, shared sheets)."""

    EXPORT = "export", _("系统导出")
    NOTED = "noted", _("事后登记")


class ErasureKind(models.TextChoices):
    PERSON = "person", _("本人要求")
    DUE = "due", _("到期删除")
    STAFF = "staff", _("工作人员办理")


class RequestKind(models.TextChoices):
    """What a person asks for by the link (PIPL art. 44–47)."""

    EXPORT = "export", _("查阅、复制")
    CORRECTION = "correction", _("更正、补充")
    ERASURE = "erasure", _("删除")
    OBJECTION = "objection", _("其他请求")


class RequestState(models.TextChoices):
    OPEN = "open", _("待答复")
    DONE = "done", _("已办理")
    REFUSED = "refused", _("未予办理")


class Ground(models.TextChoices):
    """On what grounds data leaves the mainland (PIPL art. 38; 《促进和规范数据跨境流动规定》)."""

    CONTRACT = "contract", _("为订立、履行个人作为一方的合同所必需")
    SMALL = "small", _("当年累计少于 10 万人且不含敏感个人信息")
    STANDARD_CONTRACT = "standard_contract", _("已订立并备案标准合同")
    CERTIFIED = "certified", _("已通过个人信息保护认证")
    ASSESSED = "assessed", _("已通过数据出境安全评估")


class Operator(models.TextChoices):
    """Who answers for an incident: decides how soon it is reported (《国家网络安全事件报告管理办法》)."""

    GENERAL = "general", _("一般运营者（4 小时）")
    STATE_BODY = "state_body", _("中央和国家机关部门及直属单位（2 小时）")
    CRITICAL = "critical", _("关键信息基础设施运营者（1 小时）")


class BreachSeverity(models.TextChoices):
    MINOR = "minor", _("一般")
    LARGE = "large", _("较大")
    SERIOUS = "serious", _("重大")
    GRAVE = "grave", _("特别重大")


REPORTED_SEVERITIES = (BreachSeverity.LARGE, BreachSeverity.SERIOUS, BreachSeverity.GRAVE)
"""From 较大 upwards, the authority is told within hours."""


CERTIFICATE = "privacy.certificate"
"""Purpose of the link to one person's erasure certificate."""
DOCUMENT = "erasure_certificate"
"""The meeting's own certificate as a kind of document, which the client signs (G11)."""
