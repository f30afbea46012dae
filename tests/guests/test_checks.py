"""Each planted fault is found, and a careful ledger is clean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huiwu.agenda.models import AgendaItem, AgendaSpeaker
from huiwu.attendees.models import Participation
from huiwu.attendees.services import add_attendee
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.guests import services
from huiwu.guests.models import Guest, GuestContact
from huiwu.meetings.models import Function
from tests.cast import Cast

START = datetime(2027, 3, 18, 1, tzinfo=UTC)


def found(cast: Cast, code: str, day: datetime) -> list[str]:
    scope = Scope(cast.meeting, day, day.date())
    return [hit.root for hit in RULES[code].find(scope)] if RULES[code].applies(scope) else []


@pytest.fixture
def opening(cast: Cast) -> Function:
    return Function.objects.create(
        meeting=cast.meeting, number=1, name="开幕式", kind="opening", start_at=START, end_at=START + timedelta(hours=2)
    )


@pytest.fixture
def item(cast: Cast, opening: Function) -> AgendaItem:
    return AgendaItem.objects.create(
        meeting=cast.meeting, function=opening, kind="keynote", title="主旨演讲", starts_at=START, minutes=30
    )


def at(days_before: int) -> datetime:
    return START - timedelta(days=days_before)


def test_an_item_without_speaker_is_found_from_seven_days_before(cast: Cast, item: AgendaItem) -> None:
    assert found(cast, "OM-055", at(8)) == []
    assert found(cast, "OM-055", at(7)) == [f"item:{item.pk}"]


def test_a_speaker_without_a_written_yes_is_found(cast: Cast, item: AgendaItem, guests: list[Guest]) -> None:
    AgendaSpeaker.objects.create(item=item, attendee=guests[0].attendee)
    assert found(cast, "OM-055", at(5)) == [f"speaker:{guests[0].attendee_id}"]
    Guest.objects.filter(pk=guests[0].pk).update(rsvp_status="confirmed")
    assert found(cast, "OM-055", at(5)) == []


def test_a_change_nobody_followed_up_is_found(cast: Cast, guests: list[Guest]) -> None:
    lead = cast.actor("lead")
    for after, seen in (("confirmed", "to_invite"), ("cancelled", "confirmed")):
        services.move_guest(actor=lead, guest_id=guests[0].pk, after=after, seen_status=seen, reason="出差")
    assert set(found(cast, "OM-058", at(20))) == {str(guests[0].pk)}


def test_silence_after_the_deadline_is_found_until_somebody_asks(cast: Cast, guests: list[Guest]) -> None:
    Guest.objects.filter(pk=guests[0].pk).update(rsvp_status="sent")
    late = datetime(2027, 3, 2, 4, tzinfo=UTC)
    assert found(cast, "OM-059", datetime(2027, 3, 1, 4, tzinfo=UTC)) == []
    assert found(cast, "OM-059", late) == [str(guests[0].pk)]
    GuestContact.objects.create(guest=guests[0], contacted_by=cast.lead, said="周三答复", contacted_at=late)
    assert found(cast, "OM-059", late) == []


def test_two_people_who_both_ring_a_guest_are_found(cast: Cast, guests: list[Guest]) -> None:
    day = at(20)
    assert found(cast, "OM-060", day) == []
    GuestContact.objects.create(guest=guests[0], contacted_by=cast.account, said="x", contacted_at=day)
    assert found(cast, "OM-060", day) == [str(guests[0].pk)]


def test_one_person_twice_with_two_handlers_is_found(cast: Cast, guests: list[Guest]) -> None:
    twin = add_attendee(actor=SYSTEM, meeting=cast.meeting, values={"display_name": "王明", "mobile": "13800000001"})
    services.add_guests(
        actor=cast.actor("lead"), meeting=cast.meeting, attendee_ids=[twin.pk], handler_id=cast.account.pk
    )
    assert len(found(cast, "OM-060", at(20))) == 1


def test_companions_without_a_place_are_found(cast: Cast, guests: list[Guest], opening: Function) -> None:
    guest = guests[0]
    Guest.objects.filter(pk=guest.pk).update(rsvp_status="confirmed", companion_count=1)
    assert found(cast, "OM-062", at(14)) == [str(guest.pk)]
    person = add_attendee(
        actor=SYSTEM,
        meeting=cast.meeting,
        values={"display_name": "周秘书", "accompanies_id": guest.attendee_id, "presence": "confirmed"},
    )
    assert found(cast, "OM-062", at(14)) == [str(guest.pk)]
    Participation.objects.create(attendee=person, function=opening)
    assert found(cast, "OM-062", at(14)) == []


def test_a_place_held_by_who_does_not_come_is_found(
    cast: Cast, guests: list[Guest], item: AgendaItem, opening: Function
) -> None:
    plant: list[Callable[[], Any]] = [
        lambda: AgendaSpeaker.objects.create(item=item, attendee=guests[0].attendee),
        lambda: Participation.objects.create(attendee=guests[1].attendee, function=opening),
    ]
    for make in plant:
        make()
    assert found(cast, "OM-063", at(30)) == []
    Guest.objects.exclude(pk=guests[2].pk).update(rsvp_status="proxied")
    assert set(found(cast, "OM-063", at(30))) == {str(guests[0].pk), str(guests[1].pk)}
