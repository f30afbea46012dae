"""Figures of orders: to the cent, however they are split."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from huiwu.kernel.money import times
from huiwu.orders.rules.figures import PlainLine, accepted_cents, totals

CENTS = st.integers(0, 10**9)
PARTS = st.lists(st.decimals("0", "9999", places=3), min_size=1, max_size=8)


@given(unit=CENTS, parts=PARTS)
def test_parts_accepted_add_up_to_what_the_whole_is_worth(unit, parts):
    before, worth = Decimal(0), 0
    for part in parts:
        worth += accepted_cents(unit, before, part)
        before += part
    assert worth == times(unit, sum(parts))


@given(
    st.lists(st.tuples(CENTS, st.sampled_from([0, 100, 300, 600, 900, 1300]), st.decimals("0.001", "999", places=3)))
)
def test_gross_is_net_and_tax_and_the_sum_of_its_lines(rows):
    lines = [PlainLine(unit, bp, quantity) for unit, bp, quantity in rows]
    found = totals(lines)
    assert found.gross_cents == found.net_cents + found.tax_cents == sum(line.gross_cents for line in lines)


def test_what_is_open_never_falls_below_nought():
    assert PlainLine(1, 0, Decimal(3), Decimal(1)).open == 2
    assert PlainLine(1, 0, Decimal(3), Decimal(4)).open == 0
