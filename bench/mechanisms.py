"""Outbox, writers in turn, live streams, start-up, pages: the mechanisms everything stands on."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psutil

from bench.measure import percentile, row, timed
from tests.stand import ROOT, Stand

SETUP = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiwu.config.settings'\n"
WRITE = """
import sys, threading, time
from django.db import connection, transaction
from huiwu.foundation.outbox import bump
waits = []
def work():
    for _ in range(300):
        begun = time.perf_counter()
        with transaction.atomic():
            bump("t"); bump("u")
        waits.append((time.perf_counter() - begun) * 1000)
    connection.close()
threads = [threading.Thread(target=work) for _ in range(4)]
[t.start() for t in threads]; [t.join() for t in threads]
print(*waits)
"""
CHANGE = """from huiwu.foundation.outbox import bump; bump('meeting:{}')
import time; print(time.perf_counter())"""
PLAIN = "from django.conf import settings\nsettings.DATABASES['default']['ENGINE'] = 'django.db.backends.sqlite3'\n"


def rows(full: bool = False) -> list[dict[str, Any]]:
    found = [outbox()]
    with tempfile.TemporaryDirectory(prefix="huiwu-bench-") as folder:
        stand = Stand(Path(folder))
        stand.huiwu("setup")
        found += [*two_writers(stand), starting(stand), *serving(stand)]
    return found


def outbox() -> dict[str, Any]:
    """One recorded fact: its row, its topic's new version."""
    from django.db import transaction

    from huiwu.foundation.actors import SYSTEM
    from huiwu.foundation.events import JobGivenUp
    from huiwu.foundation.outbox import record

    meeting, job = uuid4(), uuid4()

    def many() -> None:
        with transaction.atomic():
            for _ in range(200):
                record(JobGivenUp(meeting_id=meeting, job_id=job, work="bench"), actor=SYSTEM)

    wall, cpu = timed(many, per=200)
    return row("outbox: record one fact", wall, cpu_ms=cpu)


def two_writers(stand: Stand) -> list[dict[str, Any]]:
    """Two processes of four threads writing without pause: how long a write takes, and the unluckiest of a thousand."""
    ours, plain = [_waits(stand, "") for _ in range(5)], [_waits(stand, PLAIN) for _ in range(5)]
    found = []
    for share, name in ((0.5, "median"), (0.99, "p99"), (0.999, "p99.9")):
        ours_ms, without = (statistics.median(percentile(w, share) for w in waits) for waits in (ours, plain))
        found.append(
            row(
                f"SQLite, 8 writers in 2 processes: {name}",
                ours_ms,
                baseline_ms=without,
                baseline_name="as Django ships it",
            )
        )
    return found


def _waits(stand: Stand, change: str) -> list[float]:
    command = [sys.executable, "-c", f"{SETUP}{change}import django; django.setup()\n{WRITE}"]
    both = [subprocess.Popen(command, env=stand.env, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    return [float(w) for p in both for w in p.communicate(timeout=120)[0].split()]


def starting(stand: Stand) -> dict[str, Any]:
    """From the command to the first answer, the database being there."""
    walls = []
    for _ in range(5):
        begun = time.perf_counter()
        stand.start()
        walls.append((time.perf_counter() - begun) * 1000)
        stand.stop()
    return row("start of serve to first answer", statistics.median(walls), baseline_ms=5000, baseline_name="goal")


@dataclass(slots=True)
class Load:
    rps: float
    p99_ms: float
    cpu_ms: float


def serving(stand: Stand) -> list[dict[str, Any]]:
    """Posts and pages alone, and beside 500 open streams; how long a change takes to all of them."""
    token = _token(stand)
    meeting, session = stand.python(
        "from django.test import Client; from tests.cast import assemble; cast = assemble(); v = Client()\n"
        "v.force_login(cast.lead); print(cast.meeting.pk, v.cookies['sessionid'].value)"
    ).split()
    stand.start()
    try:
        assert stand.process is not None
        alone = [asyncio.run(_load(stand, token)) for _ in range(5)]
        beside, waits, memory = asyncio.run(_streams(stand, token, meeting, session))
    finally:
        stand.stop()
    each, each_beside = (statistics.median(1000 / one.rps for one in loads) for loads in (alone, beside))
    cpu = statistics.median(one.cpu_ms for one in alone)
    slow = statistics.median(one.p99_ms for one in beside)
    return [
        row("API POST with Idempotency-Key, 16 clients", each, cpu_ms=cpu, note=f"{1000 / each:.0f} a second"),
        row(
            "the same beside 500 open streams",
            each_beside,
            peak_mb=memory,
            baseline_ms=each,
            baseline_name="alone",
            note=f"{1000 / each_beside:.0f} a second, p99 {slow:.0f} ms",
        ),
        row("change to the last of 500 streams", statistics.median(waits), baseline_ms=1000, baseline_name="goal"),
    ]


def _token(stand: Stand) -> str:
    stand.huiwu("user", "create", "--email", "bench@example.test", "--name", "测")
    return stand.huiwu("token", "create", "--user", "bench@example.test", "--scope", "write").stdout.strip()


async def _load(stand: Stand, token: str, requests: int = 800, clients: int = 16) -> Load:
    """A closed loop of POSTs, each with its own Idempotency-Key: bearer look-up, one transaction, insert and update."""
    left, waits = iter(range(requests)), []
    server = psutil.Process(stand.process.pid)  # type: ignore[union-attr]  # it runs
    cpu = _cpu(server)

    async def client() -> None:
        async with httpx.AsyncClient(base_url=stand.url, timeout=30) as http:
            for _ in left:
                begun = time.perf_counter()
                headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}
                answer = await http.post("/api/v1/me", headers=headers)
                assert answer.status_code == 405, answer.text
                waits.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    wall = time.perf_counter() - begun
    return Load(requests / wall, percentile(waits, 0.99), (_cpu(server) - cpu) * 1000 / requests)


def _cpu(process: psutil.Process) -> float:
    family = [process, *process.children(recursive=True)]
    return sum(sum(p.cpu_times()[:2]) for p in family)


async def _streams(stand: Stand, token: str, meeting: str, session: str) -> tuple[list[Load], list[float], float]:
    heard: list[float] = []

    async def listen() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", stand.port)
        head = f"GET /events?topics=meeting:{meeting} HTTP/1.1\r\nHost: x\r\nCookie: sessionid={session}\r\n\r\n"
        writer.write(head.encode())
        async for line in reader:
            if line.startswith(b"data: "):
                heard.append(time.perf_counter())

    listeners = [asyncio.create_task(listen()) for _ in range(500)]
    await asyncio.sleep(6)
    waits = []
    for _ in range(5):
        heard.clear()
        changed_at = float(await asyncio.to_thread(stand.python, CHANGE.format(meeting)))
        await asyncio.sleep(1.5)
        assert len(heard) == 500, f"{len(heard)} of 500 streams heard of the change"
        waits.append((max(heard) - changed_at) * 1000)
    loads = [await _load(stand, token) for _ in range(5)]
    family = psutil.Process(stand.process.pid).children(recursive=True)  # type: ignore[union-attr]  # it runs
    memory = sum(p.memory_info().rss for p in family) / 2**20
    for listener in listeners:
        listener.cancel()
    return loads, waits, memory
