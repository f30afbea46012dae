"""What stands on a way out is found; what only touches it is not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiwu.engines.floorplan import Box, Conflict, Kept, Placed, judge

sizes = st.integers(1, 5_000)
places = st.integers(-2_000, 30_000)
boxes = st.builds(Box, places, places, sizes, sizes)
discs = st.builds(lambda x, y, size: Box(x, y, size, size, is_round=True), places, places, sizes)
shapes = boxes | discs
ROOM = {"width_mm": 16_000, "length_mm": 24_000}


def judged(*placed: Placed, kept: tuple[Kept, ...] = ()) -> list[Conflict]:
    return list(judge(**ROOM, placed=placed, kept=kept))


def test_a_table_in_front_of_the_way_out_is_found():
    way_out = Kept("E1", Box(0, 10_000, 200, 1_400), clear_mm=1_400)
    table = Placed("T1", Box(1_000, 10_500, 1_800, 1_800, is_round=True))
    assert judged(table, kept=(way_out,)) == [Conflict("blocks", "T1", "E1")]


def test_a_table_that_leaves_just_the_clear_floor_is_not_found():
    way_out = Kept("E1", Box(0, 10_000, 200, 1_400), clear_mm=1_400)
    assert judged(Placed("T1", Box(1_600, 10_000, 1_800, 1_400)), kept=(way_out,)) == []


def test_what_leaves_the_room_is_found():
    assert judged(Placed("S1", Box(14_001, 0, 2_000, 500))) == [Conflict("outside", "S1")]


def test_two_tables_in_one_another_are_found_but_not_a_lectern_on_its_stage():
    stage = Placed("S1", Box(0, 0, 8_000, 4_000), carries=True)
    lectern = Placed("L1", Box(1_000, 1_000, 600, 500))
    table = Placed("T1", Box(1_200, 1_200, 1_800, 450))
    assert judged(stage, lectern, table) == [Conflict("overlaps", "L1", "T1")]


def test_a_round_table_fits_where_its_box_would_not():
    pillar = Box(0, 0, 500, 500)
    assert not Box(450, 450, 1_800, 1_800, is_round=True).overlaps(pillar)
    assert Box(450, 450, 1_800, 1_800).overlaps(pillar)


@given(shapes, shapes)
def test_overlapping_is_mutual(a, b):
    assert a.overlaps(b) == b.overlaps(a)


@given(shapes, shapes, st.integers(-5_000, 5_000), st.integers(-5_000, 5_000))
def test_moving_both_changes_nothing(a, b, right, down):
    moved = [Box(s.x_mm + right, s.y_mm + down, s.width_mm, s.depth_mm, s.is_round) for s in (a, b)]
    assert moved[0].overlaps(moved[1]) == a.overlaps(b)


@given(discs, boxes)
def test_a_disc_overlaps_only_what_its_box_overlaps(disc, box):
    around = Box(disc.x_mm, disc.y_mm, disc.width_mm, disc.depth_mm)
    assert not disc.overlaps(box) or around.overlaps(box)


@given(shapes)
def test_whatever_takes_floor_overlaps_itself(shape):
    assert shape.overlaps(shape)
