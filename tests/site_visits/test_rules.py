from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiwu.site_visits.rules.entries import Unreadable, Words, entry_of
from huiwu.site_visits.rules.moves import moves_from
from huiwu.site_visits.rules.scoring import (
    DEFAULT_WEIGHTS,
    PointScore,
    Rated,
    group_mean,
    ranked,
    shown,
    weight_faults,
)
from huiwu.site_visits.rules.vetoes import Known, applying, says, seal_of

EXAMPLE = {
    "transport": Fraction(4),
    "fit": Fraction(5),
    "equipment": Fraction(4),
    "catering": Fraction(3),
    "lodging": Fraction(4),
    "service": Fraction(4),
    "accessibility": Fraction(5),
}


def rated(key: str, quote: int | None, excluded: bool = False, **groups: int) -> Rated:
    return Rated(key, EXAMPLE | {name: Fraction(value) for name, value in groups.items()}, quote, excluded)


def test_the_worked_example_of_the_sheet_scores_eighty_three_and_a_half():
    one, _cheapest = ranked([rated("dear", 120_00), rated("cheap", 100_00, transport=0)], DEFAULT_WEIGHTS)
    assert one.key == "dear"
    assert {part.dimension: shown(part.points) for part in one.parts} == {
        "transport": "12.0",
        "fit": "20.0",
        "equipment": "12.0",
        "catering": "6.0",
        "lodging": "8.0",
        "service": "8.0",
        "price": "12.5",
        "accessibility": "5.0",
    }
    assert one.total == Fraction(167, 2)
    assert shown(one.total) == "83.5"


def test_a_point_is_the_mean_of_its_inspectors_and_a_group_the_mean_of_its_points():
    points = [PointScore((4, 5)), PointScore((3,)), PointScore(())]
    assert group_mean(points) == Fraction(15, 4)
    assert group_mean([PointScore(())]) is None


def test_two_points_apart_is_wide_and_one_is_not():
    assert [PointScore(scores).is_wide for scores in ((3, 4), (3, 5), (0, 5, 3))] == [False, True, True]


def test_the_vetoed_are_not_ranked_and_do_not_set_the_lowest_price():
    rows = ranked([rated("good", 200), rated("vetoed", 100, True)], DEFAULT_WEIGHTS)
    assert [(row.key, row.rank) for row in rows] == [("good", 1), ("vetoed", None)]
    assert [part.points for part in rows[0].parts if part.dimension == "price"] == [15]


def test_equal_scores_share_a_rank_and_the_next_is_skipped():
    rows = ranked([rated("a", 100), rated("b", 100), rated("c", 200)], DEFAULT_WEIGHTS)
    assert sorted((row.key, row.rank) for row in rows) == [("a", 1), ("b", 1), ("c", 3)]


def test_without_a_quote_or_a_scored_group_there_is_no_total_but_the_missing_is_named():
    unfinished = Rated("a", {k: v for k, v in EXAMPLE.items() if k != "lodging"}, None)
    (row,) = ranked([unfinished], DEFAULT_WEIGHTS)
    assert (row.total, row.rank, row.missing) == (None, None, ("lodging", "price"))


def test_a_dimension_without_weight_asks_for_nothing():
    weights = DEFAULT_WEIGHTS | {"lodging": 0, "fit": 30}
    unfinished = Rated("a", {k: v for k, v in EXAMPLE.items() if k != "lodging"}, 100)
    assert ranked([unfinished], weights)[0].missing == ()


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 10**12)), min_size=1, max_size=8))
def test_a_score_lies_between_nothing_and_a_hundred_and_the_best_is_first(venues):
    rows = [Rated(str(n), dict.fromkeys(EXAMPLE, Fraction(score)), quote) for n, (score, quote) in enumerate(venues)]
    found = ranked(rows, DEFAULT_WEIGHTS)
    totals = [row.total for row in found]
    assert all(0 <= total <= 100 for total in totals)
    assert totals == sorted(totals, reverse=True)


def test_rounding_is_half_up_and_once():
    assert [shown(Fraction(n, d)) for n, d in ((1, 20), (1, 3), (2, 3), (8345, 100), (0, 1))] == [
        "0.1",
        "0.3",
        "0.7",
        "83.5",
        "0.0",
    ]
    assert shown(None) == ""


def test_weights_must_be_all_there_whole_and_add_up():
    assert weight_faults(DEFAULT_WEIGHTS) == ""
    assert weight_faults(DEFAULT_WEIGHTS | {"fit": 21}) == "sum"
    assert weight_faults(DEFAULT_WEIGHTS | {"fit": 120, "price": -85}) == "range"
    assert weight_faults({"fit": 100}) == "names"


def test_what_may_be_done_depends_on_the_list():
    assert {state: moves_from(state) for state in ("long", "short", "recommended", "declined", "confirmed")} == {
        "long": ("shortlist", "decline"),
        "short": ("return_to_long", "recommend", "decline"),
        "recommended": ("withdraw", "decline"),
        "declined": ("reinstate",),
        "confirmed": (),
    }


