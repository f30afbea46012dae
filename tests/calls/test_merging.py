from __future__ import annotations

from typing import Any

from huiwu.attendees.services import merge_attendees, undo_merge
from huiwu.calls.models import CallRecord, CallTask
from tests.calls.conftest import asked, next_for, person, rang


def twice(team: Any) -> tuple[Any, Any]:
    return person(team), person(team, "王明", org_name="启明科技公司", mobile="13800005678")


def merged(team: Any, kept: Any, gone: Any) -> Any:
    return merge_attendees(actor=team.actor("lead"), meeting=team.meeting, kept_id=kept.pk, gone_id=gone.pk)


def test_open_calls_of_a_merged_record_are_rung_under_the_kept_one(team: Any) -> None:
    kept, gone = twice(team)
    asked(team, gone)
    merged(team, kept, gone)
    assert next_for(team, "planner") == kept
    rang(team, "planner", kept, said="周五到")
    assert CallTask.objects.get().state == "done"
    assert next_for(team, "colleague") is None


def test_whoever_is_on_the_phone_with_the_merged_record_keeps_the_person(team: Any) -> None:
    kept, gone = twice(team)
    asked(team, gone)
    assert next_for(team, "planner") == gone
    merged(team, kept, gone)
    assert (next_for(team, "colleague"), next_for(team, "planner")) == (None, kept)


def test_a_merge_taken_back_returns_what_is_still_open(team: Any) -> None:
    kept, gone = twice(team)
    asked(team, gone)
    asked(team, gone, key="data", why="missing_data")
    asked(team, kept, key="own")
    rang(team, "planner", gone, outcome="no_answer")
    merge = merged(team, kept, gone)
    assert CallRecord.objects.get().attendee == kept
    undo_merge(actor=team.actor("lead"), merge_id=merge.pk)
    assert CallRecord.objects.get().attendee == gone
    assert sorted(CallTask.objects.values_list("attendee_id", "why")) == sorted(
        [(gone.pk, "reply"), (gone.pk, "missing_data"), (kept.pk, "reply")]
    )
