"""The desk with 200 meetings and 60,000 steps: server time of one page, from request to answer."""

from __future__ import annotations

import resource
from functools import partial
from typing import Any

from bench.measure import row, timed

MEETINGS, STEPS = 200, 300
GOAL_MS = 80


def rows(full: bool = False) -> list[dict[str, Any]]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.desk_seed import seed
    from huiwu.accounts.models import Membership, Organisation, User

    org = Organisation.objects.create(name="量具会务", slug="bench")
    lead = User.objects.create_user("bench@example.test", "林岚", None)
    Membership.objects.create(org=org, user=lead)
    found = []
    for wanted in (3, MEETINGS):
        seed(org, lead, meetings=wanted, steps=STEPS, seed=wanted) if wanted == 3 else _rest(seed, org, lead, wanted)
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
        for name, address in (("desk", "/"), ("search", "/search?q=论坛"), ("late, page 3", "/?list=late&page=3")):
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(address).status_code == 200
                queries = len(captured)
            wall, cpu = timed(partial(browser.get, address), runs=21)
            goal = f"; goal {GOAL_MS} ms" if name == "desk" else ""
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            note = f"{queries} queries{goal}"
            found.append(row(f"{name}: {wanted} meetings of {STEPS} steps", wall, cpu_ms=cpu, peak_mb=peak, note=note))
    return found


def _rest(seed: Any, org: Any, lead: Any, wanted: int) -> None:
    from huiwu.meetings.models import Meeting

    Meeting.objects.all().delete()
    seed(org, lead, meetings=wanted, steps=STEPS, seed=wanted)
