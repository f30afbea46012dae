from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huiwu.procurement.rules.alike import Traced, likenesses
from huiwu.procurement.rules.comparison import (
    Addition,
    Asked,
    Basis,
    Bid,
    Extra,
    Gap,
    Price,
    Scale,
    Step,
    assumed,
    compare,
    judge,
)

ALL_IN = Basis(tax=True, transport=True, setup=True)
LINES = (Asked("a", Decimal(2)), Asked("b", Decimal("1.5")))
PRICE_ONLY = Scale(100, ())


def bid(name: str, a: int | None = 10_000, b: int | None = 20_000, basis: Basis = ALL_IN, **more: Any) -> Bid:
    prices = {key: Price(cents) for key, cents in (("a", a), ("b", b)) if cents is not None}
    return replace(Bid(name, name, basis, prices), **more)


def test_a_quotation_on_the_basis_asked_for_is_its_own_total() -> None:
    row = judge(LINES, ALL_IN, bid("甲", extras=(Extra(500),)))
    assert row.line_cents == {"a": 20_000, "b": 30_000}
    assert row.working == (Step("quoted", 50_000), Step("extras", 500))
    assert (row.quoted_cents, row.normal_cents, row.gaps) == (50_500, 50_500, ())


def test_tax_is_added_line_by_line_at_the_rate_stated() -> None:
    prices = {"a": Price(10_000), "b": Price(20_000, 1300)}
    row = judge(LINES, ALL_IN, bid("甲", basis=replace(ALL_IN, tax=False), tax_bp=600, prices=prices))
    assert row.working[1] == Step("tax", 1_200 + 3_900, "rate")
    assert row.normal_cents == 55_100


def test_tax_is_taken_out_when_prices_without_tax_were_asked_for() -> None:
    row = judge(
        LINES, replace(ALL_IN, tax=False), bid("甲", 10_600, None, tax_bp=600, fills={"b": Addition(0, "stated")})
    )
    assert row.working[1] == Step("tax", -1_200, "rate")
    assert row.normal_cents == 20_000


def test_without_a_rate_or_an_amount_a_quotation_before_tax_is_not_ranked() -> None:
    without = bid("甲", basis=replace(ALL_IN, tax=False))
    assert judge(LINES, ALL_IN, without).gaps == (Gap("no_rate", "tax"),)
    stated = replace(without, additions={"tax": Addition(3_000, "stated")})
    assert judge(LINES, ALL_IN, stated).normal_cents == 53_000


def test_another_basis_is_not_ranked_until_an_amount_closes_it() -> None:
    odd = bid("乙", basis=Basis(tax=True, transport=False, setup=None))
    row = judge(LINES, ALL_IN, odd)
    assert row.gaps == (Gap("unpriced", "transport"), Gap("unsaid", "setup"))
    assert row.normal_cents is None
    said = replace(odd, basis=Basis(True, False, False), additions={
        "transport": Addition(800, "stated"), "setup": Addition(1_200, "estimated", "按两个工人一天"),
    })  # fmt: skip
    closed = judge(LINES, ALL_IN, said)
    assert closed.working[1:] == (Step("transport", 800, "stated"), Step("setup", 1_200, "estimated", "按两个工人一天"))
    assert closed.normal_cents == 52_000


def test_a_missing_line_is_never_filled_silently() -> None:
    short = bid("丙", b=None)
    assert judge(LINES, ALL_IN, short).gaps == (Gap("missing", count=1),)
    others = (bid("甲", b=20_000), bid("乙", b=30_000), short)
    assert assumed(LINES, others, "丙", "b", "highest") == 45_000
    assert assumed(LINES, others, "丙", "b", "median") == 37_500
    assert assumed(LINES, (short,), "丙", "b", "median") is None
    filled = judge(LINES, ALL_IN, replace(short, fills={"b": Addition(45_000, "highest")}))
    assert filled.working[-1] == Step("scope", 45_000, "highest", "b")
    assert filled.normal_cents == 65_000


