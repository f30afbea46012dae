"""Registrations over the API: 32 clients against the real server, a limit of 500 in the way."""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import psutil

from bench.measure import percentile, row
from tests.stand import Stand

CLIENTS, PEOPLE, LIMIT = 32, 1500, 500
READY = """
import json
from tests.cast import assemble
from tests.registration.conftest import open_form
from huiwu.accounts.services import make_api_token
cast = assemble()
open_form(cast)
token = make_api_token(actor=cast.actor("lead"), user=cast.lead, name="bench", scopes=["read", "write"])[1]
print(token)
"""
QUOTA = """
from huiwu.foundation.actors import SYSTEM
from huiwu.meetings.models import Meeting
from huiwu.registration.services import set_quota
from huiwu.registration.models import Registration
meeting = Meeting.objects.get(slug="qiming-2027")
set_quota(actor=SYSTEM, meeting=meeting, kind="total", limit=Registration.objects.count() + {limit}, has_waitlist=False)
"""
COUNT = """
from huiwu.registration.models import Quota, Registration
from huiwu.attendees.models import Attendee
print(Registration.objects.filter(state="confirmed").count(), Attendee.objects.count(), *Quota.objects.values_list("taken", flat=True))
"""


def rows(full: bool = False) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="huiwu-bench-") as folder:
        stand = Stand(Path(folder))
        stand.huiwu("setup")
        token = stand.python(READY).splitlines()[-1]
        stand.start("--workers", "2")
        try:
            return [*_speed(stand, token), _limit(stand, token)]
        finally:
            stand.stop()


def _speed(stand: Stand, token: str) -> list[dict[str, Any]]:
    asyncio.run(_send(stand, token, 60, "warm"))
    cpu = _cpu(stand)
    wall, waits, statuses = asyncio.run(_send(stand, token, PEOPLE, "a"))
    spent = (_cpu(stand) - cpu) / PEOPLE * 1000
    assert statuses == {201: PEOPLE}, statuses
    note = f"{PEOPLE / wall:.0f}/s, p99 {percentile(waits, 0.99):.0f} ms"
    return [row(f"registration: confirmed, {CLIENTS} clients", statistics.median(waits), cpu_ms=spent, note=note)]


def _limit(stand: Stand, token: str) -> dict[str, Any]:
    stand.python(QUOTA.format(limit=LIMIT))
    wall, waits, statuses = asyncio.run(_send(stand, token, LIMIT + 200, "b"))
    confirmed, people, taken = (int(part) for part in stand.python(COUNT).split())
    assert statuses == {201: LIMIT, 409: 200}, statuses
    assert confirmed == people == taken, (confirmed, people, taken)
    note = f"exactly {LIMIT}, 200 refused, {(LIMIT + 200) / wall:.0f}/s"
    return row(f"registration: a limit of {LIMIT}, {CLIENTS} clients", statistics.median(waits), note=note)


async def _send(stand: Stand, token: str, count: int, tag: str) -> tuple[float, list[float], Counter[int]]:
    waits: list[float] = []
    statuses: Counter[int] = Counter()
    left = iter(range(count))

    async def client() -> None:
        async with httpx.AsyncClient(base_url=stand.url, timeout=60) as http:
            for nth in left:
                body = {
                    "display_name": f"报名{tag}{nth}",
                    "mobile": f"139{abs(hash(tag)) % 1000:03d}{nth:05d}",
                    "org_name": f"单位{nth % 50}",
                    "title": "经理",
                    "category": "general",
                    "consents": ["participation"],
                }
                begun = time.perf_counter()
                headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"{tag}-{nth}"}
                answer = await http.post(
                    "/api/v1/meetings/qiming-2027/registrations", content=json.dumps(body), headers=headers | JSON
                )
                waits.append((time.perf_counter() - begun) * 1000)
                statuses[answer.status_code] += 1

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _nth in range(CLIENTS)))
    return time.perf_counter() - begun, waits, statuses


JSON = {"Content-Type": "application/json"}


def _cpu(stand: Stand) -> float:
    assert stand.process is not None
    root = psutil.Process(stand.process.pid)
    return sum(p.cpu_times().user + p.cpu_times().system for p in [root, *root.children(recursive=True)])
