"""People of the cast's meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from huiwu.attendees import services
from huiwu.attendees.models import Attendee
from huiwu.meetings.models import Function
from tests.cast import Cast

Make = Callable[..., Attendee]


@pytest.fixture
def add(cast: Cast) -> Make:
    """Adds a person to the cast's meeting: 王明 of 启明科技 unless told otherwise."""

    def make(display_name: str = "王明", **values: Any) -> Attendee:
        known: Any = {"org_name": "启明科技", "title": "经理", "roles": ["representative"]} | values
        known["display_name"] = display_name
        return services.add_attendee(actor=cast.actor("lead"), meeting=cast.meeting, values=known)

    return make


@pytest.fixture
def plenary(cast: Cast) -> Function:
    """主会场, 9 to 12 on the first morning."""
    return Function.objects.create(
        meeting=cast.meeting,
        number=1,
        kind="plenary",
        name="主会场",
        start_at=datetime(2027, 3, 18, 1, tzinfo=UTC),
        end_at=datetime(2027, 3, 18, 4, tzinfo=UTC),
    )
