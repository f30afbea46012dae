"""Rows as people type them become whole millimetres; what is wrong is named with its row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiwu.floor_plans import rules

KINDS = ("round_table", "stage")


def cleaned(*rows, counted="seats"):
    return rules.clean(rows, kinds=KINDS, counted=counted, round_kinds=frozenset({"round_table"}))


def row(**values):
    return {
        "id": "a",
        "kind": "stage",
        "label": "",
        "x": "0",
        "y": "0",
        "width": "4",
        "depth": "2",
        "seats": "",
    } | values


def test_metres_in_any_digits_become_millimetres():
    kept, problems = cleaned(row(x="３．２５", y=" 1.5m ", width="4米", seats="１２"))
    assert problems == []
    assert [kept[0][name] for name in ("x_mm", "y_mm", "width_mm", "depth_mm", "seats")] == [3250, 1500, 4000, 2000, 12]


def test_a_round_table_is_as_deep_as_it_is_wide():
    kept, _problems = cleaned(row(kind="round_table", width="1.8", depth="1.8"))
    assert (kept[0]["width_mm"], kept[0]["depth_mm"]) == (1800, 1800)


def test_empty_rows_are_left_out_and_wrong_ones_named():
    kept, problems = cleaned(row(x="", y="", width="", depth=""), row(kind="sofa"), row(width="宽"), row(seats="十"))
    assert kept == []
    assert [(p.row, p.field, p.reason) for p in problems] == [
        (2, "kind", "unknown_kind"),
        (3, "width", "not_a_length"),
        (4, "seats", "not_a_count"),
    ]


def test_more_shapes_than_a_plan_holds_are_refused():
    _kept, problems = cleaned(*[row()] * (rules.MOST + 1))
    assert [p.reason for p in problems] == ["too_many"]


@given(st.integers(-rules.LONGEST_MM, rules.LONGEST_MM))
def test_what_is_shown_reads_back(length):
    assert rules.millimetres(rules.metres(length)) == length


@given(st.text(max_size=12))
def test_any_text_is_a_length_or_nothing(text):
    value = rules.millimetres(text)
    assert value is None or isinstance(value, int)
