"""Entries of the meeting's menu and of the organisation's settings."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section, setting

section(
    "plan",
    title=_("计划"),
    icon="chart-gantt",
    group="before",
    order=30,
    permission="planning.view",
    url=lambda meeting: reverse("planning:plan", args=[meeting.slug]),
)
section(
    "gates",
    title=_("门禁"),
    icon="diamond",
    group="meeting",
    order=35,
    permission="planning.view",
    url=lambda meeting: reverse("planning:gates", args=[meeting.slug]),
)
setting(
    "sop",
    title=_("SOP 模板"),
    detail=_("内建 75 步；复制、编辑、发布本单位的版本"),
    icon="list-checks",
    order=40,
    permission="planning.view_templates",
    url=lambda: reverse("planning:templates"),
)
setting(
    "workdays",
    title=_("工作日历"),
    detail=_("法定节假日与调休上班日，可按年修改"),
    icon="calendar",
    order=50,
    permission="planning.view_templates",
    url=lambda: reverse("planning:workdays"),
)
setting(
    "people",
    title=_("请假与承载量"),
    detail=_("谁哪天不在，谁能同时承担几项"),
    icon="users",
    order=60,
    permission="accounts.view_members",
    url=lambda: reverse("planning:people"),
)
