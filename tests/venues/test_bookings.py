"""Options stand in line, holds and confirmed bookings have the room for themselves, options lapse."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import FactRecord
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from huiwu.meetings.errors import MeetingNotLive
from huiwu.meetings.models import Meeting
from huiwu.venues import services
from huiwu.venues.errors import BookingEnded, OptionLapsed, RoomRetired, RoomTaken
from huiwu.venues.models import Booking
from huiwu.venues.queries import bookings_of, clashes, places_in_line, rooms_by_function
from tests.venues.conftest import TODAY, add_hall, add_house, add_space, another_meeting, at, book, hold_function

SOON = date(2027, 2, 20)


def act(verb, cast, row, meeting=None, **more):
    return getattr(services, verb)(actor=SYSTEM, meeting=meeting or cast.meeting, booking_id=row.pk, **more)


def test_a_room_goes_from_option_over_hold_to_confirmed(cast, room):
    row = book(cast, room, state="option", option_until=SOON)
    assert act("hold_booking", cast, row).state == "held"
    assert act("hold_booking", cast, row).state == "held"
    assert act("confirm_booking", cast, row).state == "confirmed"
    assert act("confirm_booking", cast, row).revision == 3
    kinds = FactRecord.objects.filter(kind__startswith="booking").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["booking_made", "booking_held", "booking_confirmed"]


def test_options_stand_in_line_behind_each_other_and_behind_a_hold(cast, room):
    other = another_meeting(cast)
    first = book(cast, room, state="option")
    with clock.at(TODAY + timedelta(minutes=5)):
        second = book(cast, room, meeting=other, state="option")
        third = book(cast, room, meeting=other, state="held", option_until=SOON)
    assert places_in_line([first, second, third]) == {third.pk: 1, first.pk: 2, second.pk: 3}


def test_who_is_next_moves_up_when_the_first_is_released(cast, room):
    first = book(cast, room, state="held", option_until=SOON)
    with clock.at(TODAY + timedelta(minutes=5)):
        second = book(cast, room, meeting=another_meeting(cast), state="option")
    assert places_in_line([second]) == {second.pk: 2}
    act("release_booking", cast, first, reason="换场地")
    assert places_in_line([second]) == {second.pk: 1}


@pytest.mark.parametrize(
    ("present", "wanted", "is_refused"),
    [
        ("option", "option", False),
        ("option", "confirmed", False),
        ("held", "option", False),
        ("held", "held", True),
        ("held", "confirmed", True),
        ("confirmed", "option", True),
        ("confirmed", "confirmed", True),
    ],
)
def test_who_may_have_a_room_beside_another(cast, room, present, wanted, is_refused):
    book(cast, room, meeting=another_meeting(cast), state=present, option_until=SOON)
    if not is_refused:
        assert book(cast, room, state=wanted, option_until=SOON).state == wanted
        return
    with pytest.raises(RoomTaken):
        book(cast, room, state=wanted, option_until=SOON)
    assert bookings_of(cast.meeting).count() == 0


def test_the_name_of_a_meeting_that_one_may_not_see_is_not_told(cast, room):
    book(cast, room, meeting=another_meeting(cast))
    span = {"from_at": at(9), "to_at": at(10), "state": "confirmed"}
    told = {}
    for who in ("lead", "owner"):
        with pytest.raises(RoomTaken) as refused:
            services.book_room(actor=cast.actor(who), meeting=cast.meeting, room_id=room.pk, **span)
        told[who] = refused.value.params["who"]
    assert told == {"lead": "其他会议", "owner": "“另一场会议”"}


def test_load_in_and_strike_take_up_the_room_too(cast, room):
    book(cast, room, from_at=at(9), to_at=at(12), load_in_at=at(6), strike_by_at=at(14))
    other = another_meeting(cast)
    for start, end in ((at(5), at(7)), (at(13), at(15))):
        with pytest.raises(RoomTaken):
            book(cast, room, meeting=other, from_at=start, to_at=end)
    assert book(cast, room, meeting=other, from_at=at(14), to_at=at(15)).state == "confirmed"


def test_a_part_cannot_be_had_beside_the_whole_but_beside_another_part(cast, venue, room):
    a, b = (add_hall(cast, venue, name, part_of=room) for name in ("A", "B"))
    book(cast, a)
    assert book(cast, b).state == "confirmed"
    with pytest.raises(RoomTaken):
        book(cast, room, meeting=another_meeting(cast))


@pytest.mark.parametrize(
    "values",
    [
        {"to_at": at(8)},
        {"load_in_at": at(9)},
        {"strike_by_at": at(20, 19)},
        {"to_at": at(8) + timedelta(days=61)},
        {"state": "held"},
        {"state": "option", "option_until": date(2027, 2, 9)},
        {"state": "released"},
        {"reference": "单" * 81},
    ],
)
def test_times_and_dates_that_make_no_sense_are_refused(cast, room, values):
    with pytest.raises(InvalidInput):
        book(cast, room, **values)
    assert Booking.objects.count() == 0


def test_a_space_of_another_meeting_is_refused(cast, room):
    space = add_space(another_meeting(cast), "大会堂")[0]
    with pytest.raises(InvalidInput):
        book(cast, room, space)


def test_a_retired_room_and_one_of_another_house_cannot_be_booked(cast, room):
    services.retire_room(actor=cast.actor("owner"), room_id=room.pk)
    with pytest.raises(RoomRetired):
        book(cast, room)
    stranger = services.add_venue(actor=SYSTEM, org_id=cast.other_org.pk, name="他山酒店")
    foreign = services.add_room(actor=SYSTEM, venue_id=stranger.pk, name="厅")
    with pytest.raises(NotFound):
        book(cast, foreign)


def test_only_the_team_books(cast, room):
    span = {"from_at": at(9), "to_at": at(10)}
    with pytest.raises(NotFound):
        services.book_room(actor=cast.actor("colleague"), meeting=cast.meeting, room_id=room.pk, **span)
    with pytest.raises(NotAllowed):
        services.book_room(actor=cast.actor("compliance"), meeting=cast.meeting, room_id=room.pk, **span)
    assert (
        services.book_room(actor=cast.actor("planner"), meeting=cast.meeting, room_id=room.pk, **span).state == "option"
    )


def test_a_cancelled_meeting_books_nothing_but_may_release(cast, room):
    row = book(cast, room)
    Meeting.objects.filter(pk=cast.meeting.pk).update(status="cancelled")
    with pytest.raises(MeetingNotLive):
        book(cast, room, from_at=at(9, 20), to_at=at(10, 20))
    assert act("release_booking", cast, row).state == "released"


def test_a_booking_moves_where_the_room_is_free(cast, room):
    row = book(cast, room, from_at=at(9), to_at=at(12))
    book(cast, room, meeting=another_meeting(cast), from_at=at(14), to_at=at(16))
    change = {"actor": SYSTEM, "meeting": cast.meeting, "booking_id": row.pk}
    moved = services.change_booking(**change, revision=1, values={"to_at": at(14)})
    assert (moved.to_at, moved.revision) == (at(14), 2)
    with pytest.raises(RoomTaken):
        services.change_booking(**change, revision=2, values={"to_at": at(15)})
    with pytest.raises(StaleEdit):
        services.change_booking(**change, revision=1, values={"to_at": at(13)})


def test_what_has_ended_changes_no_more(cast, room):
    row = book(cast, room)
    act("release_booking", cast, row)
    assert act("release_booking", cast, row).state == "released"
    for verb in ("hold_booking", "confirm_booking"):
        with pytest.raises(BookingEnded):
            act(verb, cast, row)
    with pytest.raises(BookingEnded):
        act("change_booking", cast, row, revision=2, values={"note": "x"})


def test_an_option_past_its_day_is_not_confirmed_before_it_is_prolonged(cast, room):
    row = book(cast, room, state="option", option_until=SOON)
    with clock.at(datetime(2027, 2, 21, 1, tzinfo=UTC)):
        with pytest.raises(OptionLapsed):
            act("confirm_booking", cast, row)
        act("change_booking", cast, row, revision=1, values={"option_until": date(2027, 2, 28)})
        assert act("confirm_booking", cast, row).state == "confirmed"


def test_options_and_holds_lapse_after_their_last_day_and_confirmed_ones_do_not(cast, room, venue):
    second = add_hall(cast, venue, "二厅")
    book(cast, room, state="held", option_until=SOON)
    book(cast, second, state="confirmed", option_until=SOON)
    with clock.at(datetime(2027, 2, 20, 15, 59, tzinfo=UTC)):
        assert services.lapse_overdue_bookings() == 0
    with clock.at(datetime(2027, 2, 20, 16, tzinfo=UTC)):  # midnight in Shanghai
        assert (services.lapse_overdue_bookings(), services.lapse_overdue_bookings()) == (1, 0)
    assert sorted(Booking.objects.values_list("state", flat=True)) == ["confirmed", "lapsed"]
    assert FactRecord.objects.get(kind="booking_lapsed").actor_kind == "system"


def test_clashes_are_found_across_meetings(cast, room):
    mine = book(cast, room, state="option")
    with clock.at(TODAY + timedelta(minutes=1)):
        other = book(cast, room, meeting=another_meeting(cast), state="confirmed")
    found = clashes(cast.meeting)
    assert [(c.mine.pk, c.other.pk, c.is_certain) for c in found] == [(mine.pk, other.pk, False)]


def test_a_function_takes_place_in_the_room_of_the_booking_that_covers_it(cast, venue, room):
    second = add_hall(cast, venue, "二厅")
    space = add_space(cast.meeting, "主会场")[0]
    first_day = book(cast, room, space, from_at=at(8), to_at=at(20))
    second_day = book(cast, second, space, from_at=at(8, 19), to_at=at(20, 19))
    a = hold_function(cast.meeting, space)
    b = hold_function(cast.meeting, space, "闭幕", start_at=at(9, 19), end_at=at(10, 19))
    found = rooms_by_function([a, b], [first_day, second_day])
    assert {key: value.name for key, value in found.items()} == {a.pk: "大厅", b.pk: "二厅"}


def test_two_houses_do_not_exclude_each_other(cast, room):
    elsewhere = add_hall(cast, add_house(cast, "湖畔酒店"))
    book(cast, room)
    assert book(cast, elsewhere).state == "confirmed"
