"""Many meetings with plans, written in bulk: for figures and for tests that count queries. Not through services."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from huiwu.accounts.models import Organisation, User
from huiwu.checks.models import FindingRecord
from huiwu.documents.models import Document, Version
from huiwu.kernel import clock
from huiwu.meetings.choices import MeetingStatus
from huiwu.meetings.models import Client, Meeting, TeamMember
from huiwu.planning.choices import GateParty
from huiwu.planning.models import Gate, Plan, Step

GATES = (("G0", "internal"), ("G1", "client"), ("G2", "client"), ("G3", "client"), ("G4", "client"), ("G7", "internal"))


def seed(org: Organisation, lead: User, *, meetings: int, steps: int, seed: int = 1, people: int = 15) -> list[Meeting]:
    """`meetings` meetings led by `lead`, each with `steps` steps of which a third is done and some are late, six gates,
    a version that waits for the client and three findings; the steps belong to `people` persons. The same for the same seed and day."""
    pick, today = Random(seed), clock.today()
    client = Client.objects.create(org=org, name=f"客户{seed}")
    made = [_meeting(org, client, n, today + timedelta(days=pick.randint(-20, 180))) for n in range(meetings)]
    Meeting.objects.bulk_create(made)
    TeamMember.objects.bulk_create(TeamMember(meeting=m, user=lead, role="project_manager") for m in made)
    plans = [_plan(meeting, today) for meeting in made]
    Plan.objects.bulk_create(plans)
    others = [User(email=f"p{n}-{seed}@example.test", name=f"同事{n}", password="!") for n in range(people - 1)]
    owners = [lead, *User.objects.bulk_create(others)]
    for plan in plans:
        Step.objects.bulk_create(_step(plan, n, steps, pick.choice(owners), pick, today) for n in range(steps))
    Gate.objects.bulk_create(
        Gate(plan=plan, code=code, name=f"门禁 {code}", party=party, order=nth, state="open" if nth < 2 else "closed")
        for plan in plans
        for nth, (code, party) in enumerate(GATES)
    )
    _documents(made)
    FindingRecord.objects.bulk_create(_finding(meeting, n) for meeting in made for n in range(3))
    return made


def _meeting(org: Organisation, client: Client, n: int, start: date) -> Meeting:
    return Meeting(
        org=org, client=client, number=f"B-{n:04d}", slug=f"bench-{n}", name=f"第 {n} 届行业论坛", meeting_type="forum",
        status=MeetingStatus.ACTIVE, size_tier="M", expected_headcount=200 + n, start_on=start,
        end_on=start + timedelta(days=1), city="杭州",
    )  # fmt: skip


def _plan(meeting: Meeting, today: date) -> Plan:
    return Plan(
        meeting=meeting, template_name="内建", snapshot={"steps": ["x" * 60] * 1000}, anchors={}, tier="M",
        factor_permille=1000, prep_start_on=meeting.start_on - timedelta(days=90), feasible=True, computed_on=today,
        planned_at=clock.now(),
    )  # fmt: skip


def _step(plan: Plan, n: int, steps: int, owner: User, pick: Random, today: date) -> Step:
    start = plan.prep_start_on + timedelta(days=n * 90 // steps)
    finish = start + timedelta(days=pick.randint(0, 6))
    is_past = finish < today and pick.random() < 0.9
    gate, party = GATES[n % len(GATES)] if n % 25 == 0 else ("", "")
    return Step(
        plan=plan, code=f"S{n:03d}", name=f"第 {n} 步 核对名单", phase="pre_event", order=n, start_on=start, finish_on=finish,
        late_finish_on=finish + timedelta(days=3), owner=owner, gate_code=gate,
        gate_party=GateParty(party) if party else "",
        status="done" if is_past else "doing" if start <= today else "todo",
    )  # fmt: skip


def _documents(made: list[Meeting]) -> None:
    documents = [Document(meeting=m, kind="brief", number=f"{m.number}-BR-001", title="会议需求简报") for m in made]
    Document.objects.bulk_create(documents)
    Version.objects.bulk_create(Version(document=d, number=1, content_hash="0" * 64) for d in documents)


def _finding(meeting: Meeting, n: int) -> Any:
    severity = ("block", "warn", "hint")[n]
    return FindingRecord(
        meeting=meeting, code=f"OM-00{n + 1}", root=str(n), severity=severity, detail="预算未填", owner_role="planner",
        found_at=clock.now(),
    )  # fmt: skip
