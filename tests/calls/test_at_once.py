"""Many callers at once: nobody is rung twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from huiwu.calls import services
from huiwu.calls.models import Callee
from huiwu.calls.queries import free_callees
from huiwu.foundation.actors import Actor
from huiwu.kernel import clock
from huiwu.meetings.models import TeamMember
from tests.calls.conftest import asked, person
from tests.cast import assemble
from tests.cast import person as user_of

pytestmark = pytest.mark.django_db(transaction=True)
CALLERS = 4


@pytest.fixture
def crowd() -> Any:
    cast = assemble()
    users = [user_of(f"caller{n}", f"呼叫{n}", cast.org) for n in range(CALLERS)]
    for user in users:
        TeamMember.objects.create(meeting=cast.meeting, user=user, role="guest_team")
    for n in range(CALLERS):
        asked(cast, person(cast, f"人{n}", mobile=f"1380000000{n}"))
    return cast, users


def together(work: Any, users: list[Any]) -> list[Any]:
    start = Barrier(len(users))

    def one(user: Any) -> Any:
        start.wait()
        try:
            return work(user)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(users)) as pool:
        return list(pool.map(one, users))


def test_without_the_conditional_update_all_callers_would_ring_the_same_person(crowd: Any) -> None:
    """Each reads who is next before anybody has written: the race that the guard is for."""
    cast, users = crowd
    read = Barrier(len(users))

    def careless(user: Any) -> UUID:
        first = free_callees(cast.meeting, clock.now()).first()
        assert first
        read.wait()
        Callee.objects.filter(pk=first.pk).update(claimed_by=user, claimed_until=clock.now())
        return first.attendee_id

    assert len(set(together(careless, users))) == 1


def test_callers_at_the_same_moment_get_different_people(crowd: Any) -> None:
    cast, users = crowd

    def claim(user: Any) -> UUID | None:
        callee = services.claim_next(actor=Actor.of_user(user), meeting=cast.meeting)
        return callee.attendee_id if callee else None

    found = together(claim, users)
    assert (len(set(found)), None in found) == (CALLERS, False)