def known(**values) -> Known:
    plain = {
        "capacity": 700,
        "needed": 600,
        "dates": "free",
        "fire_papers": ("seen",),
        "has_fire_certificate": False,
        "fire_certificate_expired": False,
        "exit_scores": (4,),
        "invoice_ok": True,
        "is_designated": None,
        "is_own": False,
        "is_public_body": False,
    }
    return Known(**(plain | values))


@pytest.mark.parametrize(
    ("item", "values", "verdict"),
    [
        ("capacity", {}, "pass"),
        ("capacity", {"capacity": 599}, "fail"),
        ("capacity", {"capacity": None}, "unknown"),
        ("date", {"dates": "option"}, "pass"),
        ("date", {"dates": "taken"}, "fail"),
        ("date", {"dates": "unknown"}, "unknown"),
        ("fire", {}, "pass"),
        ("fire", {"fire_papers": ("told",)}, "unknown"),
        ("fire", {"fire_papers": ("seen", "missing")}, "fail"),
        ("fire", {"exit_scores": (4, 0)}, "fail"),
        ("fire", {"fire_papers": (), "has_fire_certificate": True}, "pass"),
        ("fire", {"fire_certificate_expired": True}, "fail"),
        ("invoice", {"invoice_ok": None}, "unknown"),
        ("invoice", {"invoice_ok": False}, "fail"),
        ("designated", {"is_designated": False}, "fail"),
        ("designated", {"is_own": True, "is_designated": False}, "pass"),
    ],
)
def test_what_the_data_says_of_each_veto(item, values, verdict):
    assert says(item, known(**values)) == verdict


def test_designated_venues_are_asked_of_public_bodies_alone():
    assert "designated" not in applying(known())
    assert applying(known(is_public_body=True))[-1] == "designated"


def test_a_decision_rests_on_its_own_facts_alone():
    assert seal_of("capacity", known()) == seal_of("capacity", known(dates="taken"))
    assert seal_of("capacity", known()) != seal_of("capacity", known(capacity=599))


NOW = datetime(2027, 2, 1, 8, tzinfo=UTC)
WORDS = Words(
    points={"fit.size"},
    measures={"clear_height_mm", "fire_acceptance"},
    whole={"clear_height_mm"},
    choices={"fire_acceptance": {"seen"}},
)


def raw(**values):
    plain = {"id": str(uuid4()), "kind": "score", "key": "fit.size", "value": 4, "at": NOW.isoformat()}
    return plain | values


def test_an_entry_is_read_and_a_fast_clock_set_back():
    late = entry_of(raw(at=(NOW + timedelta(days=3)).isoformat()), WORDS, NOW)
    assert (late.value, late.at) == (4, NOW)
    old = entry_of(raw(at="2027-01-31T16:00:00+08:00"), WORDS, NOW)
    assert old.at == datetime(2027, 1, 31, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "clean"),
    [
        ({"value": None}, None),
        ({"value": "3"}, 3),
        ({"kind": "measure", "key": "clear_height_mm", "value": " ８，２００ "}, "8200"),
        ({"kind": "measure", "key": "fire_acceptance", "value": "seen"}, "seen"),
        ({"kind": "note", "value": " 柱 "}, "柱"),
        ({"kind": "finish", "key": "", "value": True}, True),
    ],
)
def test_values_are_cleaned(values, clean):
    assert entry_of(raw(**values), WORDS, NOW).value == clean


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"id": "x"}, "shape"),
        ({"at": "yesterday"}, "shape"),
        ({"at": "2027-02-01T08:00:00"}, "shape"),
        ({"kind": "veto"}, "kind"),
        ({"key": "fit.colour"}, "key"),
        ({"value": 6}, "value"),
        ({"value": True}, "value"),
        ({"value": "４"}, "value"),
        ({"kind": "measure", "key": "clear_height_mm", "value": "八米"}, "value"),
        ({"kind": "measure", "key": "clear_height_mm", "value": "99999999999"}, "value"),
        ({"kind": "measure", "key": "fire_acceptance", "value": "yes"}, "value"),
        ({"kind": "note", "value": "长" * 2001}, "value"),
        ({"kind": "note", "value": "\0"}, "value"),
        ({"kind": "promise", "key": "1", "value": {"item": "投影"}}, "key"),
        ({"kind": "promise", "key": str(uuid4()), "value": {"item": " "}}, "value"),
    ],
)
def test_what_cannot_be_read_says_why(values, why):
    with pytest.raises(Unreadable) as refused:
        entry_of(raw(**values), WORDS, NOW)
    assert refused.value.why == why


def test_an_entry_that_is_no_mapping_is_refused():
    with pytest.raises(Unreadable):
        entry_of(["score"], WORDS, NOW)
