"""Background work of planning."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from huiwu.foundation.registry.jobs import job
from huiwu.planning.services.levelling import LEVEL, REPAIR, level_plan, repair_plan

Progress = Callable[[int, int], None]


@job(LEVEL)
def level(progress: Progress, *, plan_id: str, seconds: float) -> dict[str, Any]:
    """Search for `seconds`; progress is in seconds, cancelling keeps the plan as it is."""
    began = time.monotonic()

    def stop() -> bool:
        progress(min(int(time.monotonic() - began), int(seconds)), int(seconds))
        return False

    proposal = level_plan(plan_id=UUID(plan_id), seconds=seconds, stop=stop, on_better=lambda _left: None)
    return {"proposal_id": str(proposal.pk) if proposal else None}


@job(REPAIR)
def repair(progress: Progress, *, plan_id: str, absence_id: str) -> dict[str, Any]:
    """Repair one plan after one absence."""
    proposal = repair_plan(plan_id=UUID(plan_id), absence_id=UUID(absence_id))
    return {"proposal_id": str(proposal.pk) if proposal else None}
