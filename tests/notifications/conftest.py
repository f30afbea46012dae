from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import Job
from huiwu.foundation.registry import messages as registry
from huiwu.foundation.registry.messages import Due
from huiwu.kernel import clock
from huiwu.notifications.models import Message
from huiwu.notifications.services import deliver, write_message
from huiwu.notifications.services.writing import DELIVER

NOON = datetime(2027, 2, 1, 4, tzinfo=UTC)
"""Monday noon in Shanghai: nobody's quiet hours."""


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def send_due() -> Callable[[], list[str]]:
    """Do what a worker would: every delivery job that is due now. The states that came of it."""

    def send() -> list[str]:
        states = []
        for job in Job.objects.filter(work=DELIVER, state="queued", run_after__lte=clock.now()).order_by("created_at"):
            sent = deliver(delivery_id=job.args["delivery_id"])
            job.delete()
            states.append(sent.state if sent else "")
        return states

    return send


@pytest.fixture
def write(cast: Any) -> Callable[..., Message]:
    """A message of the cancelled-meeting kind (urgent) or another to the planner."""

    def written(key: str = "k1", kind: str = "notifications.due", **more: Any) -> Message:
        values = {"count": 1, "first": "P04 需求简报", "meeting": cast.meeting.name, "start": "", "end": "", "role": ""}
        given = {"user": cast.planner, "meeting": cast.meeting, "values": values, "url": "/inbox/"} | more
        return write_message(actor=SYSTEM, kind=kind, key=key, **given)

    return written


@pytest.fixture
def dues() -> Iterator[list[Due]]:
    """What is due, as the one source there is for the length of the test."""
    kept, rows = list(registry.DUE_SOURCES), []
    registry.DUE_SOURCES[:] = [lambda: rows]
    yield rows
    registry.DUE_SOURCES[:] = kept
