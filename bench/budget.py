"""A budget of 2,000 lines re-forecast on a head-count change, and its page of 200 lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from bench.measure import row, timed

LINES, GOAL_MS = 2000, 100
SHOWN = 200


def rows(full: bool = False) -> list[dict[str, Any]]:
    from huiwu.budget.rules.forecast import book
    from huiwu.budget.rules.ledger import postings
    from huiwu.budget.rules.quantities import Headcounts

    lines, sources, parts = _book()
    prices = {line.key: line.unit_cents for line in lines}
    entries = postings(sources, parts, prices)

    def reforecast(people: int) -> Any:
        return book(lines, Headcounts({("all", "expected"): people}), entries, has_baseline=True)

    assert reforecast(700).total.estimate > reforecast(600).total.estimate
    wall, cpu = timed(partial(reforecast, 700), runs=15)
    found = [row(f"budget: {LINES} lines re-forecast", wall, cpu_ms=cpu, note=f"goal {GOAL_MS} ms")]
    wall, cpu = timed(lambda: postings(sources, parts, prices), runs=9)
    found.append(row(f"budget: ledger of {len(sources)} records", wall, cpu_ms=cpu))
    return [*found, *_pages()]


def _book() -> tuple[list[Any], list[Any], dict[str, Any]]:
    """Lines that follow people, contracts over two lines each with an invoice and a payment."""
    from huiwu.budget.rules.forecast import Line
    from huiwu.budget.rules.ledger import Part, Source
    from huiwu.budget.rules.quantities import Factors

    kinds = (
        Factors("expected", days=Decimal(2)),
        Factors("guaranteed", people_per_unit=10, spare=2),
        Factors("actual", overage_permille=50),
        Factors(count=Decimal("2.5")),
    )
    lines = [Line(f"L{n:04d}", "catering", kinds[n % 4], 3_000 + n, 600) for n in range(LINES)]
    sources, parts = [], {}
    for n in range(0, LINES, 4):
        contract = Source("contract", str(n), 900_001, on=date(2027, 1, 4))
        sources.append(contract)
        parts[contract.key] = (Part(f"L{n:04d}", 400_000), Part(f"L{n + 1:04d}", 500_001, Decimal(60)))
        for kind in ("invoice", "payment"):
            sources.append(Source(kind, f"{kind}{n}", 300_000, parent=contract.key, on=date(2027, 2, 1)))
    return lines, sources, parts


def _pages() -> list[dict[str, Any]]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from huiwu.accounts.choices import OrgRole
    from huiwu.accounts.models import Membership, Organisation, User
    from huiwu.budget.rules.beginnings import Draft
    from huiwu.budget.rules.quantities import Factors
    from huiwu.budget.services import begin_budget, import_lines
    from huiwu.foundation.actors import Actor
    from huiwu.meetings.models import Meeting

    org = Organisation.objects.create(name="量具预算", slug="bench-budget")
    owner = User.objects.create_user("bench-budget@example.test", "林岚", None)
    Membership.objects.create(org=org, user=owner, role=OrgRole.OWNER)
    meeting = Meeting.objects.create(
        org=org, number="2027-B", slug="bench-budget", name="量具", meeting_type="forum", size_tier="L",
        expected_headcount=600, start_on=date(2027, 3, 18), end_on=date(2027, 3, 19),
    )  # fmt: skip
    actor = Actor.of_user(owner)
    budget = begin_budget(actor=actor, meeting=meeting, origin="empty")
    drafts = [Draft("catering", f"午餐 {n}", "meal", Factors("expected"), 10_000 + n) for n in range(SHOWN)]
    import_lines(actor=actor, budget=budget, drafts=drafts)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = []
    for name, address in (("page", ""), ("what-if", "what-if/")):
        address = f"/m/bench-budget/budget/{address}"
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
            queries = len(captured)
        wall, cpu = timed(partial(browser.get, address), runs=9)
        found.append(row(f"budget: {name} of {SHOWN} lines", wall, cpu_ms=cpu, note=f"{queries} queries"))
    return found
