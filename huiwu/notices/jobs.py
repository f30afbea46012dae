"""What the worker does for notices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from huiwu.foundation.registry.jobs import job, periodic
from huiwu.notices import services
from huiwu.notices.services.sending import SPREAD


@job(SPREAD)
def spread(progress: Any, notice_id: str) -> dict[str, int]:
    return {"people": services.spread(notice_id=UUID(notice_id))}


@periodic("notices.due", every=timedelta(minutes=1))
def send_due() -> None:
    services.send_due_notices()
