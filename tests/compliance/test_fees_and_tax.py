"""Standards for lectures, consultation and training, and tax both ways (compliance.md 2.2–2.4), to the cent."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiwu.compliance.queries.packs import built_in_pack
from huiwu.compliance.rules.fees import (
    Lesson,
    consultation_limit,
    consultation_permille,
    countable_half_hours,
    lecture_limit,
    training_cap,
)
from huiwu.compliance.rules.tax import from_gross, from_net, prize_tax

TAX = built_in_pack("cn.labour_tax")
TRAINING = built_in_pack("cn.training_fee.central")
CONSULTATION = built_in_pack("cn.consultation_fee.central")
DAY = date(2027, 3, 18)
AMOUNTS = st.integers(0, 20_000_000)


@pytest.mark.parametrize(
    ("net", "gross", "tax"),
    [
        (80_000, 80_000, 0),
        (200_000, 230_000, 30_000),
        (400_000, 476_190, 76_190),
        (2_100_000, 2_500_000, 400_000),
        (3_000_000, 3_684_211, 684_211),
        (336_000, 400_000, 64_000),
        (4_950_000, 6_250_000, 1_300_000),
        (5_000_000, 6_323_529, 1_323_529),
        (0, 0, 0),
    ],
)
def test_an_amount_after_tax_becomes_the_amount_before_it(net, gross, tax):
    pay = from_net(TAX, net)
    assert (pay.gross_cents, pay.tax_cents, pay.net_cents) == (gross, tax, net)


@pytest.mark.parametrize(
    ("gross", "tax"),
    [
        (80_000, 0),
        (80_001, 0),
        (80_010, 2),
        (400_000, 64_000),
        (400_001, 64_000),
        (2_500_000, 400_000),
        (2_500_001, 400_000),
        (6_250_000, 1_300_000),
        (10_000_000, 2_500_000),
    ],
)
def test_what_is_withheld_at_and_beside_the_borders_of_the_brackets(gross, tax):
    pay = from_gross(TAX, gross)
    assert (pay.gross_cents, pay.tax_cents, pay.net_cents) == (gross, tax, gross - tax)


@given(AMOUNTS)
def test_both_ways_agree_and_the_three_amounts_always_add_up(net):
    there = from_net(TAX, net)
    assert there.gross_cents - there.tax_cents == there.net_cents
    assert from_gross(TAX, there.gross_cents) == there


@given(AMOUNTS)
def test_there_and_back_again_differs_by_a_cent_at_most(gross):
    assert abs(from_net(TAX, from_gross(TAX, gross).net_cents).gross_cents - gross) <= 1


@given(AMOUNTS, st.integers(1, 100_000))
def test_who_earns_more_receives_no_less_and_pays_no_less_tax(gross, more):
    lower, higher = from_gross(TAX, gross), from_gross(TAX, gross + more)
    assert lower.net_cents <= higher.net_cents
    assert lower.tax_cents <= higher.tax_cents
    assert from_net(TAX, gross).gross_cents < from_net(TAX, gross + more).gross_cents


def test_pay_is_never_negative():
    with pytest.raises(ValueError, match="never negative"):
        from_net(TAX, -1)


def test_two_payments_are_taxed_each_by_itself():
    assert 2 * from_gross(TAX, 300_000).tax_cents == 88_000
    assert from_gross(TAX, 600_000).tax_cents == 96_000


def test_a_lecture_is_paid_by_the_hour_and_the_grade():
    limits = [lecture_limit(TRAINING, grade=grade, half_hours=8) for grade in ("associate", "professor", "academician")]
    assert [(limit.cents, limit.is_certain) for limit in limits] == [
        (200_000, True),
        (400_000, True),
        (600_000, False),
    ]
    assert lecture_limit(TRAINING, grade="nobody", half_hours=8) is None
    assert limits[0].is_exceeded(200_001)
    assert not limits[0].is_exceeded(200_000)


def lesson(hour, halves, day=18):
    return Lesson(DAY.replace(day=day), time(hour), halves)


def test_at_most_four_hours_of_a_half_day_are_paid():
    assert countable_half_hours(TRAINING, [lesson(8, 6), lesson(11, 4)]) == 8
    assert countable_half_hours(TRAINING, [lesson(8, 8), lesson(13, 8), lesson(19, 4)]) == 20
    assert countable_half_hours(TRAINING, [lesson(8, 8), lesson(8, 8, day=19)]) == 16
    assert countable_half_hours(TRAINING, []) == 0


def test_classes_taught_at_once_are_counted_once():
    assert countable_half_hours(TRAINING, [lesson(9, 4), lesson(9, 4), lesson(9, 6)]) == 6


@pytest.mark.parametrize(
    ("half_days", "permille"), [(0, 0), (1, 600), (2, 1000), (3, 1600), (4, 2000), (5, 2300), (6, 2500), (8, 3000)]
)
def test_a_consultation_counts_half_days_and_later_days_for_less(half_days, permille):
    assert consultation_permille(CONSULTATION, half_days) == permille


def test_a_consultation_is_paid_by_the_day_and_the_grade():
    found = {
        grade: consultation_limit(CONSULTATION, grade=grade, half_days=2)
        for grade in ("senior", "other", "academician", "nobody")
    }
    assert found.pop("nobody") is None
    assert {grade: (limit.cents, limit.low_cents) for grade, limit in found.items()} == {
        "senior": (240_000, 150_000),
        "other": (150_000, 90_000),
        "academician": (360_000, 150_000),
    }
    assert consultation_limit(CONSULTATION, grade="senior", half_days=3).cents == 384_000


def test_a_local_standard_that_is_not_verified_never_makes_it_certain():
    pack = built_in_pack("cn.training_fee.local")
    assert not lecture_limit(pack, grade="professor", half_hours=2).is_certain


def test_a_training_of_thirty_five_days_counts_the_last_five_at_seventy_percent():
    cap = training_cap(TRAINING, training_class="3", people=10, session_half_days=70)
    assert (cap.half_days, cap.reduced_half_days, cap.limit_cents) == (
        70,
        10,
        55_000 * 10 * 30 + 55_000 * 10 * 35 // 10,
    )


def test_arrival_and_departure_of_a_training_count_one_day_each_at_most():
    cap = training_cap(TRAINING, training_class="1", people=2, session_half_days=4, arrival=3, departure=1)
    assert (cap.half_days, cap.limit_cents) == (7, 76_000 * 2 * 7 // 2)
    assert training_cap(TRAINING, training_class="4", people=2, session_half_days=4) is None


def test_a_prize_of_somebody_from_outside_is_taxed_at_a_fifth():
    assert prize_tax(built_in_pack("cn.prize_tax"), 199_999) == 40_000
