"""Background work of planning."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.jobs import Cancelled
from huiwu.foundation.registry.jobs import job, periodic
from huiwu.foundation.worker import Interrupted
from huiwu.planning.services.evidence import follow_busy_facts
from huiwu.planning.services.levelling import LEVEL, REPAIR, level_plan, repair_plan
from huiwu.planning.services.proposals import propose_replans_for_year
from huiwu.planning.services.workdays import REPLAN

Progress = Callable[[int, int], None]
periodic("planning.follow_busy_facts", every=timedelta(seconds=10))(follow_busy_facts)


@job(LEVEL)
def level(progress: Progress, *, plan_id: str, seconds: float) -> dict[str, Any]:
    """Search for `seconds`; progress is in seconds, cancelling keeps the plan as it is."""
    watch = _Watch(progress, int(seconds))
    proposal = level_plan(plan_id=UUID(plan_id), seconds=seconds, stop=watch.stop, decide=watch.decide)
    return {"proposal_id": str(proposal.pk) if proposal else None}


class _Watch:
    """Reports seconds gone, from the solver's own thread (with its own connection), and remembers a wish to stop."""

    def __init__(self, progress: Progress, seconds: int) -> None:
        self.progress, self.seconds = progress, seconds
        self.began = self.told = time.monotonic()
        self.wish: Exception | None = None

    def stop(self) -> bool:
        now = time.monotonic()
        if now - self.told >= 1 and self.wish is None:
            self.told = now
            try:
                self.progress(min(int(now - self.began), self.seconds), self.seconds)
            except (Cancelled, Interrupted) as wish:
                self.wish = wish
            finally:
                connection.close()
        return self.wish is not None

    def decide(self) -> None:
        """Raises the wish to stop, in the worker's thread, before anything is kept."""
        if self.wish is not None:
            raise self.wish


@job(REPAIR)
def repair(progress: Progress, *, plan_id: str, absence_id: str) -> dict[str, Any]:
    """Repair one plan after one absence."""
    proposal = repair_plan(plan_id=UUID(plan_id), absence_id=UUID(absence_id))
    return {"proposal_id": str(proposal.pk) if proposal else None}


@job(REPLAN)
def replan_for_calendar(progress: Progress, *, org_id: str, year: int) -> dict[str, Any]:
    """Proposals for every live meeting that a changed workday calendar moves; repeated, the waiting ones are replaced."""
    made = propose_replans_for_year(actor=SYSTEM, org_id=UUID(org_id), year=year, progress=progress)
    return {"proposals": len(made)}
