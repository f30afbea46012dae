"""Entries of the meeting's menu and of the organisation's settings."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import section, setting

section(
    "history",
    title=_("操作记录"),
    icon="history",
    group="meeting",
    order=95,
    permission="audit.view",
    url=lambda meeting: reverse("audit:meeting", args=[meeting.slug]),
)
setting(
    "history",
    title=_("操作记录"),
    detail=_("全单位谁在什么时候做了什么"),
    icon="history",
    order=90,
    permission="audit.view_organisation",
    url=lambda: reverse("audit:organisation"),
)
