from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiwu.attendees.models import Attendee
from huiwu.attendees.services import AttendeeValues, add_attendee
from huiwu.documents.services import invite_to_sign, sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.models import Job
from huiwu.foundation.outbox import Occurrence, reaction
from huiwu.kernel import clock
from huiwu.notices.models import Notice
from huiwu.notices.services import NoticeValues, approve_notice, ask_client, draft_notice, spread
from huiwu.notices.services.sending import SPREAD
from huiwu.notifications.services import send_due
from huiwu.notifications.services.outside import SEND_OUTSIDE

NOON = datetime(2027, 2, 1, 4, tzinfo=UTC)
TEXT = "尊敬的{name}：\n{meeting}定于{start}举行。地点：{place}\n停车：{parking}\n天气：{weather}\n着装：{dress}\n个人页：{link}\n{contact}"
ABOUT = {"place": "国际会议中心", "parking": "B2", "weather": "晴", "dress": "正装", "contact": "010-66668888"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def person(cast: Any) -> Callable[..., Attendee]:
    def added(name: str = "张伟", **more: Any) -> Attendee:
        given = {"salutation": "先生", "email": f"{name}@example.test", "mobile": "", "presence": "confirmed"} | more
        made: Attendee = add_attendee(
            actor=cast.actor("lead"),
            meeting=cast.meeting,
            values=AttendeeValues(display_name=name, **given),
            source="hand",
        )
        return made

    return added


@pytest.fixture
def draft(cast: Any) -> Callable[..., Notice]:
    def drafted(**more: Any) -> Notice:
        given = {
            "title": "第一次通知",
            "channel": "email",
            "batch": "first",
            "subject": "会议通知：{meeting}",
            "text": TEXT,
        }
        values = NoticeValues(**(given | {"about": ABOUT} | more))  # type: ignore[arg-type]  # columns by name
        return draft_notice(actor=cast.actor("lead"), meeting=cast.meeting, values=values)

    return drafted


@pytest.fixture
def approved(cast: Any, draft: Any) -> Callable[..., Notice]:
    def ready(**more: Any) -> Notice:
        notice = draft(**more)
        return approve_notice(actor=cast.actor("lead"), notice_id=notice.pk, revision=notice.revision)

    return ready


@pytest.fixture
def confirm(cast: Any) -> Callable[[Notice], None]:
    """The client confirms the words by their link."""

    def confirmed(notice: Notice) -> None:
        version = ask_client(actor=cast.actor("lead"), notice_id=notice.pk)
        link, _token = invite_to_sign(
            actor=cast.actor("lead"),
            version_id=version.pk,
            person="赵明远",
            recipient="zhao@example.test",
            lasts=timedelta(days=3),
        )
        sign_version(
            actor=Actor.of_link(link), version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远"
        )

    return confirmed


@pytest.fixture
def work() -> Callable[[], None]:
    """What a worker would do now: spread, send, and react to what failed."""

    def worked() -> None:
        for _turn in range(4):
            for job in Job.objects.filter(state="queued", run_after__lte=clock.now()).order_by("created_at"):
                if job.work == SPREAD:
                    spread(notice_id=job.args["notice_id"])
                elif job.work == SEND_OUTSIDE:
                    send_due(delivery_id=job.args.get("delivery_id"))
                elif job.work.startswith("reaction:notices.") and job.fact is not None:
                    reaction(job.work.removeprefix("reaction:"))(Occurrence.of(job.fact))
                else:
                    continue
                job.delete()

    return worked
