"""People of the cast's meeting, the published notice, the officer, and a party with an agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from huiwu.accounts.choices import Role
from huiwu.attendees.models import Attendee
from huiwu.attendees.services import add_attendee, keep_sensitive, open_own, personal_link
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.kernel import clock
from huiwu.meetings.models import TeamMember
from huiwu.privacy import services
from huiwu.privacy.models import EntrustedProcessing
from huiwu.privacy.services import EntrustmentValues, NoticeValues
from tests.cast import Cast

NOW = datetime(2027, 2, 1, 1, tzinfo=UTC)


@pytest.fixture
def noticed(cast: Cast) -> Iterator[Cast]:
    """Six weeks before: 何静 is 个人信息保护负责人 and has published the notice; 孙浩 is 信息管理员."""
    TeamMember.objects.create(meeting=cast.meeting, user=cast.compliance, role=Role.PRIVACY_OFFICER)
    TeamMember.objects.create(meeting=cast.meeting, user=cast.colleague, role=Role.DATA_ADMIN)
    with clock.at(NOW):
        publish(cast)
        yield cast


def publish(cast: Cast, **more: Any) -> Any:
    actor = cast.actor("lead")
    values = NoticeValues(processor="启明科技", contact="400-800-0000", **more)
    draft = services.save_notice(actor=actor, meeting=cast.meeting, revision=0, values=values)
    return services.publish_notice(actor=actor, meeting=cast.meeting, revision=draft.revision)


def person(cast: Cast, name: str = "王明", **values: Any) -> Attendee:
    known: Any = {"display_name": name, "org_name": "启明科技", "title": "经理", "mobile": "13800001234"} | values
    return add_attendee(actor=cast.actor("lead"), meeting=cast.meeting, values=known)


def secret(cast: Cast, attendee: Attendee, **values: str) -> None:
    keep_sensitive(actor=SYSTEM, attendee_id=attendee.pk, values=values or {"dietary_requirement": "清真"})


def own_token(cast: Cast, attendee: Attendee) -> str:
    return personal_link(actor=cast.actor("lead"), attendee=attendee)[1]


def by_link(cast: Cast, attendee: Attendee) -> Actor:
    """The person themselves."""
    return open_own(token=own_token(cast, attendee))[0]


def party(
    cast: Cast, name: str = "云来酒店", groups: tuple[str, ...] = ("identity", "contact", "lodging"), **more: Any
) -> Any:
    terms: dict[str, Any] = {
        "party_kind": "venue",
        "name": name,
        "purpose": "办理入住",
        "until_on": date(2027, 4, 20),
        "method": "按分房表办理",
        "groups": groups,
        "safeguards": "专人保管",
        "duties": "期满删除",
    }
    return services.save_entrustment(
        actor=cast.actor("lead"), meeting=cast.meeting, values=EntrustmentValues(**(terms | more))
    )


def agreed(cast: Cast, **more: Any) -> EntrustedProcessing:
    row = party(cast, **more)
    return services.agree_entrustment(
        actor=cast.actor("lead"), meeting=cast.meeting, entrusted_id=row.pk, agreed_on=date(2027, 1, 20)
    )
