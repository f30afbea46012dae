"""P17 follows the list: at once when it is judged, by the worker while people come by the hundred."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiwu.attendees import services
from huiwu.planning.models import Plan, Step
from huiwu.planning.services import launch_plan
from huiwu.planning.services.evidence import follow_busy_facts
from tests.attendees.conftest import Make
from tests.cast import Cast


def _p17(cast: Cast) -> str:
    return Step.objects.get(plan__meeting=cast.meeting, code="P17").status


def _checked(cast: Cast, add: Make) -> None:
    add("王明", mobile="13800000001")
    launch_plan(actor=cast.actor("lead"), meeting_id=cast.meeting.pk)
    Step.objects.filter(plan__meeting=cast.meeting, code="P17").update(gate_code="")  # its gate is not the subject
    services.check_list(actor=cast.actor("lead"), meeting=cast.meeting)


def test_checking_the_list_completes_the_step_at_once(cast: Cast, add: Make) -> None:
    _checked(cast, add)
    assert _p17(cast) == "done"


def test_a_doubtful_newcomer_takes_the_step_back_when_the_worker_looks(cast: Cast, add: Make) -> None:
    _checked(cast, add)
    add("李静", mobile="13800000001")
    assert _p17(cast) == "done"
    assert (follow_busy_facts(), _p17(cast)) == (1, "doing")


def test_nothing_new_is_not_read_again(cast: Cast, add: Make) -> None:
    _checked(cast, add)
    assert [follow_busy_facts(), follow_busy_facts()] == [1, 0]


def test_what_is_recorded_while_the_worker_reads_is_followed_the_next_time(cast: Cast, add: Make) -> None:
    _checked(cast, add)
    follow_busy_facts()
    version = Plan.objects.get().evidence_version
    add("李静", mobile="13800000001")
    Plan.objects.update(evidence_version=version)  # as if it was committed after the version was read
    assert (follow_busy_facts(), _p17(cast)) == (1, "doing")


def test_adding_a_person_does_not_read_the_plan(cast: Cast, add: Make) -> None:
    _checked(cast, add)
    with CaptureQueriesContext(connection) as asked:
        add("李静", mobile="13800000002")
    assert [query["sql"] for query in asked if "planning_" in query["sql"]] == []
