"""Work on lists that a dead worker left: taken up, or said to have stopped; an import taken back portion by portion."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huiwu.attendees.choices import BatchState
from huiwu.attendees.models import Attendee, ImportBatch
from huiwu.attendees.services import importing, undoing
from huiwu.attendees.services.resuming import LEFT_AFTER, take_up_lists
from huiwu.attendees.services.undoing import UNDO, take_back, undo_list
from huiwu.foundation.jobs import Cancelled, ask_to_cancel, enqueue
from huiwu.foundation.models import Job
from huiwu.foundation.worker import Worker
from huiwu.kernel import clock
from tests.attendees.lists import workbook

ROWS = [(f"王{n}", "启明科技", "经理", f"138000000{n:02}") for n in range(1, 8)]


@pytest.fixture
def batch(cast) -> ImportBatch:
    lead = cast.actor("lead")
    return importing.upload_list(actor=lead, meeting=cast.meeting, content=workbook(*ROWS), name="名单.xlsx", wait=True)


@pytest.fixture
def taken(cast, batch) -> ImportBatch:
    return importing.confirm_list(actor=cast.actor("lead"), meeting=cast.meeting, batch_id=batch.pk, wait=True)


def left_at(batch: ImportBatch, state: str) -> ImportBatch:
    """As a process leaves it that was killed a while ago."""
    ago = clock.now() - LEFT_AFTER - timedelta(minutes=1)
    ImportBatch.objects.filter(pk=batch.pk).update(state=state, updated_at=ago)
    batch.refresh_from_db()
    return batch


def work() -> None:
    worker = Worker()
    while worker.work_once():
        pass


@pytest.mark.parametrize(("state", "then"), [("reading", "preview"), ("running", "done")])
def test_a_list_whose_process_died_is_taken_up_again(batch, state, then) -> None:
    left_at(batch, state)
    assert take_up_lists() == 1
    work()
    batch.refresh_from_db()
    assert batch.state == then
    assert Attendee.objects.count() == (7 if then == "done" else 0)


def test_a_list_that_somebody_is_at_is_left_alone(batch) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(state="running")
    assert take_up_lists() == 0  # it began a moment ago
    left_at(batch, "running")
    take_up_lists()
    ImportBatch.objects.filter(pk=batch.pk).update(updated_at=clock.now() - timedelta(hours=1))
    assert take_up_lists() == 0  # its job waits for a worker


def test_a_list_whose_job_was_given_up_says_so(batch) -> None:
    left_at(batch, "reading")
    take_up_lists()
    Job.objects.filter(pk=ImportBatch.objects.get().job_id).update(state=Job.State.GIVEN_UP)
    left_at(batch, "reading")
    assert take_up_lists() == 1
    batch.refresh_from_db()
    assert (batch.state, batch.layout["code"]) == (BatchState.REFUSED, "list_work_given_up")


def test_an_import_that_was_stopped_before_it_began_is_ended_and_may_be_taken_back(cast, batch) -> None:
    left_at(batch, "running")
    take_up_lists()
    assert ask_to_cancel(ImportBatch.objects.get().job_id)
    left_at(batch, "running")
    take_up_lists()
    batch.refresh_from_db()
    assert (batch.state, batch.layout["stopped"]) == (BatchState.DONE, True)
    assert undo_list(actor=cast.actor("lead"), meeting=cast.meeting, batch_id=batch.pk).state == BatchState.UNDONE


def test_taking_back_goes_on_where_a_killed_worker_stopped(cast, taken) -> None:
    ImportBatch.objects.filter(pk=taken.pk).update(state=BatchState.UNDOING)

    class Killed(Exception):
        pass

    def killed(done: int, total: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        take_back(batch_id=taken.pk, progress=killed, portion=3)
    assert Attendee.objects.count() == 4
    left_at(taken, BatchState.UNDOING)
    take_up_lists()
    work()
    taken.refresh_from_db()
    assert (taken.state, taken.counts["removed"], taken.counts["stay"]) == (BatchState.UNDONE, 7, 0)
    assert Attendee.objects.count() == 0


def test_taking_back_that_is_stopped_may_be_begun_again(cast, taken) -> None:
    ImportBatch.objects.filter(pk=taken.pk).update(state=BatchState.UNDOING)

    def stopped(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        take_back(batch_id=taken.pk, progress=stopped, portion=3)
    taken.refresh_from_db()
    assert (taken.state, Attendee.objects.count()) == (BatchState.DONE, 4)
    undone = undo_list(actor=cast.actor("lead"), meeting=cast.meeting, batch_id=taken.pk)
    assert (undone.state, undone.counts["removed"]) == (BatchState.UNDONE, 7)


def test_a_large_import_is_taken_back_by_a_job_with_progress(cast, taken, client: Any) -> None:
    counts = taken.counts | {"added": undoing.UNDONE_AT_ONCE + 1}
    ImportBatch.objects.filter(pk=taken.pk).update(counts=counts)
    client.force_login(cast.lead)
    answer = client.post(f"/m/{cast.meeting.slug}/attendees/import/{taken.pk}/undo/", follow=True)
    assert "正在撤销“名单.xlsx”" in answer.content.decode()
    assert Job.objects.get(work=UNDO).state == Job.State.QUEUED
    work()
    taken.refresh_from_db()
    assert (taken.state, Attendee.objects.count()) == (BatchState.UNDONE, 0)


def test_what_is_done_already_is_not_done_again(taken) -> None:
    enqueue(UNDO, args={"batch_id": str(taken.pk)})
    work()
    assert Attendee.objects.count() == 7
