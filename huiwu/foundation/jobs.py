"""Ask for background work and see how it goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from huiwu.foundation.live import Viewer, topic_rule
from huiwu.foundation.models import IdempotentAnswer, Job
from huiwu.foundation.registry.jobs import JOBS, periodic
from huiwu.kernel import clock
from huiwu.kernel.errors import Refusal


def enqueue(
    work: str,
    *,
    args: dict[str, Any],
    meeting_id: UUID | None = None,
    asked_by: UUID | None = None,
    key: str | None = None,
    run_after: datetime | None = None,
) -> Job:
    """Queue registered work in the caller's transaction. With `key`, work already queued under it is returned instead."""
    if work not in JOBS:
        raise KeyError(f"no job is registered as {work}")
    made = {
        "work": work,
        "args": args,
        "meeting_id": meeting_id,
        "asked_by": asked_by,
        "run_after": run_after or clock.now(),
    }
    if key is None:
        return Job.objects.create(**made)
    return Job.objects.get_or_create(key=key, defaults=made)[0]


def ask_to_cancel(job_id: UUID) -> bool:
    """A queued job is cancelled at once, a running one at its next report of progress. False when it had ended."""
    if Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(state=Job.State.CANCELLED, finished_at=clock.now()):
        return True
    return bool(Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(cancel_asked=True))


class Cancelled(Refusal):
    """Raised inside a job by its report of progress after somebody asked to stop it."""

    code = "job_cancelled"
    sentence = "这项后台工作已按要求停止。停止之前完成的部分保留。"


@topic_rule("job")
def asked_for_it(viewer: Viewer, key: str) -> bool:
    """The progress of a job is followed by the person who asked for it."""
    if not viewer.actor.is_signed_in:
        return False
    return Job.objects.filter(pk=key, asked_by=viewer.actor.id).exists() if _is_uuid(key) else False


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@periodic("foundation.forget", every=timedelta(hours=6))
def forget() -> None:
    """Answers to repeated requests are remembered for a week, jobs that ended well for a month."""
    now = clock.now()
    IdempotentAnswer.objects.filter(created_at__lt=now - timedelta(days=7)).delete()
    ended = Job.objects.filter(state__in=[Job.State.DONE, Job.State.CANCELLED])
    ended.filter(finished_at__lt=now - timedelta(days=30)).delete()
