"""Background work of guests: letters go out, and those whose day is over are put on the callers' list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from huiwu.foundation.registry.jobs import job, periodic
from huiwu.guests.services.following import ask_for_calls
from huiwu.guests.services.letters import SEND_LETTERS, send_letters


@job(SEND_LETTERS)
def send(progress: Callable[[int, int], None], batch_id: str) -> dict[str, Any]:
    return {"sent": send_letters(batch_id=UUID(batch_id), progress=progress)}


@periodic("guests.follow_up", every=timedelta(hours=1))
def follow_up() -> None:
    ask_for_calls()
