from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from huiwu.contracts.rules.capitals import in_capitals
from huiwu.contracts.rules.exposure import Side, curve, exposure_on, turning_points, worst
from huiwu.contracts.rules.guarantees import settle, settled_count
from huiwu.contracts.rules.hours import Hours, uncovered
from huiwu.contracts.rules.ladder import DEFAULT_LADDER, Step, bands, cost_on, ladder_faults
from huiwu.contracts.rules.terms import Anchors, Part, due_day, off_by, split

LADDER = tuple(Step(days, share) for days, share in DEFAULT_LADDER)
START = date(2027, 3, 18)


@pytest.mark.parametrize(
    ("days", "share"),
    [(90, 0), (60, 0), (59, 2000), (30, 2000), (29, 5000), (15, 5000), (14, 7000), (7, 7000), (6, 10_000), (0, 10_000)],
)
def test_the_default_ladder_turns_on_its_borders(days, share):
    cost = cost_on(1_000_001, LADDER, START, date.fromordinal(START.toordinal() - days))
    assert (cost.days_before, cost.share_bp) == (days, share)
    assert cost.cents == (1_000_001 * share + 5000) // 10_000


def test_after_the_first_day_all_of_it_is_owed():
    assert cost_on(500, LADDER, START, date(2027, 4, 1)).cents == 500


def test_the_next_step_is_named_with_its_day_and_amount():
    cost = cost_on(100_000, LADDER, START, date(2027, 2, 1))  # 45 days before
    assert (cost.cents, cost.next_on, cost.next_share_bp, cost.next_cents) == (20_000, date(2027, 2, 17), 5000, 50_000)
    assert cost_on(100_000, LADDER, START, date(2027, 2, 17)).cents == 50_000
    assert cost_on(100_000, LADDER, START, date(2027, 2, 16)).cents == 20_000


def test_the_last_step_has_no_next():
    assert cost_on(100, LADDER, START, date(2027, 3, 17)).next_on is None


def test_without_a_ladder_there_is_no_cost_to_state():
    assert cost_on(100, (), START, START) is None


def test_bands_follow_each_other_without_gap():
    found = bands(100_000, LADDER, START)
    assert [(b.min_days, b.max_days) for b in found] == [(60, None), (30, 59), (15, 29), (7, 14), (0, 6)]
    assert [(b.from_on, b.to_on) for b in found] == [
        (None, date(2027, 1, 17)),
        (date(2027, 1, 18), date(2027, 2, 16)),
        (date(2027, 2, 17), date(2027, 3, 3)),
        (date(2027, 3, 4), date(2027, 3, 11)),
        (date(2027, 3, 12), None),
    ]


@pytest.mark.parametrize(
    ("steps", "faults"),
    [
        (LADDER, []),
        ([Step(30, 5000), Step(0, 2000)], ["falls"]),
        ([Step(30, 0), Step(30, 5000), Step(0, 10_000)], ["twice"]),
        ([Step(30, 0)], ["open"]),
        ([Step(0, 10_001)], ["range"]),
    ],
)
def test_a_ladder_rises_to_the_day_itself(steps, faults):
    assert ladder_faults(steps) == faults


@pytest.mark.parametrize("amount", [0, 1, 99, 100, 10_000_001, 123_456_789])
@pytest.mark.parametrize("shares", [(5000, 5000), (3333, 3333, 3334), (3000, 5000, 2000), (1, 9999), (10_000,)])
def test_shares_add_up_to_the_cent(amount, shares):
    pieces = split(amount, [Part(share_bp=share) for share in shares])
    assert sum(pieces) == amount
    assert all(abs(piece * 10_000 - amount * share) < 10_000 for piece, share in zip(pieces, shares, strict=True))


def test_fixed_amounts_stand_and_shares_split_the_rest():
    parts = [Part(amount_cents=3_333), Part(share_bp=5000), Part(share_bp=5000)]
    assert split(10_000, parts) == [3_333, 3_334, 3_333]


@pytest.mark.parametrize(
    "parts",
    [
        [Part(share_bp=5000)],
        [Part(share_bp=6000), Part(share_bp=6000)],
        [Part(amount_cents=9_999)],
        [Part(amount_cents=10_001), Part(share_bp=10_000)],
        [],
    ],
)
def test_parts_that_do_not_add_up_are_no_schedule(parts):
    assert split(10_000, parts) is None


