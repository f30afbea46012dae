from __future__ import annotations

from datetime import timedelta

import pytest

from huiwu.attendees.models import Participation
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.registration import services
from huiwu.registration.errors import OfferOver, PaymentKnown, StateMoved
from huiwu.registration.models import Quota, Registration
from tests.registration.conftest import open_form, sent, visitor


@pytest.fixture
def lead(cast):
    return cast.actor("lead")


@pytest.fixture
def full(cast, form, register, lead):
    """One place: 甲 has it, 乙 and 丙 wait."""
    services.set_quota(actor=lead, meeting=cast.meeting, kind="category", category="general", limit=1)
    return [register(name, f"1380000000{nth}") for nth, name in enumerate("甲乙丙")]


def states(*rows):
    return [Registration.objects.get(pk=row.pk).state for row in rows]


def counts():
    return Quota.objects.values_list("taken", "waiting").get()


def test_a_place_given_back_is_offered_to_who_waits_longest(cast, full, lead) -> None:
    services.cancel_registration(actor=lead, registration_id=full[0].pk)
    assert services.offer_places(actor=lead, meeting=cast.meeting) == 1
    assert (states(*full), counts()) == (["cancelled", "offered", "waitlisted"], (1, 1))
    assert services.offer_places(actor=lead, meeting=cast.meeting) == 0


def test_nobody_who_comes_now_passes_those_who_wait(cast, full, lead, register) -> None:
    services.cancel_registration(actor=lead, registration_id=full[0].pk)
    late = register("丁", "13800000009")
    services.offer_places(actor=lead, meeting=cast.meeting)
    assert states(*full, late) == ["cancelled", "offered", "waitlisted", "waitlisted"]


def test_an_offer_taken_confirms_and_one_declined_goes_to_the_next(cast, full, lead) -> None:
    services.cancel_registration(actor=lead, registration_id=full[0].pk)
    services.offer_places(actor=lead, meeting=cast.meeting)
    services.answer_offer(actor=lead, registration_id=full[1].pk, accepts=False)
    services.offer_places(actor=lead, meeting=cast.meeting)
    row = services.answer_offer(actor=lead, registration_id=full[2].pk, accepts=True)
    row.attendee.refresh_from_db()
    assert (states(*full), counts(), row.attendee.presence) == (
        ["cancelled", "cancelled", "confirmed"],
        (1, 0),
        "confirmed",
    )
    with pytest.raises(OfferOver):
        services.answer_offer(actor=lead, registration_id=full[2].pk, accepts=True)


def test_an_offer_that_nobody_answers_lapses_and_its_owner_goes_to_the_end(cast, full, lead) -> None:
    from huiwu.foundation.actors import SYSTEM

    services.cancel_registration(actor=lead, registration_id=full[0].pk)
    services.offer_places(actor=lead, meeting=cast.meeting)
    with clock.at(clock.now() + timedelta(hours=25)):
        with pytest.raises(OfferOver):
            services.answer_offer(actor=lead, registration_id=full[1].pk, accepts=True)
        assert services.lapse_offers(actor=SYSTEM) == [cast.meeting]
        assert services.lapse_offers(actor=SYSTEM) == []
        services.offer_places(actor=lead, meeting=cast.meeting)
    assert states(*full) == ["cancelled", "waitlisted", "offered"]
    quota = Quota.objects.get()
    assert (quota.taken, quota.limit) == (1, 1)


def test_a_raised_limit_lets_in_as_many_as_it_grew(cast, full, lead) -> None:
    services.set_quota(actor=lead, meeting=cast.meeting, kind="category", category="general", limit=3)
    assert services.offer_places(actor=lead, meeting=cast.meeting) == 2
    assert states(*full) == ["confirmed", "offered", "offered"]


def test_a_lowered_limit_turns_nobody_away(cast, form, register, lead) -> None:
    rows = [register(name, f"1380000000{nth}") for nth, name in enumerate("甲乙")]
    quota = services.set_quota(actor=lead, meeting=cast.meeting, kind="total", limit=1)
    assert (quota.taken, states(*rows)) == (2, ["confirmed", "confirmed"])
    assert register("丙", "13800000003").state == "waitlisted"


def test_cancelling_twice_gives_back_once(cast, full, lead) -> None:
    for _nth in range(2):
        services.cancel_registration(actor=lead, registration_id=full[0].pk)
    assert counts() == (0, 2)


