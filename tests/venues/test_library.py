"""Venues: found by name, pinyin and city; what is not known reads so."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from huiwu.venues import services
from huiwu.venues.errors import RoomInUse, VenueNameTaken
from huiwu.venues.models import Venue
from huiwu.venues.queries import found_venues, venue_for
from huiwu.venues.queries.library import VenueFilter, certificate_state, unknown_count
from tests.venues.conftest import add_hall, add_house, book


def found(cast, **asked):
    return [row.name for row in found_venues(cast.actor("lead"), VenueFilter(**asked))]


def test_a_venue_is_registered_by_a_member(cast):
    row = add_house(cast, facts={"halal": True, "largest_meal": 800})
    assert (row.city, row.kind, row.facts, row.saved_by) == (
        "上海",
        "hotel",
        {"halal": True, "largest_meal": 800},
        cast.lead,
    )
    assert FactRecord.objects.get(kind="venue_added").payload["venue_id"] == str(row.pk)


@pytest.mark.parametrize("text", ["滨江", "bin jiang", "bjhy", "Binjiang", "上海", "shanghai", "大厅"])
def test_it_is_found_by_name_pinyin_initials_city_and_room(cast, room, text):
    assert found(cast, text=text) == ["滨江会议中心"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"city": "北京"}, []),
        ({"city": "上海"}, ["滨江会议中心"]),
        ({"kind": "own"}, []),
        ({"area": 384}, ["滨江会议中心"]),
        ({"area": 385}, []),
        ({"height_mm": 6000}, ["滨江会议中心"]),
        ({"height_mm": 6001}, []),
        ({"designated": True}, []),
        ({"retired": True}, []),
        ({"text": "没有"}, []),
    ],
)
def test_filters(cast, room, asked, names):
    assert found(cast, **asked) == names


def test_the_list_knows_number_and_size_of_the_rooms(cast, venue):
    add_hall(cast, venue, "甲", area_dm2=90_000)
    add_hall(cast, venue, "乙", length_mm=60_000, width_mm=60_000)
    row = found_venues(cast.actor("lead"), VenueFilter()).get()
    assert (row.room_count, row.largest_dm2, row.highest_mm) == (2, 360_000, 6000)


def test_others_see_nothing_of_it(cast, venue):
    assert list(found_venues(cast.actor("stranger"), VenueFilter())) == []
    with pytest.raises(NotFound):
        venue_for(cast.actor("stranger"), venue.pk)
    with pytest.raises(NotFound):
        venue_for(cast.actor("lead"), uuid4())
    with pytest.raises(NotAllowed):
        services.add_venue(actor=cast.actor("stranger"), org_id=cast.org.pk, name="甲")


def test_a_second_one_of_the_same_name_and_city_is_refused(cast, venue):
    with pytest.raises(VenueNameTaken):
        add_house(cast)
    other = services.add_venue(actor=cast.actor("lead"), org_id=cast.org.pk, name=venue.name, city="北京")
    assert other.name == venue.name


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"name": "长" * 161},
        {"star": 9},
        {"kind": "castle"},
        {"facts": {"no_such": 1}},
        {"facts": {"halal": "yes"}},
        {"facts": {"largest_meal": -1}},
        {"facts": {"hygiene_grade": "D"}},
        {"facts": {"coffee_area": ""}},
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_kept(cast, values):
    with pytest.raises(InvalidInput):
        services.add_venue(actor=cast.actor("lead"), org_id=cast.org.pk, **({"name": "甲"} | values))
    assert Venue.objects.count() == 0


def test_a_change_over_an_old_revision_is_told(cast, venue):
    change = {"actor": cast.actor("lead"), "venue_id": venue.pk, "revision": 1}
    assert services.change_venue(**change, values={"address": "滨江大道 1 号"}).revision == 2
    with pytest.raises(StaleEdit) as stale:
        services.change_venue(**change, values={"address": "滨江大道 2 号"})
    assert (stale.value.theirs.address, stale.value.params["who"]) == ("滨江大道 1 号", cast.lead.name)


def test_the_same_values_again_change_nothing(cast, venue):
    row = services.change_venue(actor=cast.actor("lead"), venue_id=venue.pk, revision=1, values={"city": "上海"})
    assert row.revision == 1
    assert FactRecord.objects.filter(kind="venue_changed").count() == 0


def test_a_new_name_is_found(cast, venue):
    services.change_venue(actor=cast.actor("lead"), venue_id=venue.pk, revision=1, values={"name": "湖畔酒店"})
    assert (found(cast, text="hupan"), found(cast, text="binjiang")) == (["湖畔酒店"], [])


def test_unknown_is_counted_until_it_is_filled_in(cast, venue):
    before = unknown_count(venue)
    values = {
        "facts": {"halal": False, "cctv": True},
        "star": 5,
        "distances": [{"place": "机场", "metres": 1, "minutes": 2}],
    }
    row = services.change_venue(actor=cast.actor("lead"), venue_id=venue.pk, revision=1, values=values)
    assert before - unknown_count(row) == 4


def test_contacts_and_guest_rooms_are_replaced_in_order(cast, venue):
    actor = cast.actor("lead")
    services.set_venue_contacts(actor=actor, venue_id=venue.pk, contacts=[{"name": "甲"}, {"name": "乙", "phone": "1"}])
    services.set_venue_contacts(actor=actor, venue_id=venue.pk, contacts=[{"name": "乙"}])
    services.set_lodging_offers(
        actor=actor, venue_id=venue.pk, offers=[{"room_type": "双床", "count": 80, "rate_cents": 50_000}]
    )
    assert list(venue.contacts.values_list("name", flat=True)) == ["乙"]
    assert list(venue.lodging_offers.values_list("room_type", "count", "rate_cents")) == [("双床", 80, 50_000)]
    with pytest.raises(InvalidInput):
        services.set_venue_contacts(actor=actor, venue_id=venue.pk, contacts=[{"name": "丙", "email": "x"}])
    assert list(venue.contacts.values_list("name", flat=True)) == ["乙"]


@pytest.mark.parametrize(
    ("expires", "state"),
    [(None, "valid"), (date(2027, 12, 1), "valid"), (date(2027, 4, 11), "expiring"), (date(2027, 2, 9), "expired")],
)
def test_a_certificate_warns_before_it_expires(cast, venue, expires, state):
    row = services.record_certificate(
        actor=cast.actor("lead"), venue_id=venue.pk, kind="fire_inspection", expires_on=expires
    )
    assert certificate_state(row, date(2027, 2, 10)) == state


def test_a_certificate_that_expires_before_it_was_issued_is_refused(cast, venue):
    with pytest.raises(InvalidInput):
        services.record_certificate(
            actor=cast.actor("lead"),
            venue_id=venue.pk,
            kind="food_licence",
            issued_on=date(2027, 2, 1),
            expires_on=date(2027, 1, 1),
        )


def test_a_certificate_is_taken_off_once(cast, venue):
    row = services.record_certificate(actor=cast.actor("lead"), venue_id=venue.pk, kind="other")
    services.remove_certificate(actor=cast.actor("lead"), venue_id=venue.pk, certificate_id=row.pk)
    with pytest.raises(NotFound):
        services.remove_certificate(actor=cast.actor("lead"), venue_id=venue.pk, certificate_id=row.pk)


def test_heads_retire_a_venue_and_bring_it_back(cast, venue):
    with pytest.raises(NotAllowed):
        services.retire_venue(actor=cast.actor("lead"), venue_id=venue.pk)
    services.retire_venue(actor=cast.actor("owner"), venue_id=venue.pk)
    assert services.retire_venue(actor=cast.actor("owner"), venue_id=venue.pk).is_retired
    assert (found(cast), found(cast, retired=True)) == ([], ["滨江会议中心"])
    services.reinstate_venue(actor=cast.actor("owner"), venue_id=venue.pk)
    assert found(cast) == ["滨江会议中心"]
    assert FactRecord.objects.filter(kind__in=["venue_retired", "venue_reinstated"]).count() == 2


def test_a_venue_with_live_bookings_is_not_retired(cast, venue, room):
    book(cast, room)
    with pytest.raises(RoomInUse):
        services.retire_venue(actor=cast.actor("owner"), venue_id=venue.pk)
