"""The worker: delivers LATER reactions and does jobs, each at least once, and lives on whatever one of them does.

A job is claimed for the length of a lease that a heartbeat prolongs. A worker that dies (`kill -9`, power) leaves a
lease that runs out, and the next takes over. Failures are repeated with growing waits, then given up visibly.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, close_old_connections, connection, transaction
from django.db.models import F, Q

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.events import JobGivenUp
from huiwu.foundation.jobs import Cancelled
from huiwu.foundation.models import Job, PeriodicRun
from huiwu.foundation.outbox import Occurrence, bump, reaction, record
from huiwu.foundation.registry.jobs import JOBS, PERIODIC
from huiwu.kernel import clock
from huiwu.kernel.errors import Refusal

LEASE = timedelta(seconds=60)
WAITS = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200, 21600, 43200))
"""After the first failure 10 seconds, after the second a minute …; after the eighth attempt the job is given up."""
IDLE_SECONDS = 0.4
PERIODIC_LOOK_SECONDS = 5
HEARTBEAT = "worker"
"""The PeriodicRun row that tells when a worker was last alive."""

log = logging.getLogger("huiwu.worker")


class Interrupted(Exception):
    """The worker is told to stop, or has lost its lease, in the middle of a job; the job is repeated later."""


class Worker:
    """Works until `stop` is set. `name` says host and process, so that the dead are known at once on one machine."""

    def __init__(self, *, lease: timedelta = LEASE, stop: threading.Event | None = None) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident() % 10_000}"
        self.lease = lease
        self.stop = stop or threading.Event()
        self.running: Job | None = None

    def run(self) -> None:
        """Until told to stop: periodic work that is due, then jobs, one after another."""
        beat = threading.Thread(target=self._beat, daemon=True, name="heartbeat")
        beat.start()
        periodic_at = 0.0
        while not self.stop.is_set():
            try:
                if time.monotonic() >= periodic_at:
                    periodic_at = time.monotonic() + PERIODIC_LOOK_SECONDS
                    run_periodic()
                idle = not self.work_once()
            except Error as fault:  # the database is away or full: nothing is lost, try again
                log.error("the database does not answer: %s", fault)
                idle = True
                self.stop.wait(3)
            close_old_connections()
            if idle:
                self.stop.wait(IDLE_SECONDS)

    def work_once(self) -> bool:
        """Claim and do one job that is due. False when there was none."""
        job = self.claim()
        if job is None:
            return False
        self.running = job
        try:
            self._do(job)
        finally:
            self.running = None
        return True

    def claim(self) -> Job | None:
        """The oldest job that is due or whose lease ran out, now leased by this worker. No two workers get the same."""
        now = clock.now()
        due = Q(state=Job.State.QUEUED, run_after__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
        oldest = Job.objects.filter(due).order_by("run_after")
        lease = {
            "state": Job.State.RUNNING,
            "leased_by": self.name,
            "lease_until": now + self.lease,
            "attempts": F("attempts") + 1,
        }
        if not oldest.exists():  # an idle worker writes nothing and takes no lock
            return None
        with transaction.atomic():
            if connection.features.has_select_for_update_skip_locked:
                oldest = oldest.select_for_update(skip_locked=True)
            pk = oldest.values_list("pk", flat=True).first()
            if pk is None or not Job.objects.filter(due, pk=pk).update(**lease):
                return None
        return Job.objects.select_related("fact").get(pk=pk)

    def _do(self, job: Job) -> None:
        if job.attempts > len(WAITS) + 1:
            return self._give_up(job, job.error or "每次运行时工作进程都中断了")
        started = time.monotonic()
        try:
            result = self._run(job)
        except Cancelled:
            self._end(job, state=Job.State.CANCELLED)
        except Interrupted:
            self._put_back(job)
        except Refusal as refusal:  # an answer, not a fault: repeating would give the same
            self._give_up(job, str(refusal))
        except Exception as fault:  # whatever a job raises is that job's failure; the worker lives on
            log.exception("%s failed (attempt %s)", job.work, job.attempts)
            self._retry(job, f"{type(fault).__name__}: {fault}")
        else:
            self._end(job, state=Job.State.DONE, result=result, error="")
            log.debug("%s done in %.2f s", job.work, time.monotonic() - started)

    def _run(self, job: Job) -> Any:
        if job.work.startswith("reaction:"):
            if job.fact is None:
                raise LookupError("a reaction without its fact")
            reaction(job.work.removeprefix("reaction:"))(Occurrence.of(job.fact))
            return None
        return JOBS[job.work](self._progress(job), **job.args)

    def _progress(self, job: Job) -> Callable[[int, int], None]:
        """What a job reports with: `progress(done, total)`. Raises Cancelled or Interrupted when it must stop."""
        last = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal last
            if self.stop.is_set():
                raise Interrupted
            if time.monotonic() - last < 0.3 and done < total:
                return
            last = time.monotonic()
            with transaction.atomic():
                if not self._mine(job).update(done_units=done, total_units=total):
                    raise Interrupted
                bump(f"job:{job.pk}")
            if Job.objects.filter(pk=job.pk, cancel_asked=True).exists():
                raise Cancelled

        return progress

    def _mine(self, job: Job) -> Any:
        return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, leased_by=self.name, attempts=job.attempts)

    def _end(self, job: Job, **values: Any) -> bool:
        """Close the job if it is still this worker's, and tell the pages that show it."""
        with transaction.atomic():
            mine = self._mine(job).update(finished_at=clock.now(), lease_until=None, **values)
            if mine:
                bump(*_shown_on(job))
        return bool(mine)

    def _put_back(self, job: Job) -> None:
        self._mine(job).update(state=Job.State.QUEUED, lease_until=None, attempts=F("attempts") - 1)

    def _retry(self, job: Job, error: str) -> None:
        if job.attempts > len(WAITS):
            return self._give_up(job, error)
        self._mine(job).update(
            state=Job.State.QUEUED,
            lease_until=None,
            error=error[:2000],
            run_after=clock.now() + WAITS[job.attempts - 1],
        )

    def _give_up(self, job: Job, error: str) -> None:
        with transaction.atomic():
            if self._end(job, state=Job.State.GIVEN_UP, error=error[:2000]):
                record(JobGivenUp(meeting_id=job.meeting_id, job_id=job.pk, work=job.work), actor=SYSTEM)
        log.error("%s given up after %s attempts: %s", job.work, job.attempts, error)

    def _beat(self) -> None:
        """In its own thread: prolong the running job's lease, and leave a sign of life."""
        pause = min(10.0, self.lease.total_seconds() / 3)
        while not self.stop.is_set():
            try:
                job = self.running
                if job is not None:
                    self._mine(job).update(lease_until=clock.now() + self.lease)
                PeriodicRun.objects.update_or_create(name=HEARTBEAT, defaults={"begun_at": clock.now()})
            except Error as fault:
                log.warning("no sign of life could be left: %s", fault)
            close_old_connections()
            self.stop.wait(pause)