def test_by_how_much_parts_miss():
    assert off_by(10_000, [Part(amount_cents=9_000)]) == (1_000, 0)
    assert off_by(10_000, [Part(share_bp=3000), Part(share_bp=5000)]) == (0, 2000)


@pytest.mark.parametrize(
    ("trigger", "offset", "due"),
    [
        ("signing", 7, date(2027, 2, 8)),
        ("days_before", 7, date(2027, 3, 11)),
        ("acceptance", 15, date(2027, 4, 4)),
        ("invoice_days", 30, None),
        ("date", 0, date(2027, 3, 1)),
    ],
)
def test_a_term_falls_due_so_many_days_from_its_event(trigger, offset, due):
    anchors = Anchors(signed_on=date(2027, 2, 1), starts_on=START, accepted_on=date(2027, 3, 20))
    assert due_day(trigger, offset, date(2027, 3, 1), anchors) == due


@pytest.mark.parametrize(("actual", "paid"), [(22, 25), (25, 25), (27, 27)])
def test_rooms_are_settled_by_the_greater_of_actual_and_guaranteed(actual, paid):
    assert settled_count(actual, 25) == paid


def test_settling_shows_what_stays_empty_and_costs():
    settled = settle(22, 25, 68_000)
    assert (settled.count, settled.empty, settled.cents) == (25, 3, 1_700_000)


def at(hour, day=18):
    return datetime(2027, 3, day, hour, tzinfo=UTC)


def test_hours_that_adjoin_cover_as_one():
    agreed = [Hours(at(0), at(4)), Hours(at(4), at(9))]
    assert uncovered(Hours(at(1), at(8)), agreed) == []


def test_what_is_not_covered_is_told_with_its_hours():
    agreed = [Hours(at(3), at(6), "hall"), Hours(at(8), at(9), "hall"), Hours(at(0), at(23), "foyer")]
    assert uncovered(Hours(at(1), at(10), "hall"), agreed) == [
        Hours(at(1), at(3), "hall"),
        Hours(at(6), at(8), "hall"),
        Hours(at(9), at(10), "hall"),
    ]


def test_hours_without_a_place_cover_every_place():
    assert uncovered(Hours(at(1), at(2), "hall"), [Hours(at(0), at(5))]) == []


def sides():
    strict = (Step(30, 0), Step(0, 10_000))
    loose = (Step(7, 0), Step(0, 10_000))
    return (
        Side("client", "启明科技", 1_000_000, loose, START, True),
        Side("venue", "滨江会议中心", 600_000, strict, START, False),
    )


def test_a_looser_client_ladder_is_our_own_loss():
    point = exposure_on(sides(), date(2027, 3, 8))  # ten days before
    assert (point.owed_cents, point.due_cents, point.net_cents) == (600_000, 0, 600_000)
    later = exposure_on(sides(), date(2027, 3, 15))
    assert (later.owed_cents, later.due_cents, later.net_cents) == (600_000, 1_000_000, -400_000)


def test_the_curve_turns_where_a_step_begins_and_names_its_worst_day():
    points = curve(sides(), date(2027, 2, 1), START)
    assert [p.day for p in turning_points(points)] == [date(2027, 2, 1), date(2027, 2, 17), date(2027, 3, 12)]
    assert (worst(points).day, worst(points).net_cents) == (date(2027, 2, 17), 600_000)
    assert len(points) == 46


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (105, "人民币壹元零伍分"),
        (110, "人民币壹元壹角整"),
        (168_000_000, "人民币壹佰陆拾捌万元整"),
        (10_000_001, "人民币壹拾万元零壹分"),
        (1_010_203_45, "人民币壹佰零壹万零贰佰零叁元肆角伍分"),
        (100_000_000_00, "人民币壹亿元整"),
        (100_010_000_00, "人民币壹亿零壹万元整"),
        (-250_00, "人民币负贰佰伍拾元整"),
    ],
)
def test_amounts_in_capitals(cents, words):
    assert in_capitals(cents) == words
