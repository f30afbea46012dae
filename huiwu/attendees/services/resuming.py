"""Lists whose worker died: taken up again where they stopped, or said to have stopped, so that none waits for ever."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from huiwu.attendees.choices import BatchState
from huiwu.attendees.errors import ListWorkGivenUp
from huiwu.attendees.models import ImportBatch
from huiwu.attendees.services.importing import LOOK, TAKE, at_work_for, finish, queue_work, refuse_list
from huiwu.attendees.services.undoing import UNDO
from huiwu.foundation.actors import Actor
from huiwu.foundation.jobs import Cancelled
from huiwu.foundation.models import Job
from huiwu.foundation.permission import unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import Refusal

WORK = {BatchState.READING: LOOK, BatchState.RUNNING: TAKE, BatchState.UNDOING: UNDO}
LEFT_AFTER = timedelta(minutes=3)
"""What is done while its sender waits takes seconds; after that nobody is at it any more."""
ALIVE = (Job.State.QUEUED, Job.State.RUNNING)


@unasked("done by the worker on its own: nobody else can tell that a worker died")
def take_up_lists() -> int:
    """Lists in work that no job is at: begun again by a job; where the job was given up or stopped, the list says so.

    How many were taken up or ended.
    """
    left = ImportBatch.objects.filter(state__in=WORK, updated_at__lt=clock.now() - LEFT_AFTER)
    ids = list(left.values_list("pk", flat=True))
    return sum(_take_up(pk) for pk in ids)


@transaction.atomic
def _take_up(batch_id: UUID) -> bool:
    rows = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch_id, state__in=WORK)
    batch = rows.select_related("meeting__org", "file", "made_by", "link").first()
    if batch is None:
        return False
    job = Job.objects.filter(pk=batch.job_id).first() if batch.job_id else None
    if job is not None and job.state in ALIVE:
        return False
    actor = at_work_for(batch)
    if job is not None and job.state in (Job.State.GIVEN_UP, Job.State.CANCELLED):
        _end(batch, actor, Cancelled() if job.state == Job.State.CANCELLED else ListWorkGivenUp())
    else:
        queue_work(batch, WORK[BatchState(batch.state)], actor)
    return True


def _end(batch: ImportBatch, actor: Actor, why: Refusal) -> None:
    """What was written stays and may be taken back; a list that could not be read or taken back says so."""
    if batch.state == BatchState.RUNNING:
        finish(batch, actor, is_whole=False)
    elif batch.state == BatchState.UNDOING:
        batch.state, batch.job_id = BatchState.DONE, None
        batch.layout |= {"undo_stopped": True}
        batch.save(update_fields=["state", "job_id", "layout", "updated_at"])
    else:
        batch.rows.all().delete()
        refuse_list(batch, why)