def run_periodic() -> None:
    """Whatever is due and not begun by another worker. A failure is logged and waits for its next turn."""
    for name, (every, work) in PERIODIC.items():
        if begin_periodic(name, every):
            try:
                work()
            except Exception:  # as with jobs: its failure is its own
                log.exception("periodic work %s failed", name)


def begin_periodic(name: str, every: timedelta) -> bool:
    """Take this turn of a periodic work; exactly one of many workers gets True."""
    now = clock.now()
    row, is_new = PeriodicRun.objects.get_or_create(name=name, defaults={"begun_at": now})
    if is_new:
        return True
    if row.begun_at > now - every:
        return False
    return bool(PeriodicRun.objects.filter(name=name, begun_at=row.begun_at).update(begun_at=now))


def release_the_dead() -> int:
    """At start: jobs leased by processes of this machine that are gone are due at once. Returns how many."""
    host, freed = socket.gethostname(), 0
    for job in Job.objects.filter(state=Job.State.RUNNING, leased_by__startswith=f"{host}:"):
        pid = int(job.leased_by.removeprefix(f"{host}:").split(":")[0])
        if not _is_alive(pid) or pid == os.getpid():
            still = Job.objects.filter(pk=job.pk, leased_by=job.leased_by, state=Job.State.RUNNING)
            freed += still.update(lease_until=clock.now() - timedelta(seconds=1))
    return freed


def last_alive() -> datetime | None:
    """When a worker last left a sign of life."""
    return PeriodicRun.objects.filter(name=HEARTBEAT).values_list("begun_at", flat=True).first()


def _shown_on(job: Job) -> list[str]:
    return [f"job:{job.pk}", *([f"user:{job.asked_by}"] if job.asked_by else [])]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
