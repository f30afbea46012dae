"""The ledger against an independent recomputation, over random histories: sign, amend, invoice, reverse, pay, allocate."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from huiwu.budget.rules.forecast import Figures, Line, book, is_over, ratio_bp, shifts
from huiwu.budget.rules.ledger import Part, Posting, Source, postings, split
from huiwu.budget.rules.quantities import Factors, Headcounts

LINES = ("L1", "L2", "L3")
PRICES = {"L1": 10_000, "L2": 333, "L3": 1}
DAY = date(2027, 1, 4)
CENTS = st.integers(-5_000_000, 5_000_000)


@st.composite
def histories(draw):
    """Contracts with amendments, invoices (red ones too) and payments; loose ones; splits over lines, some unfinished."""
    sources: list[Source] = []
    for number in range(draw(st.integers(0, 4))):
        contract = Source("contract", f"c{number}", draw(st.integers(0, 5_000_000)), on=DAY)
        sources.append(contract)
        for kind in draw(st.lists(st.sampled_from(["amendment", "invoice", "payment"]), max_size=6)):
            day = DAY + timedelta(days=len(sources))
            sources.append(Source(kind, f"s{len(sources)}", draw(CENTS), parent=contract.key, on=day))
    for kind in draw(st.lists(st.sampled_from(["order", "invoice", "payment"]), max_size=3)):
        sources.append(Source(kind, f"s{len(sources)}", draw(CENTS), on=DAY))
    parts = {}
    for source in sources:
        lines = draw(st.lists(st.sampled_from(LINES), unique=True, max_size=3))
        if lines and draw(st.booleans()):
            made = []
            for line in lines:
                quantity = draw(st.none() | st.integers(0, 500).map(Decimal))
                made.append(Part(line, draw(CENTS), quantity))
            parts[source.key] = tuple(made)
    return sources, parts


def split_by_hand(amount: int, weights: dict[str, int]) -> Counter[str]:
    """Largest remainders, by exact fractions; a tie goes to the earlier line."""
    total, sign = sum(weights.values()), -1 if amount < 0 else 1
    exact = {line: Fraction(abs(amount) * weight, total) for line, weight in weights.items()}
    found = {line: share.__floor__() for line, share in exact.items()}
    order = sorted(weights, key=lambda line: found[line] - exact[line])
    for line in order[: abs(amount) - sum(found.values())]:
        found[line] += 1
    return Counter({line: sign * cents for line, cents in found.items()})


def recomputed(sources, parts):
    """account → line → cents, written a second time without looking at the first."""
    rank = {"contract": 0, "amendment": 1, "order": 2}
    books = {name: Counter() for name in ("committed", "invoiced", "paid", "unbilled", "overpaid")}
    roots: dict[str, dict[str, Counter]] = {}
    for source in sorted(sources, key=lambda s: (rank.get(s.kind, 3), s.on, s.kind, s.id)):
        account = {"invoice": "invoiced", "payment": "paid"}.get(source.kind, "committed")
        here = roots.setdefault(source.parent or source.key, {n: Counter() for n in ("committed", "invoiced", "paid")})
        follow = {line: cents for line, cents in here["committed"].items() if cents > 0}
        if source.key in parts:
            stands = Counter()
            for part in parts[source.key]:
                stands[part.line] += part.amount_cents
            stands[""] += source.amount_cents - sum(stands.values())
        elif not follow or (source.kind == "amendment" and len(follow) > 1):
            stands = Counter({"": source.amount_cents})
        else:
            stands = split_by_hand(source.amount_cents, follow)
        for line, cents in stands.items():
            books[account][line] += cents
            here[account][line] += cents
    for here in roots.values():
        for line, cents in here["paid"].items():
            books["unbilled"][line] += max(0, cents - max(0, here["invoiced"][line]))
            books["overpaid"][line] += max(0, cents - max(0, here["committed"][line]))
    return books


def summed(entries, account):
    found = Counter()
    for entry in entries:
        if entry.account == account:
            found[entry.line] += entry.amount_cents
    return found


@settings(max_examples=200, deadline=None)
@given(histories())
def test_every_figure_agrees_to_the_cent_with_an_independent_recomputation(history):
    sources, parts = history
    entries = postings(sources, parts, PRICES)
    for account, expected in recomputed(sources, parts).items():
        found = summed(entries, account)
        assert {k: v for k, v in found.items() if v} == {k: v for k, v in expected.items() if v}, account


@settings(max_examples=200, deadline=None)
@given(histories(), st.integers(0, 3000), st.lists(st.integers(-10_000, 10_000), max_size=4))
def test_nothing_is_lost_and_every_sum_is_the_sum_of_rows_that_can_be_opened(history, people, moves):
    sources, parts = history
    entries = postings(sources, parts, PRICES)
    for source in sources:
        mine = [e for e in entries if e.source == source.key and e.account in ("committed", "invoiced", "paid")]
        assert sum(e.amount_cents for e in mine) == source.amount_cents
    entries += [Posting("baseline", line, "baseline:1", 50_000) for line in LINES]
    entries += [Posting("adjusted", LINES[n % 3], f"adjustment:{n}", cents) for n, cents in enumerate(moves)]
    lines = [Line(key, "catering", Factors("expected"), PRICES[key], 600) for key in LINES[:2]]  # L3 was deleted
    whole = book(lines, Headcounts({("all", "expected"): people}), entries, has_baseline=True)
    for name in ("baseline", "adjusted", "committed", "invoiced", "paid", "unbilled", "overpaid"):
        total = sum(e.amount_cents for e in entries if e.account == name)
        assert getattr(whole.total, name) == total
        assert sum(getattr(r.figures, name) for r in whole.rows.values()) + getattr(whole.unallocated, name) == total
    rows = [row.figures for row in whole.rows.values()]
    assert whole.total.forecast == sum(at.forecast for at in rows) + whole.unallocated.forecast
    assert whole.total.approved == 150_000 + sum(moves)
    for at in rows:
        assert at.forecast >= max(at.committed, at.incurred)
        assert at.forecast == max(at.committed, at.incurred) + at.open
        assert at.open == max(0, at.estimate - max(at.covered, at.incurred))


def one(committed=0, *, people=600, covers=None, settled=False):
    source = Source("contract", "c", committed, on=DAY)
    entries = postings([source], {source.key: (Part("L1", committed, covers),)}, PRICES) if committed else []
    line = Line("L1", "catering", Factors("expected"), 10_000, is_settled=settled)
    return book([line], Headcounts({("all", "expected"): people}), entries).rows["L1"].figures


def test_without_commitments_the_forecast_is_the_estimate():
    assert (one().estimate, one().forecast) == (6_000_000, 6_000_000)


def test_a_cheaper_contract_for_everybody_leaves_nothing_open_when_its_quantity_is_told():
    assert one(5_000_000).forecast == 6_000_000
    assert one(5_000_000, covers=Decimal(600)).forecast == 5_000_000


def test_more_people_than_the_contract_covers_open_the_line_again():
    assert one(5_000_000, covers=Decimal(600), people=700).forecast == 5_000_000 + 100 * 10_000


def test_a_line_of_which_everything_is_ordered_needs_no_more():
    assert one(5_000_000, people=900, settled=True).forecast == 5_000_000


def test_an_amendment_of_a_contract_on_several_lines_waits_for_a_person():
    amendment = Source("amendment", "a", 100, parent="contract:c", on=DAY)
    assert split(amendment, (), {"L1": 10}) == {"L1": 100}
    assert split(amendment, (), {"L1": 10, "L2": 20}) == {"": 100}


def test_a_payment_follows_its_contract_to_the_cent():
    payment = Source("payment", "p", 100, parent="contract:c", on=DAY)
    assert split(payment, (), {"L1": 1, "L2": 1, "L3": 1}) == {"L1": 34, "L2": 33, "L3": 33}


def test_a_line_is_over_only_beyond_threshold_and_approval():
    assert not is_over(Figures(approved=100_000, committed=105_000), 500)
    assert is_over(Figures(approved=100_000, committed=105_001), 500)
    assert is_over(Figures(approved=100_000, committed=90_000, overpaid=15_001), 500)
    assert not is_over(Figures(approved=100_000, committed=105_001), 500, 105_001)


def test_ratios_round_half_away_from_zero():
    assert (ratio_bp(1, 3), ratio_bp(-1, 3), ratio_bp(1, 0), ratio_bp(1, 20_000)) == (3333, -3333, None, 1)


def test_a_reserve_is_worth_what_was_not_drawn():
    line = Line("L9", "reserve", Factors(), 100_000)
    entries = [Posting("baseline", "L9", "b", 100_000), Posting("adjusted", "L9", "a", -30_000)]
    at = book([line], Headcounts({}), entries, has_baseline=True).rows["L9"].figures
    assert (at.approved, at.estimate, at.forecast) == (70_000, 70_000, 70_000)


def test_a_what_if_shows_what_moves():
    lines = [Line("L1", "catering", Factors("expected"), 10_000), Line("L2", "venue", Factors(), 500)]
    before, after = (book(lines, Headcounts({("all", "expected"): n}), []) for n in (600, 650))
    moved = [(shift.key, shift.by) for shift in shifts(before, after) if shift.is_moved]
    assert moved == [("L1", 500_000)]
