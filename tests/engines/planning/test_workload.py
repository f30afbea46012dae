"""Load per person and day against capacity and absences."""

from __future__ import annotations

from datetime import date

from huiwu.engines.planning.calendar import chinese_calendar, weekend_calendar
from huiwu.engines.planning.workload import Absence, Person, Work, loads, overload_by_person, overloads

MON, TUE, WED, SAT = date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 3), date(2026, 6, 6)


def test_two_whole_tasks_on_one_day_are_too_many() -> None:
    work = [Work("a", "wang", MON, TUE), Work("b", "wang", TUE, WED), Work("c", "li", MON, MON)]
    found = overloads(work, [Person("wang"), Person("li")], weekend_calendar())
    assert [(o.person, o.day, o.load_percent, o.over_percent, o.works) for o in found] == [
        ("wang", TUE, 200, 100, ("a", "b"))
    ]


def test_two_half_tasks_fit() -> None:
    work = [Work("a", "wang", MON, TUE, 50), Work("b", "wang", MON, TUE, 50)]
    assert overloads(work, [Person("wang")], weekend_calendar()) == ()


def test_an_absence_and_a_part_time_capacity_count() -> None:
    wang = Person("wang", capacity_percent=60, absences=(Absence(TUE, TUE),))
    found = overloads([Work("a", "wang", MON, WED, 50)], [wang], weekend_calendar())
    assert [(o.day, o.capacity_percent) for o in found] == [(TUE, 0)]
    assert overload_by_person(found) == {"wang": 50}


def test_days_off_carry_no_load_unless_the_work_is_there_only() -> None:
    people = [Person("wang")]
    assert [
        d.day for d in loads([Work("a", "wang", date(2026, 6, 5), date(2026, 6, 8))], people, weekend_calendar())
    ] == [
        date(2026, 6, 5),
        date(2026, 6, 8),
    ]
    assert [d.day for d in loads([Work("a", "wang", SAT, SAT)], people, weekend_calendar())] == [SAT]
    assert [
        d.day for d in loads([Work("a", "wang", date(2026, 9, 20), date(2026, 9, 20))], people, chinese_calendar())
    ] == [date(2026, 9, 20)]


def test_work_of_strangers_is_left_out() -> None:
    assert loads([Work("a", "nobody", MON, TUE)], [Person("wang")], weekend_calendar()) == ()
