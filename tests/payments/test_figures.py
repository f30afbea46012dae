"""Open items, ageing, cash calendar, three-way match: every figure is the sum of rows."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huiwu.payments.queries import ageing, cash_calendar, open_items, three_way, three_way_rows
from huiwu.payments.rules import (
    DEFAULT_LEVELS,
    Figures,
    Level,
    bucket_of,
    mismatches,
    needed_level,
    open_levels,
    spread_over_terms,
)
from tests.payments.conftest import (
    TODAY,
    accepted,
    amendment,
    client_contract,
    contract,
    granted,
    invoice,
    pay,
    receive,
    term,
)

CENTS = st.integers(0, 10**9)


@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=6), st.lists(CENTS, max_size=6), CENTS)
def test_what_was_paid_is_spread_over_the_terms_to_the_cent(terms, direct, loose):
    rows = list(enumerate(terms))
    named = dict(enumerate(direct))
    settled = spread_over_terms(rows, named, loose)
    assert sum(settled.values()) == sum(direct) + loose
    assert set(settled) == set(range(len(terms)))


def test_loose_payments_fill_terms_in_order():
    assert spread_over_terms([("a", 100), ("b", 50)], {"b": 20}, 110) == {"a": 100, "b": 30}
    assert spread_over_terms([("a", 100)], {}, 130) == {"a": 130}
    assert spread_over_terms([], {}, 10) == {}


@pytest.mark.parametrize(
    ("late", "bucket"),
    [(-1, "not_due"), (0, "0_30"), (30, "0_30"), (31, "31_60"), (60, "31_60"), (61, "61_90"), (90, "61_90"),
     (91, "over_90")],
)  # fmt: skip
def test_days_past_due_fall_into_buckets(late, bucket):
    assert bucket_of(TODAY - timedelta(days=late), TODAY) == bucket
    assert bucket_of(None, TODAY) == "not_due"


@given(CENTS, CENTS)
def test_a_larger_amount_never_needs_a_lower_level(one, other):
    low, high = sorted((one, other))
    assert needed_level(DEFAULT_LEVELS, low).position <= needed_level(DEFAULT_LEVELS, high).position


def test_the_chain_at_and_beside_its_limits():
    found = [needed_level(DEFAULT_LEVELS, cents).position for cents in (1, 5_000_000, 5_000_001, 20_000_000, 10**12)]
    assert found == [1, 1, 2, 2, 3]
    assert [row.role for row in open_levels(DEFAULT_LEVELS, 10**12, 1)] == ["department_head", "owner"]
    assert needed_level([Level(1, "finance", 5)], 10).role == "finance"


@given(CENTS, CENTS, CENTS, CENTS)
def test_a_contract_that_is_over_matches_only_when_all_four_are_equal(total, took, billed, settled):
    found = mismatches(Figures(total, took, billed, settled), is_over=True)
    assert (found == []) == (total == took == billed == settled)
    assert all(row.difference == row.first_cents - row.second_cents != 0 for row in found)


def test_terms_are_open_until_they_are_paid(team):
    deal = contract(team, 10_000_000)
    first = term(deal, 3_000_000)
    term(deal, 7_000_000, label="尾款", trigger="acceptance", due_on=None, offset_days=15)
    found = [(item.label, item.open_cents, item.due_on) for item in open_items([team.meeting])]
    assert found == [("HT-1 首付款", 3_000_000, date(2027, 2, 20)), ("HT-1 尾款", 7_000_000, None)]
    row = granted(team, 3_000_000, contract_id=deal.pk, term_id=first.pk)
    pay(team, row, 1_000_000)
    accepted(deal, 10_000_000)
    found = [(item.label, item.open_cents, item.due_on) for item in open_items([team.meeting])]
    assert found == [("HT-1 首付款", 2_000_000, date(2027, 2, 20)), ("HT-1 尾款", 7_000_000, date(2027, 3, 12))]


def test_what_terms_leave_of_the_amount_is_open_without_a_day(team):
    deal = contract(team, 1_000_000)
    term(deal, 400_000)
    amendment(deal, 50_000)
    assert [item.open_cents for item in open_items([team.meeting])] == [400_000, 650_000]


def test_a_term_that_waits_for_an_invoice_falls_due_when_one_comes(team):
    deal = contract(team, 1_000_000)
    term(deal, 1_000_000, trigger="invoice_days", due_on=None, offset_days=30)
    assert [item.due_on for item in open_items([team.meeting])] == [None]
    invoice(team, 1_000_000, contract=deal)
    assert [item.due_on for item in open_items([team.meeting])] == [date(2027, 3, 22)]


def test_the_invoice_of_the_advance_does_not_make_the_rest_due(team):
    deal = contract(team, 1_000_000)
    advance = term(deal, 300_000)
    rest = term(
        deal, 700_000, label="尾款", trigger="invoice_days", due_on=None, offset_days=30, requires_acceptance=True
    )
    invoice(team, 300_000, contract=deal, term=advance)
    assert [item.due_on for item in open_items([team.meeting])] == [date(2027, 2, 20), None]
    invoice(team, 700_000, contract=deal, term=rest)
    assert [item.due_on for item in open_items([team.meeting])] == [date(2027, 2, 20), None]
    accepted(deal, 1_000_000)
    assert [item.due_on for item in open_items([team.meeting])] == [date(2027, 2, 20), date(2027, 3, 27)]


def test_ageing_adds_up_by_side_and_bucket(team):
    ours, theirs = client_contract(team, 900_000), contract(team, 700_000)
    for days, cents in ((1, 100_000), (40, 200_000), (70, 300_000), (100, 300_000)):
        term(ours, cents, due_on=TODAY - timedelta(days=days))
    term(theirs, 700_000, due_on=TODAY + timedelta(days=1))
    receive(team, ours, 150_000)
    pay_row, due_row = ageing(team.meeting, TODAY)
    assert [cents for _code, _label, cents in due_row.sums] == [0, 0, 150_000, 300_000, 300_000]
    assert (due_row.total_cents, due_row.late_cents) == (750_000, 750_000)
    assert [cents for _code, _label, cents in pay_row.sums] == [700_000, 0, 0, 0, 0]


def test_the_calendar_shows_every_open_cent_once(team):
    deal, ours = contract(team, 500_000), client_contract(team, 300_000)
    for n, days in enumerate((-5, 0, 6, 13, 100)):
        term(deal, 100_000, label=str(n), due_on=TODAY + timedelta(days=days))
    term(ours, 200_000, due_on=TODAY + timedelta(days=3))
    items = open_items([team.meeting])
    periods = cash_calendar(items, TODAY)
    assert [p.code for p in periods] == ["overdue", "week", "week", "later", "unknown"]
    assert sum(p.out_cents for p in periods) == 500_000
    assert sum(p.in_cents for p in periods) == 300_000
    first = periods[1]
    assert (first.out_cents, first.in_cents, first.balance_cents) == (200_000, 200_000, 0)


def test_the_match_names_what_differs_with_both_figures(team):
    deal = contract(team, 1_000_000)
    invoice(team, 1_100_000, contract=deal)
    accepted(deal, 900_000)
    found = three_way(deal)
    assert found.sentences == ["发票 11,000.00 元超过合同额 10,000.00 元，多 1,000.00 元"]
    type(deal).objects.filter(pk=deal.pk).update(status="ended")
    assert [row.code for row in three_way(deal).differences] == [
        "invoiced_above_contract",
        "accepted_below_contract",
        "settled_below_invoiced",
    ]


def test_the_clients_contract_is_matched_with_our_invoices_and_receipts(team):
    deal = client_contract(team, 1_000_000)
    invoice(team, 400_000, contract=deal, direction="out")
    receive(team, deal, 600_000)
    assert [row.code for row in three_way(deal).differences] == ["settled_above_invoiced"]


def test_figures_cost_the_same_queries_for_one_contract_and_for_three(team):
    counts = []
    for n in (1, 2):
        for _ in range(n):
            deal = contract(team, 1_000_000)
            row = granted(team, 100, contract_id=deal.pk, term_id=term(deal, 500_000).pk)
            pay(team, row, 50)
        taken = []
        for work in (lambda: open_items([team.meeting]), lambda: three_way_rows(team.meeting)):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                work()
            taken.append(len(queries))
        counts.append(taken)
    assert counts == [[11, 4], [11, 4]]


def test_every_figure_of_a_contract_is_an_independent_sum(team):
    """Recomputed by hand from the raw rows."""
    deal = contract(team, 10_000_000)
    for cents, parts in product((300_000, 500_000), (1, 2)):
        row = granted(team, cents, contract_id=deal.pk)
        for _ in range(parts):
            pay(team, row, cents // parts)
    settled = three_way(deal).figures.settled_cents
    assert settled == sum(p.amount_cents for r in deal.payment_requests.all() for p in r.payments.all()) == 1_600_000
