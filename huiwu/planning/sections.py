"""Entries of the meeting's menu and of the organisation's settings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import section, setting
from huiwu.kernel import clock
from huiwu.planning.choices import StepStatus
from huiwu.planning.queries.gates import next_gate, waiting_for_client
from huiwu.planning.queries.plans import live_steps, plan_for


def overview(_actor: Actor, meeting: Any) -> dict[str, Any] | None:
    """Progress, next gate, what is late, waits for the client or falls due this week; nothing before launch."""
    plan = plan_for(meeting)
    if plan is None:
        return None
    today = clock.today(meeting.time_zone)
    steps = list(live_steps(plan))
    return {
        "done": sum(1 for s in steps if s.status == StepStatus.DONE),
        "total": len(steps),
        "gate": next_gate(meeting),
        "late": [s for s in steps if s.is_late(today)][:6],
        "waiting": waiting_for_client([meeting])[:6],
        "due": [s for s in steps if s.is_open and s.finish_on and today <= s.finish_on <= today + timedelta(days=7)][
            :8
        ],
    }


panel(
    "plan",
    place="meeting",
    order=20,
    template="planning/_panel.html",
    permission="planning.view",
    context=overview,
)

section(
    "plan",
    title=_("工作计划"),
    icon="chart-gantt",
    group="before",
    order=30,
    permission="planning.view",
    url=lambda meeting: reverse("planning:plan", args=[meeting.slug]),
)
section(
    "gates",
    title=pgettext_lazy("menu", "门禁"),
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
