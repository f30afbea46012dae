"""Reports put on the table by themselves when they fall due."""

from __future__ import annotations

from datetime import timedelta

from huiwu.budget.models import Budget
from huiwu.budget.queries.reports import schedule_of
from huiwu.budget.services import draft_report
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.registry.jobs import periodic
from huiwu.kernel import clock
from huiwu.meetings.choices import MeetingStatus


@periodic("budget.draft_reports", every=timedelta(hours=6))
def draft_due_reports() -> int:
    """A draft with figures of this instant for each meeting that owes its client a report in two days or less. How many."""
    made = 0
    live = Budget.objects.filter(meeting__status__in=(MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE))
    for budget in live.exclude(baseline=None).select_related("meeting__org", "baseline"):
        schedule = schedule_of(budget.meeting, budget)
        wanted = schedule is not None and schedule.wants_draft(clock.today(budget.meeting.time_zone))
        if wanted and not budget.reports.filter(state="draft").exists():
            draft_report(actor=SYSTEM, budget=budget)
            made += 1
    return made
