"""What is owed is what was accepted, and never more than contract and signed changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiwu.settlement.rules import Figures, faults, permille

cents = st.integers(0, 10**12)
figures = st.builds(Figures, cents, st.integers(-(10**6), 10**9), cents, cents, cents)


def test_the_proposed_amount_is_what_was_accepted_within_the_contract():
    assert Figures(100, 20, 90).proposed_cents == 90
    assert Figures(100, 20, 150).proposed_cents == 120


def test_each_fault_is_named():
    at = Figures(contract_cents=100, amended_cents=10, accepted_cents=90, invoiced_cents=80, paid_cents=95)
    assert faults(at, 120) == ("over_contract", "over_accepted", "invoice_short")
    assert faults(at, 90) == ("invoice_short", "overpaid")
    assert faults(at, 95, deduction_cents=15) == ("over_accepted", "overpaid")
    assert faults(Figures(100, 0, 100, 100, 60), 100) == ()


@given(figures)
def test_what_is_proposed_is_never_forbidden(at):
    found = faults(at, max(at.proposed_cents, 0))
    assert ("over_contract" in found and at.ceiling_cents >= 0, "over_accepted" in found) == (False, False)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**12))
def test_thousandths_are_right_to_half_a_thousandth(part, whole):
    found = permille(part, whole)
    assert found is not None
    assert abs(found * whole - part * 1000) * 2 <= whole


def test_a_share_of_nothing_is_no_share():
    assert permille(5, 0) is None
