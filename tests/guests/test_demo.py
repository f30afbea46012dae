"""The demo's guests are followed to the end, and a careful team leaves nothing for the checks to find."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from huiwu.attendees.services import add_many, put_many_in_functions
from huiwu.documents.queries import open_impacts
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.foundation.registry.demo import DemoContext, moment
from huiwu.guests.demo import guests
from huiwu.guests.evidence import settled_ledger, signed_invitation
from huiwu.guests.models import Guest, GuestMove, Letter
from huiwu.kernel import clock
from huiwu.meetings.models import Function
from tests.cast import Cast
from tests.guests.conftest import publish_notice

CODES = ("OM-055", "OM-058", "OM-059", "OM-060", "OM-062", "OM-063")


def demo_of(cast: Cast, today: date) -> DemoContext:
    rows = [
        {"display_name": f"嘉宾{n}", "org_name": "明湖产业研究院", "email": f"g{n}@example.test" if n % 3 else "",
         "roles": ["guest"]}
        for n in range(31)
    ]  # fmt: skip
    with clock.at(moment(cast.meeting.start_on - timedelta(days=45))):
        publish_notice(cast)
        people = add_many(actor=SYSTEM, meeting=cast.meeting, rows=rows)  # type: ignore[arg-type]
        begins = moment(cast.meeting.start_on, 9)
        opening = Function.objects.create(
            meeting=cast.meeting,
            number=1,
            name="开幕式",
            kind="opening",
            start_at=begins,
            end_at=begins + timedelta(hours=2),
        )
        ids = [person.pk for person in people]
        put_many_in_functions(actor=SYSTEM, meeting=cast.meeting, attendee_ids=ids, function_ids=[opening.pk])
    cast_by_role = {"project_manager": cast.lead, "guest_team": cast.account}
    return DemoContext(cast.org, cast.meeting, "onsite", 600, today, Random(7), cast_by_role)


def findings(cast: Cast, today: date) -> list[str]:
    scope = Scope(cast.meeting, moment(today, 10), today)
    return [f"{code} {hit.detail}" for code in CODES if RULES[code].applies(scope) for hit in RULES[code].find(scope)]


@pytest.mark.parametrize("before", [38, 36, 25, 14, 1])
def test_a_careful_team_leaves_nothing_to_find(cast: Cast, before: int) -> None:
    today = cast.meeting.start_on - timedelta(days=before)
    with clock.at(moment(cast.meeting.start_on - timedelta(days=50))):
        guests(demo_of(cast, today))
    assert findings(cast, today) == []
    assert list(open_impacts(cast.meeting)) == []
    assert Guest.objects.count() == 31
    assert Letter.objects.count() == (31 if before <= 36 else 0)


def test_at_the_end_everybody_is_settled_and_one_changed_trains_twice(cast: Cast) -> None:
    with clock.at(moment(cast.meeting.start_on - timedelta(days=50))):
        guests(demo_of(cast, cast.meeting.start_on - timedelta(days=1)))
    assert set(Guest.objects.values_list("rsvp_status", flat=True)) == {"confirmed", "cancelled", "proxied"}
    assert GuestMove.objects.filter(after="changed").count() == 2
    assert (signed_invitation(cast.meeting).by_client, settled_ledger(cast.meeting).present) == (True, True)
