"""The words of accounts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrgRole(models.TextChoices):
    """What a person may do for the whole organisation."""

    OWNER = "owner", _("所有者")
    ADMIN = "admin", _("管理员")
    MEMBER = "member", _("成员")


class LinkScope(models.TextChoices):
    """For whom a link is; what it opens is in `purpose` and `subject_id`."""

    CLIENT = "client", _("客户")
    SUPPLIER = "supplier", _("供应商")
    GUEST = "guest", _("嘉宾")
    ATTENDEE = "attendee", _("参会人员")
    SCREEN = "screen", _("大屏")
    DEVICE = "device", pgettext_lazy("链接", "设备")


class Role(models.TextChoices):
    """Roles of a step's R and A, and of a person in one meeting (glossary 4.10)."""

    ACCOUNT_MANAGER = "account_manager", _("客户经理")
    PROJECT_MANAGER = "project_manager", _("项目负责人")
    PLANNER = "planner", _("策划")
    COMPLIANCE_OFFICER = "compliance_officer", _("法务合规")
    COMMERCIAL_MANAGER = "commercial_manager", _("商务")
    FINANCE = "finance", _("财务")
    PROCUREMENT = "procurement", _("采购")
    VENUE_TEAM = "venue_team", _("场地组")
    SECRETARIAT = "secretariat", _("秘书组")
    GUEST_TEAM = "guest_team", _("嘉宾组")
    PUBLICITY_TEAM = "publicity_team", _("宣传组")
    MATERIALS_TEAM = "materials_team", _("设计、物料组")
    DATA_ADMIN = "data_admin", _("信息管理员")
    CHECK_IN_TEAM = "check_in_team", _("签到组")
    LODGING_TEAM = "lodging_team", _("住宿组")
    TRANSPORT_TEAM = "transport_team", _("交通组")
    CATERING_TEAM = "catering_team", _("餐饮组")
    AV_TEAM = "av_team", _("技术组")
    INTERPRETER = "interpreter", _("翻译")
    USHER_TEAM = "usher_team", _("引导组")
    CEREMONY_TEAM = "ceremony_team", _("礼仪组")
    ROOM_SERVICE_TEAM = "room_service_team", _("服务组")
    SECURITY_TEAM = "security_team", _("安保组")
    MEDICAL_TEAM = "medical_team", _("医疗组")
    SHOW_CALLER = "show_caller", _("总控")
    DIRECTOR = "director", _("导演")
    INCIDENT_COMMANDER = "incident_commander", _("总指挥")
    BREAKOUT_LEAD = "breakout_lead", _("分会场负责人")
    GROUP_LEAD = "group_lead", _("各组长")
    BUILD_CONTRACTOR = "build_contractor", _("搭建商")
    CONFIDENTIALITY_OFFICER = "confidentiality_officer", _("保密责任人")
    PRIVACY_OFFICER = "privacy_officer", _("个人信息保护负责人")
    OPERATIONS_HEAD = "operations_head", _("运营负责人")
    DEPARTMENT_HEAD = "department_head", _("部门负责人")
    CLIENT = "client", _("客户")


LEADING_ROLES = (Role.PROJECT_MANAGER, Role.ACCOUNT_MANAGER)
"""Those who run the meeting: they may change everything in it."""


class TokenScope(models.TextChoices):
    """What an API token is good for."""

    READ = "read", _("读取")
    WRITE = "write", _("写入")
