"""The plan's count of changes."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from huiwu.planning.models import Plan


def touch(plan_id: UUID) -> None:
    """Count a change of the plan, so that a proposal computed before it is noticed to be stale.

    Called before a step is written: whoever writes steps holds the plan's row first, so nobody waits in a circle.
    """
    Plan.objects.filter(pk=plan_id).update(revision=F("revision") + 1)
