from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from huiwu.foundation.events import JobGivenUp
from huiwu.foundation.jobs import ask_to_cancel, enqueue
from huiwu.foundation.models import FactRecord, Job, PeriodicRun
from huiwu.foundation.registry.jobs import job
from huiwu.foundation.worker import WAITS, Worker, begin_periodic, release_the_dead
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from tests.stand import ROOT, Stand

done: list[str] = []


@job("tests.note")
def note(progress, *, text):
    done.append(text)
    return {"text": text}


@job("tests.fail")
def fail(progress):
    raise ZeroDivisionError("on purpose")


@job("tests.refuse")
def refuse(progress):
    raise NotFound


@job("tests.count")
def count(progress, *, to, job_id=None):
    for i in range(to):
        if i == 2 and job_id:
            ask_to_cancel(job_id)
        progress(i + 1, i + 1)


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


@pytest.mark.django_db
def test_a_job_is_done_once_and_keeps_its_result():
    row = enqueue("tests.note", args={"text": "一"})
    worker = Worker()
    assert (worker.work_once(), worker.work_once()) == (True, False)
    row.refresh_from_db()
    assert (done, row.state, row.result, row.attempts) == (["一"], "done", {"text": "一"}, 1)


@pytest.mark.django_db
def test_work_under_the_same_key_is_queued_once():
    first, second = (enqueue("tests.note", args={"text": "一"}, key="k") for _ in range(2))
    assert first.pk == second.pk


@pytest.mark.django_db
def test_a_job_that_fails_is_repeated_with_growing_waits_and_then_given_up_visibly():
    row = enqueue("tests.fail", args={})
    waits = []
    instant = clock.now()
    for _ in range(len(WAITS) + 1):
        with clock.at(instant):
            assert Worker().work_once()
        row.refresh_from_db()
        waits.append(row.run_after - instant)
        instant = max(row.run_after, instant)
    assert waits[:-1] == list(WAITS)
    assert (row.state, row.error) == ("given_up", "ZeroDivisionError: on purpose")
    assert FactRecord.objects.get(kind=JobGivenUp.kind()).payload == {"job_id": str(row.pk), "work": "tests.fail"}


@pytest.mark.django_db
def test_a_refusal_is_an_answer_and_is_not_repeated():
    row = enqueue("tests.refuse", args={})
    Worker().work_once()
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("given_up", 1)


@pytest.mark.django_db
def test_a_running_job_stops_at_its_next_report_of_progress_when_asked():
    row = enqueue("tests.count", args={})
    Job.objects.filter(pk=row.pk).update(args={"to": 9, "job_id": str(row.pk)})
    Worker().work_once()
    row.refresh_from_db()
    assert (row.state, row.done_units) == ("cancelled", 3)


@pytest.mark.django_db
def test_a_worker_told_to_stop_puts_its_job_back_without_counting_the_attempt():
    row = enqueue("tests.count", args={"to": 9})
    worker = Worker()
    worker.stop.set()
    worker.work_once()
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("queued", 0)


@pytest.mark.django_db
def test_a_lease_that_runs_out_is_taken_over_and_the_first_worker_changes_nothing_any_more():
    row = enqueue("tests.note", args={"text": "一"})
    slow, quick = Worker(lease=timedelta(seconds=5)), Worker()
    taken = slow.claim()
    assert quick.work_once() is False
    with clock.at(clock.now() + timedelta(seconds=6)):
        assert quick.work_once() is True
    slow._give_up(taken, "too late")
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("done", 2)


@pytest.mark.django_db
def test_jobs_of_a_dead_process_of_this_machine_are_due_at_once():
    row = enqueue("tests.note", args={"text": "一"})
    worker = Worker()
    worker.name = worker.name.split(":")[0] + ":999999:1"
    worker.claim()
    assert release_the_dead() == 1
    assert Worker().work_once() is True
    row.refresh_from_db()
    assert row.state == "done"


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_get_the_same_job():
    for i in range(30):
        enqueue("tests.note", args={"text": str(i)})

    def work() -> None:
        worker = Worker()
        while Job.objects.filter(state="queued").exists():
            worker.work_once()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done, key=int) == [str(i) for i in range(30)]


@pytest.mark.django_db
def test_periodic_work_is_begun_once_in_its_time():
    every = timedelta(minutes=5)
    assert [begin_periodic("tests.tick", every), begin_periodic("tests.tick", every)] == [True, False]
    PeriodicRun.objects.filter(name="tests.tick").update(begun_at=clock.now() - every)
    assert [begin_periodic("tests.tick", every), begin_periodic("tests.tick", every)] == [True, False]


@pytest.mark.sqlite
def test_a_worker_killed_in_the_middle_of_a_job_loses_nothing(tmp_path: Path):
    stand = Stand(tmp_path)
    stand.set_up()
    mark = tmp_path / "begun"
    lead = (
        "import pathlib, time; from huiwu.foundation.registry.jobs import job\n"
        "from huiwu.foundation.worker import Worker, release_the_dead\n"
        "@job('tests.slow')\n"
        "def slow(progress):\n"
        f"    mark = pathlib.Path({str(mark)!r}); first = not mark.exists(); mark.touch()\n"
        "    time.sleep(60 if first else 0)\n"
    )
    stand.python(lead + "from huiwu.foundation.jobs import enqueue; enqueue('tests.slow', args={})")
    setup = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiwu.config.settings'\nimport django; django.setup()\n"
    killed = subprocess.Popen([sys.executable, "-c", setup + lead + "Worker().work_once()"], env=stand.env, cwd=ROOT)
    while not mark.exists():
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    again = "release_the_dead(); Worker().work_once()\nfrom huiwu.foundation.models import Job; print(Job.objects.get().state)"
    assert stand.python(lead + again) == "done"


def test_an_unknown_job_is_a_fault_of_the_caller():
    with pytest.raises(KeyError):
        enqueue(f"tests.{uuid4()}", args={})
