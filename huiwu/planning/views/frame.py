"""What every page of the plan needs: the meeting, its plan, the day it is there, the tabs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for
from huiwu.planning.errors import NoPlanYet
from huiwu.planning.models import Plan, Step
from huiwu.planning.queries.plans import plan_for


def meeting_of(request: HttpRequest, slug: str, permission: str = "planning.view") -> Meeting:
    return meeting_for(actor_of(request), slug, permission)


def plan_of(request: HttpRequest, slug: str, permission: str = "planning.view") -> Plan:
    """The plan of a meeting the person may see. Raises NoPlanYet, NotFound, NotAllowed."""
    plan = plan_for(meeting_of(request, slug, permission))
    if plan is None:
        raise NoPlanYet
    return plan


def step_of(request: HttpRequest, slug: str, code: str) -> Step:
    """A step or task by its code in the meeting's plan."""
    plan = plan_of(request, slug)
    step = plan.steps.filter(code=code).first()
    if step is None:
        raise NotFound
    step.plan = plan
    return step


def today_in(plan: Plan) -> date:
    return clock.today(plan.meeting.time_zone)


def frame(plan: Plan, tab: str, **more: Any) -> dict[str, Any]:
    """Context of a page of the plan."""
    slug = plan.meeting.slug
    tabs = [
        ("plan", _("清单"), reverse("planning:plan", args=[slug])),
        ("gantt", _("甘特图"), reverse("planning:gantt", args=[slug])),
        ("gates", _("门禁"), reverse("planning:gates", args=[slug])),
        ("raci", _("职责 RACI"), reverse("planning:raci", args=[slug])),
        ("load", _("工作量"), reverse("planning:load", args=[slug])),
    ]
    return {"meeting": plan.meeting, "plan": plan, "today": today_in(plan), "tabs": tabs, "tab": tab, **more}
