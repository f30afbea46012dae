"""Plans in the database: writing one whole, and re-planning 200 live meetings. `python -m bench --only plan_database`."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.measure import row, timed

MEETINGS = 200
SPARE = 20
NOW = datetime(2027, 1, 11, 1, tzinfo=UTC)


def rows(full: bool = False) -> list[dict[str, Any]]:
    """Write 75 steps with roles, dependencies and gates; propose a new plan for each of 200 meetings whose dates moved."""
    from huiwu.kernel import clock

    with clock.at(NOW):
        owner, made = _meetings(MEETINGS if full else 40)
        spare = [made.pop() for _ in range(SPARE)]
        wall, cpu = timed(lambda: _launch(owner, spare.pop()), runs=15)
        one = row("plan: 75 steps written", wall, cpu_ms=cpu, note="goal 300 ms")
        for meeting in made:
            _launch(owner, meeting)
        wall, cpu = timed(lambda: _replan_all(owner, made), runs=5 if full else 3)
        name = f"plan: {len(made)} meetings re-planned and accepted"
        return [one, row(name, wall, cpu_ms=cpu, note="goal 10 s for 200")]


def _meetings(count: int) -> tuple[Any, list[Any]]:
    """An owner of a new organisation and `count` meetings of 600 people, plus SPARE that single runs use up."""
    from huiwu.accounts.choices import OrgRole
    from huiwu.accounts.models import Membership, Organisation, User
    from huiwu.foundation.actors import Actor
    from huiwu.meetings.choices import MeetingStatus
    from huiwu.meetings.models import Meeting

    org = Organisation.objects.create(name="排期量度", slug="bench-plans")
    user = User.objects.create_user("bench-plans@example.test", "量度", None)
    Membership.objects.create(org=org, user=user, role=OrgRole.OWNER)
    first = date(2027, 3, 18)
    meetings = [
        Meeting(
            org=org,
            number=f"B{n:04d}",
            slug=f"bench-plan-{n}",
            name=f"量度会议 {n}",
            meeting_type="forum",
            status=MeetingStatus.ACTIVE,
            size_tier="L",
            expected_headcount=600,
            start_on=first + timedelta(days=n % 30),
            end_on=first + timedelta(days=n % 30 + 1),
            conditions=["has_meals", "has_lodging"],
        )
        for n in range(count + SPARE)
    ]
    Meeting.objects.bulk_create(meetings)
    return Actor.of_user(user), meetings


def _launch(owner: Any, meeting: Any) -> None:
    from huiwu.planning.services import launch_plan

    launch_plan(actor=owner, meeting_id=meeting.pk)


def _replan_all(owner: Any, meetings: list[Any]) -> None:
    """Every meeting moves a week and its new plan is computed, compared and kept as a proposal, then accepted."""
    from huiwu.planning.services import accept_proposal, propose_replan

    for meeting in meetings:
        meeting.start_on += timedelta(days=7)
        meeting.end_on += timedelta(days=7)
        meeting.save()
        made = propose_replan(actor=owner, meeting_id=meeting.pk, reason="顺延一周")
        accept_proposal(actor=owner, proposal_id=made.pk)
