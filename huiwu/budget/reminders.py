"""Reports to the client that fall due, and draws that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from huiwu.accounts.choices import Role
from huiwu.budget.choices import DrawState, ReportState
from huiwu.budget.models import Budget, BudgetReport, ReserveDraw
from huiwu.budget.queries.reports import SETTLED, schedule_from
from huiwu.foundation.registry.messages import Due, reminder_source
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.models import TeamMember
from huiwu.planning.choices import StepStatus
from huiwu.planning.models import Step

LIVE = (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)


@reminder_source
def reports_falling_due() -> Iterator[Due]:
    """The next report of every live meeting with a baseline, for its 财务. Four queries."""
    found = Budget.objects.filter(meeting__status__in=LIVE).exclude(baseline=None).select_related("meeting__org")
    sent = BudgetReport.objects.filter(state=ReportState.SENT).order_by("-sent_at").defer("figures")
    budgets = list(found.defer("baseline").prefetch_related(Prefetch("reports", sent, to_attr="sent")))
    meetings = [budget.meeting_id for budget in budgets]
    done = Step.objects.filter(plan__meeting__in=meetings, code=SETTLED, status=StepStatus.DONE)
    settled = set(done.values_list("plan__meeting_id", flat=True))
    keepers = dict(
        TeamMember.objects.filter(meeting__in=meetings, role=Role.FINANCE).values_list("meeting_id", "user_id")
    )
    for budget in budgets:
        if budget.meeting_id in settled:
            continue
        schedule = schedule_from(budget, budget.sent[0] if budget.sent else None)
        yield Due(
            key=f"budget_report:{budget.pk}:{schedule.due_on.isoformat()}",
            meeting=budget.meeting,
            label=_report_due(),
            url=reverse("budget:reports", args=[budget.meeting.slug]),
            person_id=keepers.get(budget.meeting_id),
            due_on=schedule.due_on,
        )


@reminder_source
def draws_waiting() -> Iterator[Due]:
    """Draws on reserves that nobody has decided, for the leads. One query."""
    found = ReserveDraw.objects.filter(state=DrawState.REQUESTED, budget__meeting__status__in=LIVE)
    for row in found.select_related("budget__meeting__org", "line"):
        meeting = row.budget.meeting
        yield Due(
            key=f"reserve_draw:{row.pk}",
            meeting=meeting,
            label=_draw_waits(row.line.item),
            url=reverse("budget:adjustments", args=[meeting.slug]),
            state="missing",
        )


_report_due: Any = lazy(lambda: _("向客户发出《预算执行简报》"), str)
_draw_waits: Any = lazy(lambda item: _("“{item}”申请动用不可预见费，等待审批").format(item=item), str)
