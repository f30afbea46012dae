"""Two meetings want one room at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from huiwu.foundation.actors import SYSTEM
from huiwu.kernel import clock
from huiwu.venues import services
from huiwu.venues.errors import RoomTaken
from huiwu.venues.models import Booking
from huiwu.venues.queries import overlapping
from tests.cast import assemble
from tests.venues.conftest import TODAY, add_hall, add_house, another_meeting, at, book

SPAN = {"from_at": at(9), "to_at": at(12), "state": "confirmed"}


def at_once(meetings, room):
    gate, answers = threading.Barrier(2), []

    def run(meeting):
        try:
            gate.wait()
            with clock.at(TODAY):
                services.book_room(actor=SYSTEM, meeting=meeting, room_id=room.pk, **SPAN)
            answers.append("booked")
        except RoomTaken:
            answers.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(meeting,)) for meeting in meetings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_of_two_meetings_that_book_a_room_at_once_one_has_it():
    cast = assemble()
    room = add_hall(cast, add_house(cast))
    assert at_once([cast.meeting, another_meeting(cast)], room) == ["booked", "told"]
    assert Booking.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_whole_and_its_part_booked_at_once_one_is_had():
    cast = assemble()
    whole = add_hall(cast, add_house(cast))
    part = add_hall(cast, whole.venue, "A", part_of=whole)
    gate, answers = threading.Barrier(2), []

    def run(meeting, room):
        try:
            gate.wait()
            with clock.at(TODAY):
                services.book_room(actor=SYSTEM, meeting=meeting, room_id=room.pk, **SPAN)
            answers.append("booked")
        except RoomTaken:
            answers.append("told")
        finally:
            connection.close()

    rows = ((cast.meeting, whole), (another_meeting(cast), part))
    threads = [threading.Thread(target=run, args=row) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["booked", "told"]


def test_without_the_turn_both_would_have_found_the_room_free(cast, room):
    """What two bookers do who look before either has written: both see nobody, both write, and no constraint stops them."""
    other = another_meeting(cast)
    seen = [overlapping(room, SPAN["from_at"], SPAN["to_at"]).count() for _booker in range(2)]
    for meeting in (cast.meeting, other):
        Booking.objects.create(meeting=meeting, room=room, asked_at=TODAY, **SPAN)
    assert (seen, overlapping(room, SPAN["from_at"], SPAN["to_at"]).count()) == ([0, 0], 2)


def test_of_two_who_confirm_and_release_the_slower_is_told(cast, room):
    row = book(cast, room, state="option")
    stale = Booking.objects.get(pk=row.pk)
    services.confirm_booking(actor=SYSTEM, meeting=cast.meeting, booking_id=row.pk)
    kept = Booking.objects.filter(pk=stale.pk, state=stale.state, revision=stale.revision).update(state="released")
    assert (kept, Booking.objects.get().state) == (0, "confirmed")
