"""Clashes, tight places, meals, moves: on plain values."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from huiwu.agenda.rules.conflicts import Conflict, impossibilities
from huiwu.agenda.rules.moving import Placed, moved, next_free, reordered
from huiwu.agenda.rules.plan import Booked, Frame, Programme, Slot, Stock
from huiwu.agenda.rules.standards import STANDARDS, Figures, faulty
from huiwu.agenda.rules.tightness import meals_lacking, tight
from tests.agenda.conftest import at

HALL = Frame("f1", "主会场", "plenary", at(9), at(12), "hall", "大会堂", 600)
ROOM = Frame("f2", "分会场", "breakout", at(9), at(12), "room", "1 号会议室", 80)


def slot(name: str, hour: int, minute: int = 0, minutes: int = 30, **more: Any) -> Slot:
    return Slot(name, name, more.pop("kind", "talk"), more.pop("frame", "f1"), at(hour, minute), minutes, **more)


def judged(*slots: Slot, frames: tuple[Frame, ...] = (HALL, ROOM), stocks: tuple[Stock, ...] = ()) -> list[Conflict]:
    return impossibilities(Programme.of(slots, frames, stocks), Figures())


def told(found: list[Conflict]) -> list[tuple[str, tuple[str, ...]]]:
    return [(conflict.kind, conflict.slots) for conflict in found]


def test_one_person_cannot_be_in_two_rooms_at_once() -> None:
    wang = (("p1", "王建国"),)
    found = judged(slot("a", 9, speakers=wang), slot("b", 9, 15, frame="f2", speakers=wang))
    assert told(found) == [("speaker", ("a", "b"))]
    assert found[0].values == {"who": "p1", "name": "王建国"}


def test_a_person_may_go_from_one_item_straight_to_the_next() -> None:
    wang = (("p1", "王建国"),)
    assert judged(slot("a", 9, speakers=wang), slot("b", 9, 30, frame="f2", speakers=wang)) == []


def test_two_items_in_one_room_clash_also_when_their_functions_differ() -> None:
    late = Frame("f3", "沙龙", "other", at(9), at(12), "hall", "大会堂")
    assert told(judged(slot("a", 9), slot("b", 9, 20, frame="f3"), frames=(HALL, late))) == [("room", ("a", "b"))]


def test_parallel_tracks_of_a_function_without_a_room_do_not_clash() -> None:
    open_air = Frame("f4", "平行论坛", "breakout", at(9), at(12))
    parallel = (slot("a", 9, frame="f4", track="x"), slot("b", 9, frame="f4", track="y"))
    assert judged(*parallel, frames=(open_air,)) == []


def test_a_long_item_clashes_with_every_one_it_covers() -> None:
    found = judged(slot("a", 9, minutes=90), slot("b", 9, 30, 15), slot("c", 10, 0, 15))
    assert told(found) == [("room", ("a", "b")), ("room", ("a", "c"))]


def test_more_microphones_than_there_are_are_found_at_the_worst_moment() -> None:
    mics = Stock("m", "无线话筒", "equipment", 4)
    use = (Booked("m", 3),)
    found = judged(slot("a", 9, booked=use), slot("b", 9, 10, frame="f2", booked=(Booked("m", 2),)), stocks=(mics,))
    assert told(found) == [("equipment", ("a", "b"))]
    assert found[0].values["needed"] == 5


def test_equipment_that_is_free_again_may_be_used() -> None:
    mics = Stock("m", "无线话筒", "equipment", 4)
    use = (Booked("m", 4),)
    assert judged(slot("a", 9, booked=use), slot("b", 9, 30, frame="f2", booked=use), stocks=(mics,)) == []


def test_an_interpreter_cannot_sit_in_two_booths() -> None:
    zhou = Stock("z", "周译", "interpreter")
    use = (Booked("z"),)
    found = judged(slot("a", 9, booked=use), slot("b", 9, frame="f2", booked=use), stocks=(zhou,))
    assert told(found) == [("interpreter", ("a", "b"))]


def test_a_long_interpreted_item_needs_two_interpreters_and_a_short_one_needs_one() -> None:
    zhou = Stock("z", "周译", "interpreter")
    alone = {"booked": (Booked("z"),), "is_interpreted": True}
    assert told(judged(slot("a", 9, minutes=31, **alone), stocks=(zhou,))) == [("interpreters_lacking", ("a",))]
    assert judged(slot("a", 9, minutes=30, **alone), stocks=(zhou,)) == []
    assert told(judged(slot("a", 9, is_interpreted=True))) == [("interpreters_lacking", ("a",))]


def test_items_and_buffers_together_must_fit_the_function() -> None:
    full = (slot("a", 9, minutes=90), slot("b", 10, 30, 90))
    assert judged(*full) == []
    found = judged(slot("a", 9, minutes=90, buffer=5), slot("b", 10, 30, 90))
    assert told(found) == [("over_long", ("a", "b"))]
    assert found[0].values == {"name": "主会场", "needs": 185, "has": 180, "over": 5}


def test_an_item_outside_of_its_function_is_found() -> None:
    assert told(judged(slot("a", 8, 50))) == [("outside", ("a",))]
    assert told(judged(slot("a", 11, 45))) == [("outside", ("a",))]


def test_a_photo_needs_time_before_and_after_it_by_the_size_of_the_audience() -> None:
    plan = Programme.of([slot("talk", 9), slot("photo", 9, 30, 15, kind="group_photo"), slot("next", 9, 45)], [HALL])
    found = tight(plan, Figures())
    assert [(c.kind, c.slots, c.values) for c in found] == [
        ("before", ("photo", "talk"), {"gap": 0, "needed": 5}),
        ("after", ("photo", "next"), {"gap": 0, "needed": 5}),
    ]
    spaced = Programme.of([slot("talk", 9), slot("photo", 9, 35, 15, kind="group_photo"), slot("next", 9, 55)], [HALL])
    assert tight(spaced, Figures()) == []


def test_a_turnover_is_itself_the_time_between_two_items() -> None:
    slots = [slot("talk", 9), slot("x", 9, 30, 10, kind="turnover"), slot("award", 9, 40, 30, kind="award")]
    assert tight(Programme.of(slots, [HALL]), Figures()) == []


def test_a_break_lasts_by_the_number_of_people() -> None:
    short = Programme.of([slot("tea", 10, 0, 20, kind="coffee_break")], [HALL])
    assert [(c.kind, c.values["needed"]) for c in tight(short, Figures())] == [("short", 30)]
    small = Programme.of([slot("tea", 10, 0, 15, kind="coffee_break", frame="f2")], [ROOM])
    assert tight(small, Figures()) == []


def test_people_need_time_to_walk_to_another_room() -> None:
    later = Frame("f5", "分会场", "breakout", at(10), at(12), "room", "1 号会议室", 80)
    near = Programme.of([slot("a", 9, minutes=55), slot("b", 10, frame="f5")], [HALL, later])
    assert [(c.kind, c.values["gap"], c.values["needed"]) for c in tight(near, Figures())] == [("change_room", 5, 10)]


def test_a_day_across_noon_and_evening_wants_two_meals() -> None:
    plan = Programme.of(
        [slot("a", 9), slot("b", 19, 30, frame="f9")], [HALL, Frame("f9", "晚场", "plenary", at(14), at(20))]
    )
    found = meals_lacking(plan, plan.frames.values(), "Asia/Shanghai", Figures())
    assert [(c.kind, c.values["meal"], c.slots) for c in found] == [
        ("meal", "lunch", ("a", "b")),
        ("meal", "dinner", ("a", "b")),
    ]


def test_a_meal_function_or_a_meal_item_feeds() -> None:
    slots = [slot("a", 9), slot("b", 14, frame="f9")]
    late = Frame("f9", "下午", "plenary", at(14), at(17))
    lunch = Frame("f8", "午餐", "meal", at(12), at(13))
    plan = Programme.of(slots, [HALL, late])
    assert meals_lacking(plan, [HALL, late, lunch], "Asia/Shanghai", Figures()) == []
    fed = Programme.of([*slots, slot("lunch", 12, kind="meal")], [HALL, late])
    assert meals_lacking(fed, fed.frames.values(), "Asia/Shanghai", Figures()) == []


def test_a_morning_that_ends_at_noon_needs_no_meal() -> None:
    plan = Programme.of([slot("a", 9, minutes=180)], [HALL])
    assert meals_lacking(plan, plan.frames.values(), "Asia/Shanghai", Figures()) == []


def test_what_follows_moves_along_when_asked() -> None:
    line = [slot("a", 9), slot("b", 9, 30), slot("c", 10, 0)]
    assert moved(line, "b", at(9, 40), 30, following=True) == [Placed("b", at(9, 40), 30), Placed("c", at(10, 10), 30)]
    assert moved(line, "b", at(9, 40), 30, following=False) == [Placed("b", at(9, 40), 30)]
    assert moved(line, "b", at(9, 30), 45, following=True)[1] == Placed("c", at(10, 15), 30)
    assert moved(line, "b", at(9, 30), 30, following=True) == []


def test_a_new_order_closes_gaps_and_keeps_lengths_and_buffers() -> None:
    line = [slot("a", 9, minutes=20, buffer=5), slot("b", 9, 30, 10), slot("c", 10, 0)]
    assert reordered(line, ["b", "a", "c"]) == [
        Placed("b", at(9), 10),
        Placed("a", at(9, 10), 20),
        Placed("c", at(9, 35), 30),
    ]


def test_a_new_item_begins_when_the_last_is_clear() -> None:
    assert next_free([slot("a", 9, buffer=5)], at(9)) == at(9, 35)
    assert next_free([], at(9)) == at(9)


def test_figures_of_the_house_replace_those_of_the_product() -> None:
    figures = Figures({"break_length_medium": 20, "unknown": 3})
    assert figures.of("break_length", 600) == 20
    assert figures.of("break_length", 1001) == STANDARDS["break_length_large"].value
    assert [figures.size(n) for n in (None, 100, 101, 1000, 1001)] == ["small", "small", "medium", "medium", "large"]


def test_figures_out_of_range_or_out_of_order_are_faulty() -> None:
    assert faulty({"break_length_small": 15}) == []
    assert faulty({"break_length_small": 481, "nonsense": 1}) == ["break_length_small", "nonsense"]
    assert faulty({"small_max": 1000}) == ["medium_max"]


def test_the_root_of_a_conflict_does_not_depend_on_its_order() -> None:
    first, second = Conflict("room", ("a", "b")), Conflict("room", ("b", "a"))
    assert first.root == second.root
    assert timedelta(minutes=30) == slot("a", 9).span.length
