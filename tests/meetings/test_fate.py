from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from huiwu.foundation.models import FactRecord
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound
from huiwu.meetings.errors import ConsequencesChanged, MeetingNotLive, MeetingNotOnHold, MeetingNotOver
from huiwu.meetings.models import Function, Meeting
from huiwu.meetings.queries import consequences
from huiwu.meetings.services import (
    add_function,
    cancel_function,
    cancel_meeting,
    close_meeting,
    move_dates,
    postpone_meeting,
    reopen_meeting,
    resume_meeting,
    take_on_meeting,
)

MARCH = datetime(2027, 3, 1, 4, tzinfo=UTC)
APRIL = (date(2027, 4, 15), date(2027, 4, 16))


def function(cast, name="开幕式", day=18, hour=1):
    return add_function(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        name=name,
        kind="plenary",
        load_in_at=datetime(2027, 3, day - 1, 6, tzinfo=UTC),
        start_at=datetime(2027, 3, day, hour, tzinfo=UTC),
        end_at=datetime(2027, 3, day, hour + 2, tzinfo=UTC),
    )


def kinds():
    return list(FactRecord.objects.order_by("id").values_list("kind", flat=True))


def test_moving_the_dates_does_what_the_preview_showed(cast):
    row = function(cast)
    with clock.at(MARCH):
        shown = consequences(cast.meeting, "move", *APRIL)
        done = move_dates(
            actor=cast.actor("lead"), meeting=cast.meeting, start_on=APRIL[0], end_on=APRIL[1], seen=shown.digest
        )
    assert done == shown
    assert [(c.key, c.before, c.after) for c in shown.changes] == [
        ("meeting.start_on", date(2027, 3, 18), date(2027, 4, 15)),
        ("meeting.end_on", date(2027, 3, 19), date(2027, 4, 16)),
    ]
    row.refresh_from_db()
    assert row.times == shown.functions[0].after
    assert row.start_at == datetime(2027, 4, 15, 1, tzinfo=UTC)
    assert (row.revision, Meeting.objects.get(pk=cast.meeting.pk).start_on) == (2, APRIL[0])
    assert FactRecord.objects.get(kind="meeting_dates_moved").payload == {
        "start_before": "2027-03-18",
        "start_after": "2027-04-15",
        "end_before": "2027-03-19",
        "end_after": "2027-04-16",
        "functions_moved": 1,
    }


def test_functions_rest_on_the_days_and_are_listed_with_their_state(cast):
    function(cast)
    cancel_function(actor=cast.actor("lead"), function=function(cast, name="酒会", hour=10))
    with clock.at(datetime(2027, 3, 18, 12, tzinfo=UTC)):
        shown = consequences(cast.meeting, "cancel")
    assert [(item.kind, item.label, item.state) for item in shown.impacted] == [("function", "1 开幕式", "done")]


def test_a_shortened_meeting_names_the_functions_left_outside(cast):
    function(cast)
    function(cast, name="闭幕式", day=19)
    shown = consequences(cast.meeting, "move", date(2027, 3, 18), date(2027, 3, 18))
    assert [move.label for move in shown.outside] == ["2 闭幕式"]


def test_a_list_that_has_changed_since_it_was_shown_is_not_acted_on(cast):
    function(cast)
    shown = consequences(cast.meeting, "cancel")
    function(cast, name="新加的场次", hour=8)
    with pytest.raises(ConsequencesChanged):
        cancel_meeting(actor=cast.actor("lead"), meeting=cast.meeting, reason="客户决定", seen=shown.digest)
    assert Meeting.objects.get(pk=cast.meeting.pk).status == "active"
    assert "meeting_cancelled" not in kinds()


def test_moving_to_the_same_days_changes_nothing(cast):
    with clock.at(MARCH):
        move_dates(actor=cast.actor("lead"), meeting=cast.meeting, start_on=date(2027, 3, 18), end_on=date(2027, 3, 19))
    assert (kinds(), Meeting.objects.get(pk=cast.meeting.pk).revision) == ([], 1)


def test_a_postponed_meeting_is_resumed_on_new_days_in_the_status_it_had(cast):
    row = function(cast)
    actor = cast.actor("lead")
    with clock.at(MARCH):
        postpone_meeting(actor=actor, meeting=cast.meeting, reason="场地故障")
        held = Meeting.objects.get(pk=cast.meeting.pk)
        assert (held.status, held.held_status, held.status_reason) == ("postponed", "active", "场地故障")
        with pytest.raises(MeetingNotLive):
            move_dates(actor=actor, meeting=cast.meeting, start_on=APRIL[0], end_on=APRIL[1])
        shown = consequences(held, "resume", *APRIL)
        resume_meeting(actor=actor, meeting=held, start_on=APRIL[0], end_on=APRIL[1], seen=shown.digest)
    back = Meeting.objects.get(pk=cast.meeting.pk)
    assert (back.status, back.held_status, back.status_reason, back.start_on) == ("active", "", "", APRIL[0])
    row.refresh_from_db()
    assert row.start_at == datetime(2027, 4, 15, 1, tzinfo=UTC)
    assert kinds()[-3:] == ["meeting_postponed", "meeting_dates_moved", "meeting_resumed"]


