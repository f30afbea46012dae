from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiwu.budget.rules.beginnings import following, from_plan, template
from huiwu.budget.rules.quantities import Factors, Headcounts, quantity, spare_tables, units

PEOPLE = Headcounts(
    {("all", "expected"): 600, ("vip", "expected"): 20, ("all", "guaranteed"): 540, ("f1", "actual"): 87}
)


@pytest.mark.parametrize(
    ("factors", "expected"),
    [
        (Factors(count=Decimal("2.5"), days=Decimal(2)), "5.000"),
        (Factors("expected", days=Decimal(2)), "1200.000"),
        (Factors("guaranteed", people_per_unit=10, spare=3), "57.000"),
        (Factors("expected", overage_permille=50), "630.000"),
        (Factors("expected", "vip", people_per_unit=2, days=Decimal(2)), "20.000"),
        (Factors("actual", "f1", people_per_unit=10, spare=1), "10.000"),
        (Factors("expected", people_per_unit=45, times=Decimal(2)), "28.000"),
    ],
)
def test_a_quantity_is_its_factors_multiplied(factors, expected):
    assert quantity(factors, PEOPLE).value == Decimal(expected)


def test_a_basis_nobody_told_is_stood_in_for_and_the_line_says_so():
    asked = Factors("actual", "all")
    found = quantity(asked, PEOPLE)
    assert found.heads is not None
    assert (found.heads.people, found.heads.basis) == (540, "guaranteed")
    assert found.stands_in(asked)
    assert not quantity(Factors("expected"), PEOPLE).stands_in(Factors("expected"))


def test_people_nobody_told_give_nothing_and_are_not_known():
    found = quantity(Factors("expected", "media"), PEOPLE)
    assert (found.value, found.is_known) == (Decimal(0), False)


def test_everybody_is_the_sum_of_the_groups_without_a_number_of_its_own():
    heads = Headcounts({("vip", "confirmed"): 12, ("general", "confirmed"): 300})
    found = heads.on("all", "confirmed")
    assert found is not None
    assert found.people == 312


def test_nobody_needs_nothing_not_even_a_spare_table():
    assert units(0, Factors("expected", people_per_unit=10, spare=2)) == 0
    assert (spare_tables(0), spare_tables(86), spare_tables(600)) == (0, 1, 3)


@given(st.integers(1, 5000), st.integers(0, 300), st.integers(1, 50), st.integers(0, 5))
def test_more_people_never_need_less(people, overage, per, spare):
    factors = Factors("expected", overage_permille=overage, people_per_unit=per, spare=spare)
    assert units(people, factors) <= units(people + 1, factors)
    assert (units(people, factors) - spare) * per * 1000 >= people * (1000 + overage)


@given(
    st.sampled_from(["person", "meal", "table", "piece", "lump", "day", "room_night"]),
    st.integers(0, 5000),
    st.integers(0, 2000),
    st.integers(1, 4),
)
def test_what_a_line_of_the_plan_becomes_gives_the_same_quantity(unit, wanted, people, days):
    factors = following(unit, wanted, people, days)
    heads = Headcounts({("all", "expected"): people})
    assert quantity(factors, heads).value == wanted


def test_lines_of_the_plan_keep_their_order_words_and_amounts():
    rows = [
        {
            "category": "catering",
            "item": "午餐",
            "unit": "meal",
            "quantity": 1200,
            "price": 12_800,
            "adjustable": False,
        },
        {"category": "venue", "item": "分会场", "unit": "session", "quantity": 4, "price": 500_000},
    ]
    lunch, halls = from_plan(rows, 600, 2)
    assert (lunch.factors.basis, lunch.factors.days, lunch.per_diem, lunch.is_adjustable) == (
        "expected",
        2,
        "meals",
        False,
    )
    assert (halls.unit, halls.factors.count, halls.factors.basis) == ("function", 4, "")


@pytest.mark.parametrize(
    "kind", ["forum", "seminar", "launch", "training", "annual_gala", "gov_work", "signing", "other"]
)
def test_every_type_of_meeting_has_a_template_with_a_reserve(kind):
    lines = template(kind, 300, 2, lodging=True, is_plain=kind == "gov_work")
    assert [line.category for line in lines].count("reserve") == 1
    assert all(line.unit_cents > 0 and line.item for line in lines)
