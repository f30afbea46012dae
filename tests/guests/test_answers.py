"""A guest is listed, invited, answers, changes trains twice, sends somebody else, comes after all."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from huiwu.attendees.models import Attendee
from huiwu.attendees.services.sensitive import reveal_sensitive
from huiwu.documents.models import ImpactItem
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.models import FactRecord
from huiwu.guests import queries, services
from huiwu.guests.errors import (
    AnswerFirst,
    AnswerMoved,
    ConsentNeeded,
    NoSuchGuest,
    NotInvitedYet,
    ReplyClosed,
)
from huiwu.guests.models import Guest
from huiwu.guests.rules.replies import Itinerary, Leg, Stay, itinerary_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from huiwu.privacy.errors import NoticeNotPublished
from tests.cast import Cast
from tests.guests.conftest import invited, own_actor

G7 = Leg("train", "g 7083", "2027-03-17T14:30", "上海虹桥站")
G9 = Leg("train", "Ｇ 99", "2027-03-17T18:05", "上海虹桥站")
BACK = Leg("train", "G7084", "2027-03-19T18:00", "上海虹桥站")


def trip(arrival: Leg = G7, departure: Leg = BACK, **more: bool) -> Itinerary:
    return Itinerary(arrival, departure, **{"needs_pickup": True, "needs_dropoff": True, **more})


def coming(guest: Guest) -> Actor:
    """The guest has said yes through the link; the actor is the guest."""
    actor = own_actor(invited(guest))
    services.answer_invitation(actor=actor, guest_id=guest.pk, answer="yes")
    guest.refresh_from_db()
    return actor


def test_people_become_guests_once_and_get_the_role(cast: Cast, people: list[Attendee], guests: list[Guest]) -> None:
    again = services.add_guests(actor=cast.actor("lead"), meeting=cast.meeting, attendee_ids=[p.pk for p in people])
    assert again == []
    people[0].refresh_from_db()
    assert people[0].roles == ["guest", "speaker"]
    assert [row.rsvp_status for row in guests] == ["to_invite"] * 3


def test_a_deadline_after_the_start_is_refused(cast: Cast, people: list[Attendee]) -> None:
    with pytest.raises(InvalidInput):
        services.add_guests(
            actor=cast.actor("lead"),
            meeting=cast.meeting,
            attendee_ids=[people[0].pk],
            rsvp_deadline_on=cast.meeting.start_on,
        )
    assert not Guest.objects.exists()


def test_a_stranger_sees_no_guest(cast: Cast, guests: list[Guest]) -> None:
    with pytest.raises(NoSuchGuest):
        services.note_contact(actor=cast.actor("stranger"), guest_id=guests[0].pk, said="x")


def test_the_client_planner_may_look_and_not_write(cast: Cast, guests: list[Guest]) -> None:
    with pytest.raises(NotAllowed):
        services.note_contact(actor=cast.actor("planner"), guest_id=guests[0].pk, said="x")


def test_a_yes_by_the_link_is_written_and_confirms_the_person(guests: list[Guest]) -> None:
    coming(guests[0])
    assert guests[0].rsvp_status == "confirmed"
    assert guests[0].had_agreed
    guests[0].attendee.refresh_from_db()
    assert guests[0].attendee.presence == "confirmed"
    moves = list(guests[0].moves.order_by("moved_at", "created_at").values_list("before", "after", "source", "address"))
    assert moves == [("sent", "read", "guest", "203.0.113.9"), ("read", "confirmed", "guest", "203.0.113.9")]


def test_the_same_yes_twice_is_one(guests: list[Guest]) -> None:
    actor = coming(guests[0])
    services.answer_invitation(actor=actor, guest_id=guests[0].pk, answer="yes")
    assert guests[0].replies.count() == 1


def test_who_is_not_invited_yet_does_not_answer(guests: list[Guest]) -> None:
    with pytest.raises(NotInvitedYet):
        services.answer_invitation(actor=own_actor(guests[0]), guest_id=guests[0].pk, answer="yes")


def test_another_guest_may_not_answer_for_me(guests: list[Guest]) -> None:
    with pytest.raises(NoSuchGuest):
        services.answer_invitation(actor=own_actor(guests[1]), guest_id=invited(guests[0]).pk, answer="yes")


def test_travel_is_asked_of_those_who_come(guests: list[Guest], notice: None) -> None:
    actor = own_actor(invited(guests[0]))
    with pytest.raises(AnswerFirst):
        services.tell_travel(actor=actor, guest_id=guests[0].pk, itinerary=trip(), consents=True)


def test_travel_needs_its_own_consent_and_a_notice(cast: Cast, guests: list[Guest]) -> None:
    actor = coming(guests[0])
    with pytest.raises(ConsentNeeded):
        services.tell_travel(actor=actor, guest_id=guests[0].pk, itinerary=trip())
    with pytest.raises(NoticeNotPublished):
        services.tell_travel(actor=actor, guest_id=guests[0].pk, itinerary=trip(), consents=True)
    assert not guests[0].attendee.sensitive_values.exists()


def test_a_guest_changes_trains_twice(cast: Cast, guests: list[Guest], notice: None) -> None:
    guest = guests[0]
    actor = coming(guest)
    services.tell_travel(actor=actor, guest_id=guest.pk, itinerary=trip(), consents=True)
    guest.refresh_from_db()
    assert (guest.rsvp_status, guest.needs_pickup) == ("confirmed", True)
    for leg in (G9, Leg("flight", "mu5101", "2027-03-17T20:00", "虹桥 T2")):
        services.tell_travel(actor=actor, guest_id=guest.pk, itinerary=trip(arrival=leg))
    guest.refresh_from_db()
    assert guest.rsvp_status == "changed"
    kept = itinerary_of(reveal_sensitive(actor=actor, attendee_id=guest.attendee_id, field="itinerary"))
    assert (kept.arrival.number, kept.departure.number) == ("MU5101", "G7084")
    listed = ImpactItem.objects.filter(cause_key__startswith=f"guest:{guest.pk}:")
    by_cause = [sorted(i.impacted_id.split(":")[1] for i in listed if i.cause_key == key) for key in
                dict.fromkeys(listed.order_by("listed_at").values_list("cause_key", flat=True))]  # fmt: skip
    assert by_cause[-2:] == [["meal", "room", "transfer"], ["meal", "room", "transfer"]]
    assert "G7083" not in "".join(listed.values_list("cause", flat=True))
    lines = queries.reply_lines(cast.actor("lead"), guest)
    said = {(part.part, part.before, part.after) for line in lines for part in line.parts if part.part == "arrival"}
    assert len(said) == 3
    services.accept_changes(actor=cast.actor("lead"), guest_id=guest.pk)
    guest.refresh_from_db()
    assert guest.rsvp_status == "confirmed"


def test_telling_the_same_travel_again_changes_nothing(guests: list[Guest], notice: None) -> None:
    actor = coming(guests[0])
    for _time in range(2):
        services.tell_travel(actor=actor, guest_id=guests[0].pk, itinerary=trip(), consents=True)
    guests[0].refresh_from_db()
    assert (guests[0].rsvp_status, guests[0].reply_count) == ("confirmed", 2)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (trip(arrival=Leg("train", "", "2027-03-17T14:30")), "arrival_number"),
        (trip(departure=Leg("train", "G1", "2027-03-17T10:00")), "departure_at"),
        (trip(arrival=Leg("car", "", "2027-03-25T10:00"), departure=Leg()), "arrival_at"),
        (Itinerary(Leg("car"), Leg(), needs_pickup=True), "arrival_at"),
    ],
)
def test_travel_that_cannot_be_is_refused(guests: list[Guest], notice: None, told: Itinerary, field: str) -> None:
    actor = coming(guests[0])
    with pytest.raises(InvalidInput) as refused:
        services.tell_travel(actor=actor, guest_id=guests[0].pk, itinerary=told, consents=True)
    assert field in refused.value.fields


def test_a_substitute_stands_in_until_the_guest_comes_after_all(guests: list[Guest]) -> None:
    actor = own_actor(invited(guests[1]))
    with pytest.raises(InvalidInput):
        services.answer_invitation(actor=actor, guest_id=guests[1].pk, answer="proxy", proxy=services.Proxy(" "))
    services.answer_invitation(
        actor=actor, guest_id=guests[1].pk, answer="proxy", proxy=services.Proxy("赵新", title="副院长")
    )
    guests[1].refresh_from_db()
    (stand_in,) = queries.substitutes_of(guests[1])
    assert (guests[1].rsvp_status, stand_in.display_name, stand_in.org_name, stand_in.presence) == (
        "proxied",
        "赵新",
        "滨江大学",
        "confirmed",
    )
    services.answer_invitation(actor=actor, guest_id=guests[1].pk, answer="yes")
    assert queries.substitutes_of(guests[1]) == []


def test_companions_become_people_who_accompany_the_guest(guests: list[Guest]) -> None:
    actor = coming(guests[2])
    two = [
        services.Companion("周秘书", "秘书", "13900000011"),
        services.Companion("吴师傅", "司机"),
        services.Companion(""),
    ]
    services.name_companions(actor=actor, guest_id=guests[2].pk, companions=two)
    guests[2].refresh_from_db()
    people = {row.display_name: row for row in Attendee.objects.filter(accompanies=guests[2].attendee)}
    assert (guests[2].companion_count, guests[2].rsvp_status) == (2, "confirmed")
    assert {name: row.roles for name, row in people.items()} == {"周秘书": ["entourage"], "吴师傅": ["entourage"]}
    kept = [services.Companion("周秘书", "秘书", "13900000011", people["周秘书"].pk)]
    services.name_companions(actor=actor, guest_id=guests[2].pk, companions=kept)
    guests[2].refresh_from_db()
    people["吴师傅"].refresh_from_db()
    assert (guests[2].companion_count, guests[2].rsvp_status) == (1, "changed")
    assert people["吴师傅"].presence == "cancelled"


def test_diet_and_stay_lie_under_lock(guests: list[Guest], notice: None) -> None:
    actor = coming(guests[0])
    services.tell_diet(actor=actor, guest_id=guests[0].pk, diet="halal", consents=True)
    services.tell_stay(
        actor=actor,
        guest_id=guests[0].pk,
        stay=Stay(True, "single", "", "2027-03-17", "2027-03-19"),
        consents=True,
    )
    sealed = list(guests[0].attendee.sensitive_values.values_list("field", "sealed"))
    assert sorted(field for field, _text in sealed) == ["dietary_requirement", "lodging_wish"]
    assert not any("清真" in text or "single" in text for _field, text in sealed)
    guests[0].refresh_from_db()
    assert guests[0].needs_room is True
    for fact in FactRecord.objects.filter(meeting_id=guests[0].meeting_id):
        assert "清真" not in json.dumps(fact.payload, ensure_ascii=False)


def test_staff_write_down_what_they_heard(cast: Cast, guests: list[Guest], notice: None) -> None:
    lead = cast.actor("lead")
    invited(guests[0])
    services.answer_invitation(actor=lead, guest_id=guests[0].pk, answer="yes")
    services.tell_talk(actor=lead, guest_id=guests[0].pk, title="大模型的 工程实践")
    guests[0].refresh_from_db()
    assert (guests[0].rsvp_status, guests[0].talk_title) == ("confirmed", "大模型的 工程实践")
    assert [move.source for move in guests[0].moves.all()] == ["staff", "staff"]


def test_a_withdrawal_is_heard_of_everywhere(cast: Cast, guests: list[Guest], notice: None) -> None:
    coming(guests[0])
    with pytest.raises(InvalidInput):
        services.move_guest(actor=cast.actor("lead"), guest_id=guests[0].pk, after="cancelled", seen_status="confirmed")
    services.move_guest(
        actor=cast.actor("lead"), guest_id=guests[0].pk, after="cancelled", seen_status="confirmed", reason="出差"
    )
    newest = ImpactItem.objects.order_by("-listed_at").first()
    assert newest is not None
    areas = ImpactItem.objects.filter(cause_key=newest.cause_key, impacted_kind="guest.area")
    assert sorted(row.impacted_id.split(":")[1] for row in areas) == [
        "badge", "card", "handbook", "meal", "script", "seat",
    ]  # fmt: skip
    guests[0].attendee.refresh_from_db()
    assert guests[0].attendee.presence == "cancelled"


def test_somebody_was_faster(cast: Cast, guests: list[Guest]) -> None:
    invited(guests[0])
    lead = cast.actor("lead")
    services.move_guest(actor=lead, guest_id=guests[0].pk, after="verbal", seen_status="sent")
    with pytest.raises(AnswerMoved):
        services.move_guest(actor=lead, guest_id=guests[0].pk, after="cancelled", seen_status="sent", reason="x")


def test_nobody_answers_after_the_meeting(guests: list[Guest]) -> None:
    actor = own_actor(invited(guests[0]))
    with clock.at(datetime(2027, 3, 21, tzinfo=UTC)), pytest.raises(ReplyClosed):
        services.answer_invitation(actor=actor, guest_id=guests[0].pk, answer="yes")


def test_a_stale_form_is_noticed(cast: Cast, guests: list[Guest]) -> None:
    lead = cast.actor("lead")
    services.change_guest(actor=lead, guest_id=guests[0].pk, revision=1, values={"note": "素食"})
    with pytest.raises(StaleEdit):
        services.change_guest(actor=lead, guest_id=guests[0].pk, revision=1, values={"note": "x"})


def test_handlers_and_deadlines_are_set_for_many(cast: Cast, guests: list[Guest]) -> None:
    lead, ids = cast.actor("lead"), [row.pk for row in guests]
    changed = services.hand_over(actor=lead, meeting=cast.meeting, guest_ids=ids, handler_id=cast.account.pk)
    again = services.hand_over(actor=lead, meeting=cast.meeting, guest_ids=ids, handler_id=cast.account.pk)
    day = services.set_deadline(actor=lead, meeting=cast.meeting, guest_ids=ids, rsvp_deadline_on=date(2027, 2, 20))
    assert (changed, again, day) == (3, 0, 3)
    with pytest.raises(InvalidInput):
        services.hand_over(actor=lead, meeting=cast.meeting, guest_ids=ids, handler_id=cast.stranger.pk)


def test_no_fact_names_a_person(cast: Cast, guests: list[Guest], notice: None) -> None:
    actor = coming(guests[0])
    services.tell_travel(actor=actor, guest_id=guests[0].pk, itinerary=trip(), consents=True)
    said = json.dumps(list(FactRecord.objects.values_list("payload", flat=True)), ensure_ascii=False)
    assert not any(word in said for word in ("王明", "G7083", "wang@"))


def test_an_ended_actor_is_not_needed_for_the_gate(guests: list[Guest]) -> None:
    coming(guests[0])
    with clock.at(datetime(2027, 3, 18, 2, tzinfo=UTC)):
        assert services.note_attendance(actor=SYSTEM, guest=guests[0], attended=True) is not None
        assert services.note_attendance(actor=SYSTEM, guest=guests[0], attended=True) is None
    guests[0].refresh_from_db()
    assert guests[0].rsvp_status == "attended"