def test_a_postponed_meeting_that_is_cancelled_returns_to_the_status_before_both(cast):
    actor = cast.actor("lead")
    with clock.at(MARCH):
        postpone_meeting(actor=actor, meeting=cast.meeting, reason="一")
        cancel_meeting(actor=actor, meeting=cast.meeting, reason="二")
        resume_meeting(actor=actor, meeting=cast.meeting, start_on=APRIL[0], end_on=APRIL[1])
    assert Meeting.objects.get(pk=cast.meeting.pk).status == "active"


def test_only_a_meeting_on_hold_is_resumed(cast):
    with clock.at(MARCH), pytest.raises(MeetingNotOnHold):
        resume_meeting(actor=cast.actor("lead"), meeting=cast.meeting, start_on=APRIL[0], end_on=APRIL[1])


@pytest.mark.parametrize("verb", [postpone_meeting, cancel_meeting])
def test_a_reason_is_asked_for(cast, verb):
    for reason in ("  ", "长" * 501):
        with pytest.raises(InvalidInput):
            verb(actor=cast.actor("lead"), meeting=cast.meeting, reason=reason)
    assert Meeting.objects.get(pk=cast.meeting.pk).status == "active"


def test_a_cancelled_meeting_is_not_cancelled_again(cast):
    cancel_meeting(actor=cast.actor("lead"), meeting=cast.meeting, reason="一")
    with pytest.raises(MeetingNotLive):
        cancel_meeting(actor=cast.actor("lead"), meeting=cast.meeting, reason="二")
    assert kinds() == ["meeting_cancelled"]


def test_impossible_new_days_are_refused(cast):
    with clock.at(MARCH), pytest.raises(InvalidInput) as refused:
        move_dates(actor=cast.actor("lead"), meeting=cast.meeting, start_on=APRIL[1], end_on=APRIL[0])
    assert list(refused.value.fields) == ["end_on"]


def test_a_meeting_is_closed_after_its_last_day_and_can_be_opened_again(cast):
    actor = cast.actor("lead")
    with clock.at(datetime(2027, 3, 19, 15, tzinfo=UTC)), pytest.raises(MeetingNotOver):
        close_meeting(actor=actor, meeting=cast.meeting)
    with clock.at(datetime(2027, 3, 19, 16, tzinfo=UTC)):
        close_meeting(actor=actor, meeting=cast.meeting)
        close_meeting(actor=actor, meeting=cast.meeting)
    assert Meeting.objects.get(pk=cast.meeting.pk).status == "closed"
    reopen_meeting(actor=actor, meeting=cast.meeting)
    reopen_meeting(actor=actor, meeting=cast.meeting)
    assert kinds() == ["meeting_closed", "meeting_reopened"]


def test_an_enquiry_is_taken_on_once(cast):
    Meeting.objects.filter(pk=cast.meeting.pk).update(status="enquiry")
    take_on_meeting(actor=cast.actor("lead"), meeting=cast.meeting)
    take_on_meeting(actor=cast.actor("lead"), meeting=cast.meeting)
    assert (kinds(), Meeting.objects.get(pk=cast.meeting.pk).status) == (["meeting_taken_on"], "active")


@pytest.mark.parametrize(("who", "refusal"), [("stranger", NotFound), ("colleague", NotFound), ("planner", NotAllowed)])
def test_only_the_leads_decide_over_the_whole_meeting(cast, who, refusal):
    actor = cast.actor(who)
    acts = [
        lambda: move_dates(actor=actor, meeting=cast.meeting, start_on=APRIL[0], end_on=APRIL[1]),
        lambda: postpone_meeting(actor=actor, meeting=cast.meeting, reason="一"),
        lambda: cancel_meeting(actor=actor, meeting=cast.meeting, reason="一"),
        lambda: resume_meeting(actor=actor, meeting=cast.meeting, start_on=APRIL[0], end_on=APRIL[1]),
        lambda: close_meeting(actor=actor, meeting=cast.meeting),
        lambda: reopen_meeting(actor=actor, meeting=cast.meeting),
        lambda: take_on_meeting(actor=actor, meeting=cast.meeting),
    ]
    for act in acts:
        with pytest.raises(refusal):
            act()
    assert (kinds(), Function.objects.count()) == ([], 0)
