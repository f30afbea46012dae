"""The words of the checks: parts of the work a rule is about (the headings of domain/failures.md)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role

MODULES = {
    "meetings": _("会议与功能单元"),
    "brief": _("需求简报"),
    "documents": _("单据"),
    "compliance": _("合规"),
    "plan": _("策划方案与计划"),
    "planning": _("策划方案与计划"),
    "venue": _("场地"),
    "supplier": _("供应商"),
    "contract": _("合同"),
    "guest": _("嘉宾"),
    "agenda": _("议程"),
    "registration": _("报名"),
    "lodging": _("住宿"),
    "transport": _("交通"),
    "catering": _("餐饮"),
    "seating": _("座次"),
    "material": _("物料"),
    "equipment": _("设备"),
    "budget": _("预算"),
    "contingency": _("应急"),
    "setup": _("布置"),
    "check_in": _("签到"),
    "run_of_show": _("流程单"),
    "wrap_up": _("会后"),
    "privacy": _("个人信息"),
    "general": _("通用检查"),
}
"""Module of a rule → heading; rules arrive with their capabilities."""

SEVERITIES = {"block": _("阻断"), "warn": _("警告"), "hint": _("提示")}


def module_word(module: str) -> str:
    return str(MODULES.get(module, module))


def role_word(role: str) -> str:
    """The role that owns a finding, as people name it."""
    return str(dict(Role.choices).get(role, role))


def starts_word(from_days_before: int | None, from_days_after: int | None) -> str:
    """起查: from when a rule watches."""
    if from_days_before is not None:
        return f"T-{from_days_before}"
    return f"+{from_days_after}" if from_days_after is not None else str(_("随时"))