def test_a_category_by_approval_waits_for_a_person(cast, form, register, lead) -> None:
    row = register("记者", "13800000001", category="media")
    assert (row.state, row.attendee.presence) == ("pending", "listed")
    services.approve_registration(actor=lead, registration_id=row.pk)
    row.attendee.refresh_from_db()
    assert (states(row), row.attendee.presence, row.attendee.roles) == (["confirmed"], "confirmed", ["media"])
    with pytest.raises(StateMoved):
        services.approve_registration(actor=lead, registration_id=row.pk)


def test_a_refusal_needs_its_reason_and_lets_the_person_try_again(cast, form, register, lead) -> None:
    row = register("记者", "13800000001", category="media")
    with pytest.raises(InvalidInput):
        services.refuse_registration(actor=lead, registration_id=row.pk, reason=" ")
    services.refuse_registration(actor=lead, registration_id=row.pk, reason="媒体名额已定")
    assert states(row) == ["refused"]
    assert register("记者", "13800000001", category="media").state == "pending"


def test_a_full_session_is_waited_for_and_given_on(cast, lead) -> None:
    from tests.registration.test_rules import FUNCTION, session

    first = session(cast.meeting, "分论坛一")
    open_form(cast, more=[FUNCTION(first, limit=1)])

    def one(name, mobile):
        given = sent(name, mobile, answers={"sessions": [str(first.pk)]})
        return services.submit_registration(actor=visitor(), meeting=cast.meeting, submission=given)

    first_in, second = one("甲", "13800000001"), one("乙", "13800000002")
    taking = Participation.objects.order_by("created_at").values_list("state", flat=True)
    assert (states(first_in, second), list(taking.all())) == (["confirmed", "confirmed"], ["confirmed", "waitlisted"])
    services.cancel_registration(actor=lead, registration_id=first_in.pk)
    assert services.offer_places(actor=lead, meeting=cast.meeting) == 1
    assert list(taking.all()) == ["cancelled", "confirmed"]


def test_two_sessions_at_once_are_refused(cast, lead) -> None:
    from tests.registration.test_rules import FUNCTION, session

    rows = [session(cast.meeting, "分论坛一"), session(cast.meeting, "分论坛二")]
    open_form(cast, more=[FUNCTION(*rows)])
    given = sent("甲", "13800000001", answers={"sessions": [str(row.pk) for row in rows]})
    with pytest.raises(InvalidInput) as wrong:
        services.submit_registration(actor=visitor(), meeting=cast.meeting, submission=given)
    assert "时间重叠" in wrong.value.fields["functions"][0]


def test_a_payment_reference_is_entered_once_and_a_cancelled_fee_goes_back(cast, form, register, lead) -> None:
    codes = services.make_entry_codes(actor=lead, meeting=cast.meeting, category="invited", labels=["甲", "乙"])
    rows = [
        register(name, f"1380000000{nth}", category="invited", entry_code=code.code)
        for nth, (name, code) in enumerate(zip("甲乙", codes, strict=True))
    ]
    fee = {"amount_cents": 80000, "method": "transfer", "paid_on": cast.meeting.start_on, "reference": "A1"}
    services.confirm_fee(actor=lead, registration_id=rows[0].pk, **fee)
    with pytest.raises(PaymentKnown):
        services.confirm_fee(actor=lead, registration_id=rows[1].pk, **fee)
    with pytest.raises(StateMoved):
        services.confirm_fee(actor=lead, registration_id=rows[0].pk, **(fee | {"reference": "A2"}))
    services.cancel_registration(actor=lead, registration_id=rows[0].pk)
    rows[0].refresh_from_db()
    assert rows[0].payment_state == "refund_due"
    services.refund_fee(actor=lead, registration_id=rows[0].pk, **(fee | {"reference": "R1"}))
    services.waive_fee(actor=lead, registration_id=rows[1].pk, reason="特邀专家")
    rows[0].refresh_from_db()
    rows[1].refresh_from_db()
    assert (rows[0].payment_state, rows[1].payment_state) == ("refunded", "waived")


def test_a_session_without_a_limit_takes_everybody(cast, lead) -> None:
    from tests.registration.test_rules import FUNCTION, session

    first = session(cast.meeting, "分论坛一")
    open_form(cast, more=[FUNCTION(first)])
    given = sent("甲", "13800000001", answers={"sessions": [str(first.pk)]})
    row = services.submit_registration(actor=visitor(), meeting=cast.meeting, submission=given)
    assert (row.state, row.holds, Participation.objects.get().state) == ("confirmed", [], "confirmed")
