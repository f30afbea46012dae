"""Records that look alike are judged by a person: merged, taken back, or told apart."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from huiwu.attendees import queries, services
from huiwu.attendees.errors import MergeNotUndoable, MergeUndone, NotOnePerson
from huiwu.attendees.models import Attendee, Merge, NotSamePerson
from huiwu.kernel.errors import NotAllowed, Refusal
from huiwu.meetings.models import Function
from tests.attendees.conftest import Make
from tests.cast import Cast


def test_the_same_mobile_and_the_same_name_and_organisation_are_listed(cast: Cast, add: Make) -> None:
    one, two = add("王明", mobile="13800000001"), add("李静", mobile="13800000001")
    three, four = add("张伟"), add("张伟")
    add("张伟", org_name="云帆会务")
    found = [(alike.why, alike.people) for alike in queries.open_duplicates(cast.meeting)]
    assert found == [("same_mobile", (one, two)), ("same_name", (three, four))]


def test_people_told_apart_are_not_listed_again(cast: Cast, add: Make) -> None:
    one, two = add("张伟"), add("张伟")
    for _ in range(2):
        services.tell_apart(actor=cast.actor("lead"), meeting=cast.meeting, attendee_ids=[two.pk, one.pk])
    assert queries.open_duplicates(cast.meeting) == []
    assert NotSamePerson.objects.count() == 1


def test_a_merge_fills_blanks_and_joins_roles_tags_and_functions(cast: Cast, add: Make, plenary: Function) -> None:
    kept = add("王明", roles=["guest"], tags=["甲"])
    gone = add("王明", roles=["speaker"], tags=["乙"], mobile="13800000001", title="总监")
    services.put_in_functions(actor=cast.actor("lead"), attendee_id=gone.pk, function_ids=[plenary.pk])
    services.keep_sensitive(actor=cast.actor("lead"), attendee_id=gone.pk, values={"dietary_requirement": "清真"})
    services.merge_attendees(actor=cast.actor("lead"), meeting=cast.meeting, kept_id=kept.pk, gone_id=gone.pk)
    kept.refresh_from_db()
    assert (kept.roles, kept.tags, kept.mobile, kept.title) == (
        ["guest", "speaker"],
        ["甲", "乙"],
        "+8613800000001",
        "经理",
    )
    assert list(queries.active(cast.meeting)) == [kept]
    assert list(queries.taking_part(plenary)) == [kept]
    assert (
        services.reveal_sensitive(actor=cast.actor("lead"), attendee_id=kept.pk, field="dietary_requirement") == "清真"
    )


def test_columns_chosen_by_name_come_from_the_other_record(cast: Cast, add: Make) -> None:
    kept, gone = add("王明", title="经理"), add("王明", title="总监")
    services.merge_attendees(
        actor=cast.actor("lead"), meeting=cast.meeting, kept_id=kept.pk, gone_id=gone.pk, take=["title"]
    )
    kept.refresh_from_db()
    assert kept.title == "总监"


def test_a_merge_taken_back_gives_both_as_they_were(cast: Cast, add: Make, plenary: Function) -> None:
    kept, gone = add("王明", roles=["guest"]), add("王明", roles=["speaker"], mobile="13800000001")
    follower = add("赵随", accompanies_id=gone.pk)
    services.put_in_functions(actor=cast.actor("lead"), attendee_id=gone.pk, function_ids=[plenary.pk])
    merge = services.merge_attendees(actor=cast.actor("lead"), meeting=cast.meeting, kept_id=kept.pk, gone_id=gone.pk)
    services.change_attendee(actor=cast.actor("lead"), attendee_id=kept.pk, revision=None, values={"title": "总监"})
    services.undo_merge(actor=cast.actor("lead"), merge_id=merge.pk)
    rows = {row.pk: row for row in queries.active(cast.meeting)}
    assert set(rows) == {kept.pk, gone.pk, follower.pk}
    assert (rows[kept.pk].roles, rows[kept.pk].mobile, rows[kept.pk].title) == (["guest"], "", "总监")
    assert rows[follower.pk].accompanies_id == gone.pk
    assert list(queries.taking_part(plenary)) == [rows[gone.pk]]


def test_a_merge_is_taken_back_once(cast: Cast, add: Make) -> None:
    kept, gone = add("王明"), add("王明")
    merge = services.merge_attendees(actor=cast.actor("lead"), meeting=cast.meeting, kept_id=kept.pk, gone_id=gone.pk)
    services.undo_merge(actor=cast.actor("lead"), merge_id=merge.pk)
    with pytest.raises(MergeUndone):
        services.undo_merge(actor=cast.actor("lead"), merge_id=merge.pk)


def test_a_merge_whose_record_was_merged_on_is_not_taken_back(cast: Cast, add: Make) -> None:
    one, two, three = add("王明"), add("王明"), add("王明")
    lead = cast.actor("lead")
    merge = services.merge_attendees(actor=lead, meeting=cast.meeting, kept_id=two.pk, gone_id=one.pk)
    services.merge_attendees(actor=lead, meeting=cast.meeting, kept_id=three.pk, gone_id=two.pk)
    with pytest.raises(MergeNotUndoable):
        services.undo_merge(actor=lead, merge_id=merge.pk)


def test_a_record_is_not_merged_with_itself(cast: Cast, add: Make) -> None:
    row = add()
    with pytest.raises(NotOnePerson):
        services.merge_attendees(actor=cast.actor("lead"), meeting=cast.meeting, kept_id=row.pk, gone_id=row.pk)


def test_the_planner_does_not_judge(cast: Cast, add: Make) -> None:
    kept, gone = add("王明"), add("王明")
    with pytest.raises(NotAllowed):
        services.merge_attendees(actor=cast.actor("planner"), meeting=cast.meeting, kept_id=kept.pk, gone_id=gone.pk)


def test_links_and_codes_of_the_gone_record_lead_to_the_kept_one(cast: Cast, add: Make) -> None:
    kept, gone = add("王明"), add("王明")
    lead = cast.actor("lead")
    _link, token = services.personal_link(actor=lead, attendee=gone)
    code = queries.code_of(gone)
    services.merge_attendees(actor=lead, meeting=cast.meeting, kept_id=kept.pk, gone_id=gone.pk)
    assert services.open_own(token=token)[1] == kept
    assert queries.read_code(cast.meeting, code) == kept


@pytest.mark.django_db(transaction=True)
def test_two_merges_the_other_way_round_at_once_leave_one_record(cast: Cast, add: Make) -> None:
    one, two = add("王明"), add("王明")
    lead, meeting = cast.actor("lead"), cast.meeting
    start, outcomes = threading.Barrier(2), []

    def merge(kept: Attendee, gone: Attendee) -> None:
        start.wait()
        try:
            services.merge_attendees(actor=lead, meeting=meeting, kept_id=kept.pk, gone_id=gone.pk)
            outcomes.append("merged")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    both: Any = [threading.Thread(target=merge, args=pair) for pair in ((one, two), (two, one))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    assert sorted(outcomes) == ["merged", "not_one_person"]
    assert (queries.active(meeting).count(), Merge.objects.count()) == (1, 1)
