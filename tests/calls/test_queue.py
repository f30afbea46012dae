from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiwu.attendees.models import Attendee
from huiwu.calls import services
from huiwu.calls.errors import CallTaken
from huiwu.calls.models import CallRecord, CallTask
from huiwu.calls.queries import counts
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed
from tests.calls.conftest import NOW, asked, next_for, person, rang


def test_a_caller_takes_a_person_rings_and_the_matter_is_settled(team: Any) -> None:
    wang = person(team)
    asked(team, wang)
    assert next_for(team, "planner") == wang
    rang(team, "planner", wang, said="周五前回复")
    assert CallTask.objects.get().state == "done"
    assert (CallRecord.objects.get().said, next_for(team, "planner")) == ("周五前回复", None)


def test_asking_twice_for_the_same_rings_once(team: Any) -> None:
    wang = person(team)
    assert asked(team, wang).pk == asked(team, wang).pk
    assert CallTask.objects.count() == 1


def test_what_was_settled_may_be_asked_again(team: Any) -> None:
    wang = person(team)
    asked(team, wang)
    rang(team, "planner", wang)
    asked(team, wang)
    assert next_for(team, "planner") == wang


def test_two_callers_never_have_the_same_person(team: Any) -> None:
    wang, li = person(team), person(team, "李四", mobile="13900005678")
    asked(team, wang, priority=1)
    asked(team, wang, key="data", why="missing_data")
    asked(team, li)
    assert (next_for(team, "planner"), next_for(team, "colleague")) == (wang, li)
    assert next_for(team, "planner") == wang  # whoever has somebody in hand gets the same again


def test_urgent_matters_first_then_those_whose_answer_is_needed_first(team: Any) -> None:
    people = [person(team, f"人{n}", mobile=f"1380000000{n}") for n in range(3)]
    asked(team, people[0])
    asked(team, people[1], due_at=NOW + timedelta(days=1))
    asked(team, people[2], priority=1)
    order = []
    for _turn in people:
        found = next_for(team, "planner")
        assert found
        order.append(found)
        rang(team, "planner", found)
    assert order == [people[2], people[1], people[0]]


def test_after_a_quarter_of_an_hour_somebody_else_may_take_over(team: Any) -> None:
    wang = person(team)
    asked(team, wang)
    next_for(team, "planner")
    with clock.at(NOW + timedelta(minutes=16)):
        assert next_for(team, "colleague") == wang
        with pytest.raises(CallTaken) as taken:
            rang(team, "planner", wang)
    assert taken.value.params["who"] == "孙浩"


def test_no_answer_waits_two_hours_and_busy_half_an_hour(team: Any) -> None:
    wang = person(team)
    asked(team, wang)
    rang(team, "planner", wang, "no_answer")
    assert next_for(team, "planner") is None
    with clock.at(NOW + timedelta(hours=2)):
        assert next_for(team, "planner") == wang
        rang(team, "planner", wang, "busy")
    with clock.at(NOW + timedelta(hours=2, minutes=29)):
        assert next_for(team, "planner") is None


def test_an_agreed_time_needs_to_be_said_and_lie_ahead(team: Any) -> None:
    wang = person(team)
    asked(team, wang)
    for at in (None, NOW - timedelta(hours=1)):
        with pytest.raises(InvalidInput):
            rang(team, "planner", wang, "call_back", next_at=at)
    rang(team, "planner", wang, "call_back", next_at=NOW + timedelta(days=1))
    assert CallTask.objects.get().next_at == NOW + timedelta(days=1)


def test_a_wrong_number_waits_for_another_one(team: Any) -> None:
    wang = person(team)
    asked(team, wang)
    rang(team, "planner", wang, "wrong_number")
    assert (next_for(team, "planner"), counts(team.meeting, NOW).no_number) == (None, 1)
    Attendee.objects.filter(pk=wang.pk).update(mobile="+8613900009999")
    assert next_for(team, "planner") == wang


def test_what_is_no_longer_needed_leaves_the_list(team: Any) -> None:
    wang = person(team)
    task = asked(team, wang)
    actor = team.actor("lead")
    assert services.drop_calls(actor=actor, meeting=team.meeting, key=task.key) == 1
    assert services.drop_calls(actor=actor, meeting=team.meeting, key=task.key) == 0
    assert next_for(team, "planner") is None


def test_somebody_put_back_keeps_their_place(team: Any) -> None:
    wang = person(team)
    asked(team, wang)
    next_for(team, "planner")
    services.put_back(actor=team.actor("planner"), meeting=team.meeting, attendee_id=wang.pk)
    assert next_for(team, "colleague") == wang


def test_who_does_not_look_after_people_rings_nobody(team: Any) -> None:
    with pytest.raises(NotAllowed):
        next_for(team, "compliance")
