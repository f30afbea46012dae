"""Entries of a meeting's menu."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiwu.foundation.registry.sections import place, section, setting


def _to(name: str) -> Any:
    return lambda meeting: reverse(f"meetings:{name}", args=[meeting.slug])


place(
    "meetings",
    title=pgettext_lazy("menu", "会议"),
    icon="calendar-days",
    order=10,
    url=lambda: reverse("meetings:list"),
)
section(
    "overview", title=_("概览"), icon="house", group="meeting", order=1, permission="meetings.view", url=_to("overview")
)
section(
    "functions",
    title=pgettext_lazy("menu", "功能单元"),
    icon="list",
    group="meeting",
    order=5,
    permission="meetings.view",
    url=_to("functions"),
)
section("team", title=_("会务组"), icon="users", group="meeting", order=8, permission="meetings.view", url=_to("team"))
setting(
    "size_tiers",
    title=_("规模级别"),
    detail=_("小型、中型、大型、特大的人数界限"),
    icon="scale",
    order=40,
    permission="meetings.set_size_borders",
    url=lambda: reverse("meetings:size_borders"),
)
setting(
    "import",
    title=_("导入会议档案"),
    detail=_("从另一套系统或档案库中取回一场完整的会议"),
    icon="archive",
    order=50,
    permission="meetings.import",
    url=lambda: reverse("meetings:import"),
)
