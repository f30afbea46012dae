"""Money in integer cents: what rounds, rounds once, and what is split adds up again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiwu.kernel import money


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_parts_of_a_spread_amount_add_up_to_it(cents, weights):
    parts = money.spread(cents, weights)
    assert sum(parts) == cents
    assert [part for part, weight in zip(parts, weights, strict=True) if weight == 0 and part != 0] == []


@given(st.integers(-(10**12), 10**12), st.sampled_from([0, 100, 300, 600, 900, 1300]))
def test_gross_is_net_and_tax_again(gross, rate):
    tax = money.tax_within(gross, rate)
    assert abs(money.tax_on(gross - tax, rate) - tax) <= 1


def test_a_subtotal_is_rounded_once_half_up():
    assert money.times(333, Decimal("1.5")) == 500
    assert money.times(1, Decimal("0.5")) == 1
    assert money.times(-1, Decimal("0.5")) == -1


def test_a_spread_over_nothing_is_refused():
    with pytest.raises(ValueError, match="weights"):
        money.spread(100, [0, 0])
