"""People's load over all meetings of an organisation."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from huiwu.planning.bridge import people, rows
from huiwu.planning.choices import Mode
from huiwu.planning.models import Absence, Capacity, Plan, Step
from huiwu.planning.queries.people import open_steps


def loading_steps(org_id: UUID, owners: list[UUID] | None = None) -> list[Step]:
    """Open owned steps of the organisation's live meetings, with their people. One query."""
    found = open_steps().filter(plan__meeting__org_id=org_id, owner__isnull=False, mode=Mode.WINDOW)
    return list(found.filter(owner_id__in=owners) if owners else found)


def overload(plan: Plan, *, today: date) -> list[people.Overload]:
    """Overload of the people who own open steps of this plan, counted over all their meetings, from today on."""
    org_id = plan.meeting.org_id
    owners = list(plan.steps.filter(owner__isnull=False).values_list("owner_id", flat=True).distinct())
    found = open_steps().filter(plan__meeting__org_id=org_id, owner_id__in=owners, mode=Mode.WINDOW)
    return people.overloads_of(
        found,
        Capacity.objects.filter(org_id=org_id, user_id__in=owners),
        Absence.objects.filter(org_id=org_id, user_id__in=owners, to_on__gte=today),
        rows.calendar_of(org_id),
        from_on=today,
    )
