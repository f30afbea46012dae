"""A fee from the agreed amount to the paid one: amounts, standards, four eyes, two at once."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from huiwu.accounts.choices import Role
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit
from huiwu.meetings.models import TeamMember
from huiwu.speaker_fees import services
from huiwu.speaker_fees.errors import CashForbidden, FeeAboveStandard, FeeMoved, OwnFee, ReasonNeeded
from huiwu.speaker_fees.models import SpeakerFee
from huiwu.speaker_fees.queries import fees_of, repeated_fees, sums_of
from huiwu.speaker_fees.services.entering import is_resident_number
from tests.cast import assemble
from tests.speaker_fees.conftest import approved, entered, paid, public, submitted, values

LESSONS = (
    {"on": "2027-03-18", "starts": "09:00", "half_hours": 4},
    {"on": "2027-03-18", "starts": "09:00", "half_hours": 4},
    {"on": "2027-03-18", "starts": "10:30", "half_hours": 8},
)


def test_the_three_amounts_follow_from_the_agreed_one_and_its_basis(team):
    net, gross = entered(team), entered(team, basis="gross", agreed_cents=476_190)
    assert [(f.gross_cents, f.tax_cents, f.net_cents) for f in (net, gross)] == [(476_190, 76_190, 400_000)] * 2
    assert [f.agreed_cents for f in (net, gross)] == [400_000, 476_190]
    assert [f.label for f in (net, gross)] == ["LW-001", "LW-002"]


def test_the_database_refuses_amounts_that_do_not_add_up_and_a_basis_that_is_none(team):
    fee = entered(team)
    for wrong in ({"tax_cents": 76_191}, {"basis": ""}, {"state": "paid"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SpeakerFee.objects.filter(pk=fee.pk).update(**wrong)


@given(amounts=st.lists(st.tuples(st.sampled_from(["net", "gross"]), st.integers(1, 10**8)), min_size=1, max_size=8))
def test_the_foot_of_the_sheet_is_the_sum_of_its_rows(amounts):
    rows = []
    for basis, cents in amounts:
        tax = cents // 7 if basis == "gross" else cents // 5
        gross = cents if basis == "gross" else cents + tax
        rows.append(SpeakerFee(gross_cents=gross, tax_cents=tax, net_cents=gross - tax, state="approved"))
    rows.append(SpeakerFee(gross_cents=5, tax_cents=1, net_cents=4, state="cancelled"))
    sums = sums_of(rows)
    assert sums.gross_cents - sums.tax_cents == sums.net_cents
    assert (sums.count, sums.gross_cents) == (len(amounts), sum(row.gross_cents for row in rows[:-1]))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"basis": ""}, "basis"),
        ({"name": " "}, "name"),
        ({"agreed_cents": 0}, "agreed_cents"),
        ({"half_units": 0}, "half_units"),
        ({"grade": "king"}, "grade"),
        ({"id_number": "123", "id_kind": "resident"}, "id_number"),
        ({"id_number": "E1234567"}, "id_kind"),
        ({"account": "12"}, "account"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_field(team, wrong, field):
    with pytest.raises(InvalidInput) as refused:
        entered(team, **wrong)
    assert field in refused.value.fields
    assert not SpeakerFee.objects.exists()


def test_a_resident_number_needs_its_check_digit():
    good, bad = ["11010519491231002X", "440524188001010014"], ["110105194912310021", "1101051949123100", "x" * 18]
    assert [is_resident_number(number) for number in (*good, *bad)] == [True, True, False, False, False]


def test_hours_taught_at_once_count_once_and_a_half_day_at_most_four(team):
    public(team)
    assert entered(team, lessons=LESSONS).half_units == 8
    team.meeting.public_body_mode = False
    type(team.meeting).objects.update(public_body_mode=False)
    team.meeting.compliance_profile.delete()
    assert entered(team, lessons=LESSONS).half_units == 12


def test_above_a_certain_standard_nobody_can_approve(team):
    public(team)
    fee = submitted(team, agreed_cents=400_001)
    assert (fee.limit_cents, fee.limit_is_certain, fee.is_forbidden) == (400_000, True, True)
    with pytest.raises(FeeAboveStandard) as refused:
        services.approve_fee(
            actor=team.actor("lead"), meeting=team.meeting, fee_id=fee.pk, revision=fee.revision, over_reason="确需发放"
        )
    assert refused.value.params["limit"] == "4,000.00"
    assert approved(team).state == "approved"


def test_above_what_is_usual_a_person_says_why_and_it_is_kept(team):
    public(team)
    fee = submitted(team, grade="academician", agreed_cents=600_001)
    ask = {"actor": team.actor("lead"), "meeting": team.meeting, "fee_id": fee.pk, "revision": fee.revision}
    with pytest.raises(ReasonNeeded):
        services.approve_fee(**ask, over_reason="嗯")
    kept = services.approve_fee(**ask, over_reason="全国知名专家，经主任办公会同意")
    assert (kept.state, kept.over_reason, kept.over_decided_by) == (
        "approved",
        "全国知名专家，经主任办公会同意",
        team.lead,
    )


def test_hosts_without_a_rule_pay_what_was_agreed(team):
    fee = approved(team, agreed_cents=5_000_000)
    assert (fee.limit_cents, fee.standard_basis, fee.state) == (None, "", "approved")


def test_a_consultation_of_three_half_days_has_its_own_limit(team):
    public(team)
    fee = entered(team, kind="consultation", half_units=3, agreed_cents=384_000)
    assert (fee.standard_cents, fee.limit_cents, fee.is_over) == (240_000, 384_000, False)


def test_whoever_entered_or_submitted_does_not_approve(team):
    TeamMember.objects.create(meeting=team.meeting, user=team.planner, role=Role.DEPARTMENT_HEAD)
    fee = submitted(team)
    with pytest.raises(OwnFee):
        services.approve_fee(actor=team.actor("planner"), meeting=team.meeting, fee_id=fee.pk, revision=fee.revision)


def test_a_fee_sent_back_is_changed_and_submitted_again(team):
    fee = submitted(team)
    with pytest.raises(InvalidInput):
        services.refuse_fee(actor=team.actor("lead"), meeting=team.meeting, fee_id=fee.pk, reason="")
    back = services.refuse_fee(actor=team.actor("lead"), meeting=team.meeting, fee_id=fee.pk, reason="数量不对")
    assert (back.state, back.decision_note) == ("refused", "数量不对")
    change = {"actor": team.actor("planner"), "meeting": team.meeting, "fee_id": fee.pk}
    with pytest.raises(StaleEdit):
        services.change_fee(**change, revision=1, values=values(half_units=6))
    changed = services.change_fee(**change, revision=back.revision, values=values(half_units=6))
    assert (changed.state, changed.half_units) == ("draft", 6)
    services.submit_fee(**change)
    with pytest.raises(FeeMoved):
        services.change_fee(**change, revision=changed.revision + 1, values=values())


def test_submitting_and_paying_twice_is_once(team):
    fee = submitted(team)
    services.submit_fee(actor=team.actor("planner"), meeting=team.meeting, fee_id=fee.pk)
    row = paid(team, name="白露")
    again = services.pay_fee(
        actor=team.actor("colleague"),
        meeting=team.meeting,
        fee_id=row.pk,
        paid_on=date(2027, 3, 24),
        method="card",
    )
    assert again.paid_on == date(2027, 3, 22)
    kinds = list(FactRecord.objects.values_list("kind", flat=True))
    assert (kinds.count("speaker_fee_submitted"), kinds.count("speaker_fee_paid")) == (2, 1)


def test_only_what_is_approved_is_paid_not_in_the_future_and_never_in_cash_by_public_bodies(team):
    fee = submitted(team)
    pay = {"actor": team.actor("colleague"), "meeting": team.meeting, "fee_id": fee.pk}
    with pytest.raises(FeeMoved):
        services.pay_fee(**pay, paid_on=date(2027, 3, 22), method="transfer")
    with pytest.raises(InvalidInput):
        services.pay_fee(**pay, paid_on=date(2027, 3, 27), method="transfer")
    public(team)
    with pytest.raises(CashForbidden):
        services.pay_fee(**pay, paid_on=date(2027, 3, 22), method="cash")


def test_a_cancelled_fee_leaves_the_sums_and_a_paid_one_cannot_be_cancelled(team):
    kept, gone = paid(team), entered(team)
    services.cancel_fee(actor=team.actor("planner"), meeting=team.meeting, fee_id=gone.pk)
    with pytest.raises(FeeMoved):
        services.cancel_fee(actor=team.actor("planner"), meeting=team.meeting, fee_id=kept.pk)
    assert sums_of(fees_of(team.meeting)).net_cents == 400_000


def test_several_fees_to_one_person_in_a_month_are_shown_with_both_taxes(team, cast):
    from huiwu.speaker_fees.queries import packs_for_fees

    for _ in range(2):
        entered(team, basis="gross", agreed_cents=300_000)
    entered(team, name="白露")
    row = repeated_fees(team.meeting, packs_for_fees(team.meeting).tax)
    assert [(r.name, len(r.fees), r.tax_cents, r.joint_tax_cents) for r in row] == [("欧阳修文", 2, 88_000, 96_000)]


def test_tax_is_declared_for_what_is_paid_once(team):
    rows = [paid(team), paid(team, name="白露"), approved(team, name="方启元")]
    ask = {"actor": team.actor("colleague"), "meeting": team.meeting, "fee_ids": [row.pk for row in rows]}
    with pytest.raises(InvalidInput):
        services.declare_tax(**ask, declared_on=date(2028, 1, 1))
    assert [services.declare_tax(**ask, declared_on=date(2027, 3, 23)) for _ in range(2)] == [2, 0]


@pytest.mark.parametrize("who", ["stranger", "compliance"])
def test_others_may_not_enter_or_approve(team, who):
    with pytest.raises(NotAllowed):
        services.enter_fee(actor=team.actor(who), meeting=team.meeting, values=values())
    fee = submitted(team)
    with pytest.raises(NotAllowed):
        services.approve_fee(actor=team.actor(who), meeting=team.meeting, fee_id=fee.pk, revision=fee.revision)


def test_a_fee_of_another_meeting_is_not_found(team):
    fee = entered(team)
    other = type(team.meeting).objects.create(
        org=team.other_org, number="X", slug="x", name="别会", meeting_type="forum", status="active", size_tier="s",
        expected_headcount=10, publicness="internal", start_on=date(2027, 5, 1), end_on=date(2027, 5, 1), city="京",
    )  # fmt: skip
    with pytest.raises(NotFound):
        services.submit_fee(actor=team.actor("stranger"), meeting=other, fee_id=fee.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_told():
    cast = assemble()
    TeamMember.objects.create(meeting=cast.meeting, user=cast.planner, role=Role.GUEST_TEAM)
    fee = submitted(cast)
    gate, answers = threading.Barrier(2), []

    def run(who, act, **more):
        try:
            gate.wait()
            act(actor=cast.actor(who), meeting=cast.meeting, fee_id=fee.pk, **more)
            answers.append("kept")
        except FeeMoved:
            answers.append("told")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=("lead", services.approve_fee), kwargs={"revision": fee.revision}),
        threading.Thread(target=run, args=("owner", services.refuse_fee), kwargs={"reason": "数量不对"}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["kept", "told"]
