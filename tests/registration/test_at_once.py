"""Many people at the last places, at the same moment."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import F

from huiwu.attendees.models import Attendee
from huiwu.kernel.errors import Refusal
from huiwu.registration import services
from huiwu.registration.models import Quota, Registration
from tests.cast import assemble
from tests.registration.conftest import open_form, sent, visitor

CLIENTS, EACH, PLACES = 8, 4, 10


def together(work: Callable[[int], str], count: int) -> Counter[str]:
    gate, told = threading.Barrier(count), []

    def run(nth: int) -> None:
        try:
            gate.wait()
            told.extend(work(nth).split())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(nth,)) for nth in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(told)


def registering(meeting: Any) -> Callable[[int], str]:
    def work(nth: int) -> str:
        said = []
        for each in range(EACH):
            one = sent(f"人{nth}-{each}", f"138{nth:04d}{each:04d}")
            try:
                said.append(services.submit_registration(actor=visitor(), meeting=meeting, submission=one).state)
            except Refusal as refusal:
                said.append(refusal.code)
        return " ".join(said)

    return work


@pytest.mark.django_db(transaction=True)
def test_a_limit_is_reached_exactly_and_the_rest_are_told() -> None:
    cast = assemble()
    open_form(cast)
    services.set_quota(actor=cast.actor("lead"), meeting=cast.meeting, kind="total", limit=PLACES, has_waitlist=False)
    said = together(registering(cast.meeting), CLIENTS)
    assert said == {"confirmed": PLACES, "quota_full": CLIENTS * EACH - PLACES}
    assert (Quota.objects.get().taken, Registration.objects.count(), Attendee.objects.count()) == (PLACES,) * 3


@pytest.mark.django_db(transaction=True)
def test_with_a_waiting_list_nobody_is_lost() -> None:
    cast = assemble()
    open_form(cast)
    services.set_quota(actor=cast.actor("lead"), meeting=cast.meeting, kind="total", limit=PLACES)
    said = together(registering(cast.meeting), CLIENTS)
    assert said == {"confirmed": PLACES, "waitlisted": CLIENTS * EACH - PLACES}
    quota = Quota.objects.get()
    assert (quota.taken, quota.waiting) == (PLACES, CLIENTS * EACH - PLACES)


@pytest.mark.django_db(transaction=True)
def test_reading_and_then_writing_without_a_condition_would_give_the_last_place_to_all() -> None:
    """The race that the conditional update closes: everybody reads that one place is left, and everybody takes it."""
    cast = assemble()
    quota = Quota.objects.create(meeting=cast.meeting, kind="total", key="total", label="全场", limit=1)
    read = threading.Barrier(4)

    def careless(_nth: int) -> str:
        seen = Quota.objects.get(pk=quota.pk)
        read.wait()
        if seen.limit is None or seen.taken < seen.limit:
            Quota.objects.filter(pk=quota.pk).update(taken=F("taken") + 1)
            return "in"
        return "full"

    def careful(_nth: int) -> str:
        read.wait()
        with transaction.atomic():
            good = Quota.objects.filter(pk=quota.pk, taken__lt=F("limit"))
            return "in" if good.update(taken=F("taken") + 1) else "full"

    assert together(careless, 4) == {"in": 4}
    Quota.objects.filter(pk=quota.pk).update(taken=0)
    assert together(careful, 4) == {"in": 1, "full": 3}


@pytest.mark.django_db(transaction=True)
def test_one_person_sent_from_two_devices_at_once_is_registered_once() -> None:
    cast = assemble()
    open_form(cast)

    def work(_nth: int) -> str:
        try:
            one = sent("王小明", "13800000001", submission_key=uuid4())
            return services.submit_registration(actor=visitor(), meeting=cast.meeting, submission=one).state
        except Refusal as refusal:
            return refusal.code

    assert together(work, 4) == {"confirmed": 1, "already_registered": 3}
    assert Attendee.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_offer_places_at_once_offer_each_place_once() -> None:
    cast = assemble()
    open_form(cast)
    lead, meeting = cast.actor("lead"), cast.meeting
    services.set_quota(actor=lead, meeting=meeting, kind="total", limit=0)
    for nth in range(4):
        services.submit_registration(actor=visitor(), meeting=meeting, submission=sent(f"人{nth}", f"1380000000{nth}"))
    services.set_quota(actor=lead, meeting=meeting, kind="total", limit=2)
    given = together(lambda _nth: str(services.offer_places(actor=cast.actor("lead"), meeting=meeting)), 3)
    assert sum(int(number) * count for number, count in given.items()) == 2
    assert Counter(Registration.objects.values_list("state", flat=True)) == {"offered": 2, "waitlisted": 2}
