"""Live data of meetings, brief and planning in the event plan. Higher capabilities bring their own."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.event_plan.live import agenda, organisation, schedule
from huiwu.foundation.registry.plan_sections import plan_section


def _at(name: str) -> Any:
    return lambda meeting: reverse(name, args=[meeting.slug])


plan_section("organisation", _("组织架构"), order=10, live=organisation.organisations, url=_at("meetings:overview"))
plan_section("organisation", _("会务组分工"), order=20, live=organisation.team, url=_at("meetings:team"))
plan_section("agenda", _("日程"), order=10, live=agenda.programme, url=_at("meetings:functions"), gives_way=True)
plan_section("setup", _("各功能单元布置"), order=10, live=agenda.setups, url=_at("meetings:functions"))
plan_section("catering", _("用餐与茶歇"), order=10, live=agenda.meals, url=_at("meetings:functions"), gives_way=True)
plan_section("participants", _("人数"), order=10, live=organisation.people, url=_at("brief:editor"), fills=False)
plan_section("purpose", _("目标与成功标准"), order=10, live=organisation.goals, url=_at("brief:goals"), fills=False)
plan_section("schedule", _("里程碑与门禁"), order=10, live=schedule.milestones)
plan_section("schedule", _("倒排进度"), order=20, live=schedule.gantt)
plan_section("raci", _("职责分配（RACI）"), order=10, live=schedule.raci)