def test_scores_are_exact_and_equals_share_a_rank() -> None:
    scale = Scale(60, (("plan", 30), ("team", 10)))
    three = [
        bid("甲", 10_000, None, scores={"plan": [80, 91], "team": [90]}, fills={"b": Addition(0, "stated")}),
        bid("乙", 15_000, None, scores={"plan": [100], "team": [100]}, fills={"b": Addition(0, "stated")}),
        bid("丙", 15_000, None, scores={"plan": [100], "team": [100]}, fills={"b": Addition(0, "stated")}),
    ]
    found = compare(LINES, ALL_IN, three, scale)
    assert [row.price_score for row in found.bids] == [60, 40, 40]
    assert [row.technical_score for row in found.bids] == [Fraction(855, 1000) * 30 + 9, 40, 40]
    assert [row.rank for row in found.bids] == [1, 2, 2]
    assert found.order == "total"


def test_until_everybody_is_scored_ranks_are_by_price_and_say_so() -> None:
    found = compare(LINES, ALL_IN, [bid("甲", 12_000), bid("乙")], Scale(60, (("plan", 40),)))
    assert (found.order, [row.rank for row in found.bids]) == ("price", [2, 1])
    assert [row.total_score for row in found.bids] == [None, None]


def test_below_sixty_percent_of_the_mean_is_odd_and_exactly_sixty_is_not() -> None:
    def at(cents: int) -> Bid:
        return bid(str(cents), cents, 0)

    odd = compare(LINES, ALL_IN, [at(100), at(100), at(40)], PRICE_ONLY)
    assert [row.is_low for row in odd.bids] == [False, False, True]
    edge = compare(LINES, ALL_IN, [at(70), at(70), at(35)], PRICE_ONLY)  # mean 58⅓: 35 is exactly 60 %
    assert [row.share_of_mean for row in edge.bids][-1] == Fraction(60, 100)
    assert [row.is_low for row in edge.bids] == [False, False, False]


def test_one_bid_alone_has_no_mean_to_be_judged_by() -> None:
    found = compare(LINES, ALL_IN, [bid("甲")], PRICE_ONLY)
    assert (found.bids[0].is_low, found.bids[0].price_score, found.bids[0].rank) == (False, 100, 1)


def test_the_lowest_price_of_a_line_is_known() -> None:
    found = compare(LINES, ALL_IN, [bid("甲", 10_000, 20_000), bid("乙", 9_000, 25_000)], PRICE_ONLY)
    assert found.lowest == {"a": 18_000, "b": 30_000}
    assert found.lowest_total == 50_000


money = st.integers(1, 10**9)


@given(st.lists(st.tuples(money, money), min_size=1, max_size=12))
def test_the_working_always_adds_up_and_scores_keep_their_bounds(prices: list[tuple[int, int]]) -> None:
    bids = [bid(str(n), a, b, basis=replace(ALL_IN, tax=n % 2 == 0), tax_bp=600) for n, (a, b) in enumerate(prices)]
    found = compare(LINES, ALL_IN, bids, Scale(60, (("plan", 40),)))
    for row in found.bids:
        assert row.normal_cents == sum(step.amount_cents for step in row.working)
        assert row.price_score is not None
        assert 0 < row.price_score <= 60
    assert max(row.price_score or 0 for row in found.bids) == 60
    assert min(row.rank or 99 for row in found.bids) == 1


def prices(*cents: int) -> dict[str, int]:
    return {str(n): c for n, c in enumerate(cents)}


def test_equal_prices_one_ratio_and_shared_marks_are_each_named() -> None:
    first = Traced("1", "甲", prices(1000, 2150, 3303, 4810, 9999), {"phone": "13800000001", "author": "wang"})
    same = Traced("2", "乙", prices(1000, 2150, 3303, 4810, 5000), {"phone": "13800000001", "author": ""})
    scaled = Traced("3", "丙", prices(1050, 2258, 3468, 5051, 10499))
    found = {(sign.one, sign.other, sign.code): sign for sign in likenesses([first, same, scaled])}
    assert set(found) == {("1", "2", "equal_prices"), ("1", "2", "same_phone"), ("1", "3", "equal_ratio")}
    assert (found["1", "2", "equal_prices"].part, found["1", "2", "equal_prices"].whole) == (4, 5)
    assert found["1", "3", "equal_ratio"].value == "0.952"


def test_honest_bids_and_few_lines_raise_no_sign() -> None:
    one = Traced("1", "甲", prices(1000, 2000, 3000, 4000, 5000), {"phone": "1"})
    other = Traced("2", "乙", prices(1100, 1900, 3500, 3900, 5600), {"phone": "2"})
    few = Traced("3", "丙", prices(1000, 2000, 3000), {})
    assert likenesses([one, other, few]) == []
