"""Begin a budget; set how it is watched and reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from huiwu.budget.choices import Detail, Origin, Pricing
from huiwu.budget.errors import BudgetExists, NothingToBeginFrom
from huiwu.budget.events import BudgetBegun, BudgetSettingsSaved
from huiwu.budget.models import Budget
from huiwu.budget.rules.beginnings import Draft, from_plan, template
from huiwu.budget.services.lines import write_drafts
from huiwu.event_plan.queries import written_content
from huiwu.event_plan.rules import rows
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.choices import Condition, MeetingType
from huiwu.meetings.models import Meeting

SETTINGS = ("pricing", "report_detail", "report_every_days", "threshold_bp")


@transaction.atomic
def begin_budget(*, actor: Actor, meeting: Meeting, origin: str) -> Budget:
    """The meeting's budget with the lines of the event plan, of a template, or none (SOP P07).

    Lines of the event plan keep their amounts to the cent and follow the expected head-count where they plainly count
    people. Raises BudgetExists, NothingToBeginFrom, InvalidInput.
    """
    require(actor, "budget.edit", meeting)
    if origin not in Origin.values:
        raise InvalidInput(fields={"origin": [""]})
    drafts = _drafts(meeting, origin)
    try:
        with transaction.atomic():
            budget = Budget.objects.create(meeting=meeting, origin=origin, saved_by=actor.user)
    except IntegrityError:
        raise BudgetExists from None
    write_drafts(budget, drafts, actor)
    record(BudgetBegun(meeting_id=meeting.pk, budget_id=budget.pk, origin=origin), actor=actor, org_id=meeting.org_id)
    return budget


def _drafts(meeting: Meeting, origin: str) -> list[Draft]:
    if origin == Origin.EVENT_PLAN:
        found = rows(written_content(meeting) or {}, "budget")
        if not found:
            raise NothingToBeginFrom
        return list(from_plan(list(found), meeting.expected_headcount, meeting.day_count))
    if origin == Origin.TEMPLATE:
        return template(
            meeting.meeting_type,
            meeting.expected_headcount,
            meeting.day_count,
            lodging=Condition.LODGING in meeting.conditions,
            is_plain=meeting.public_body_mode or meeting.meeting_type == MeetingType.GOV_WORK,
        )
    return []


@transaction.atomic
def save_settings(*, actor: Actor, budget: Budget, revision: int, values: Mapping[str, Any]) -> Budget:
    """计价方式, period and detail of reports, threshold. Raises StaleEdit, InvalidInput."""
    require(actor, "budget.edit", budget.meeting)
    kept = {name: values[name] for name in SETTINGS if name in values}
    known = kept.get("pricing", Pricing.LUMP) in Pricing.values
    known = known and kept.get("report_detail", Detail.LINES) in Detail.values
    if not known or not 1 <= int(kept.get("report_every_days", 1)) <= 90:
        raise InvalidInput(fields={"report_every_days": [""]})
    fresh = Budget.objects.filter(pk=budget.pk, revision=revision)
    if not fresh.update(**kept, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now()):
        now = Budget.objects.select_related("saved_by").get(pk=budget.pk)
        raise StaleEdit(theirs=now, who=now.saved_by.name if now.saved_by else "")
    meeting = budget.meeting
    record(BudgetSettingsSaved(meeting_id=meeting.pk, budget_id=budget.pk), actor=actor, org_id=meeting.org_id)
    budget.refresh_from_db()
    budget.meeting = meeting
    return budget
