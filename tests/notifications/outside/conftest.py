from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import Job
from huiwu.kernel import clock
from huiwu.notifications.models import OutsideDelivery
from huiwu.notifications.services import Letter, send_due, send_outside
from huiwu.notifications.services.outside import SEND_OUTSIDE


@pytest.fixture
def post(cast: Any) -> Callable[..., OutsideDelivery]:
    """Queue one letter of the cast's meeting: an e-mail unless told otherwise."""

    def posted(key: str = "k1", *, not_before_at: Any = None, **more: Any) -> OutsideDelivery:
        given = {
            "channel": "email",
            "to": "zhang@example.test",
            "name": "张伟",
            "subject": "邀请函",
            "body": "请看：\n{link}",
        }
        secrets = {"link": "http://127.0.0.1:8000/l/secret/"} if "body" not in more and "template" not in more else {}
        letter = Letter(key=key, **({"secrets": secrets} | given | more))
        return send_outside(actor=SYSTEM, letter=letter, meeting=cast.meeting, not_before_at=not_before_at)

    return posted


@pytest.fixture
def go_out() -> Callable[[], int]:
    """Do what a worker would now: every turn that is asked for. How many messages were handled."""

    def gone() -> int:
        count = 0
        for job in Job.objects.filter(work=SEND_OUTSIDE, state="queued", run_after__lte=clock.now()):
            count += send_due(delivery_id=job.args.get("delivery_id"))
            job.delete()
        return count

    return gone


def state_of(delivery: OutsideDelivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.why
