"""The demo's batches, and that they leave nothing to find."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from huiwu.accounts.choices import Role
from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.foundation.registry.demo import DemoContext
from huiwu.kernel import clock
from huiwu.notices.demo import notices
from huiwu.notices.models import Notice
from huiwu.notices.queries import counts_of
from huiwu.notifications.models import OutsideDelivery


@pytest.mark.parametrize(("days_before", "sent"), [(15, 0), (5, 1), (0, 3)])
def test_the_batches_have_gone_as_far_as_the_meeting_has_come(cast, person, mailbox, days_before, sent):
    person(roles=["guest"])
    person("没有邮箱", email="", roles=["vip"])
    today = cast.meeting.start_on - timedelta(days=days_before)
    context = DemoContext(
        org=cast.org,
        meeting=cast.meeting,
        stage="onsite",
        people=2,
        today=today,
        rng=Random(1),
        cast={Role.PROJECT_MANAGER: cast.lead},
        made={"attendees": []},
    )
    notices(context)
    rows = list(Notice.objects.order_by("number"))
    assert [row.state for row in rows] == ["sent"] * sent + ["draft"] * (sent == 0)
    assert [(found.total, found.lost) for found in counts_of(rows).values()] == [
        (2, 1) if sent else (0, 0) for _row in rows
    ]
    assert not OutsideDelivery.objects.filter(state="queued").exists()
    at = datetime.combine(today, time(20), ZoneInfo("Asia/Shanghai"))
    with clock.at(at):
        scope = Scope(cast.meeting, at, today)
        assert [list(RULES[code].find(scope)) for code in ("OM-070", "OM-071")] == [[], []]
    assert mailbox.messages == []
