"""Erasure of what has fallen due, in the background."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from huiwu.foundation.registry.jobs import job
from huiwu.privacy.services.erasing import run_erasure


@job("privacy.erase_due")
def erase_due_groups(progress: Any, *, erasure_id: str) -> dict[str, Any]:
    """Harmless when repeated: what is erased stays erased, a sealed certificate stays as it is."""
    row = run_erasure(erasure_id=UUID(erasure_id), progress=progress)
    return {"people": row.people, "records": row.records}
