"""The demo's calls: guests who were rung for their reply, one of them twice; while planning, two wait to be rung."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from huiwu.accounts.choices import Role
from huiwu.attendees.choices import AttendeeRole
from huiwu.attendees.models import Attendee
from huiwu.calls import services
from huiwu.calls.choices import CallWhy, Outcome
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock

RUNG = 13
"""Days before the start on which the guests were rung."""
SAID = (
    (Outcome.NO_ANSWER, ""),
    (Outcome.ACCEPTED, "本人接听，答应出席，晚些在链接里补填行程。"),
    (Outcome.SETTLED, "秘书接听，单位名称以邀请函为准，已更正。"),
)
WAITING = 2


@demo(45)
def ring(ctx: DemoContext) -> None:
    """Only once the day has come; nobody who is rung lacks a number."""
    day = ctx.meeting.start_on - timedelta(days=RUNG)
    people = _guests(ctx)
    caller = Actor.of_user(ctx.cast.get(Role.GUEST_TEAM) or ctx.cast[Role.PROJECT_MANAGER])
    if ctx.today > day:
        for n, (person, (outcome, said)) in enumerate(zip(people, SAID, strict=False)):
            with clock.at(moment(day, 10 + n)):
                _ask(ctx, caller, person)
                _record(ctx, caller, person, outcome, said)
            if outcome == Outcome.NO_ANSWER:
                with clock.at(moment(day, 15)):
                    _record(ctx, caller, person, Outcome.ACCEPTED, "下午接通，确认出席。")
    if ctx.stage == "planning":
        for person in people[len(SAID) : len(SAID) + WAITING]:
            _ask(ctx, caller, person)


def _guests(ctx: DemoContext) -> list[Attendee]:
    rows = Attendee.objects.filter(meeting=ctx.meeting, merged_into=None).exclude(mobile="").order_by("number")
    named = [row for row in rows[:400] if {AttendeeRole.GUEST, AttendeeRole.VIP} & set(row.roles)]
    return (named or list(rows[:10]))[: len(SAID) + WAITING]


def _ask(ctx: DemoContext, caller: Actor, person: Attendee) -> None:
    services.request_call(
        actor=caller,
        meeting=ctx.meeting,
        attendee_id=person.pk,
        why=CallWhy.REPLY,
        key=f"demo:{person.pk}",
        note="请确认是否出席、到达时间与随行人数。",
    )


def _record(ctx: DemoContext, caller: Actor, person: Attendee, outcome: Any, said: str) -> None:
    services.record_call(
        actor=caller, meeting=ctx.meeting, attendee_id=person.pk, outcome=outcome, said=said, number=person.mobile
    )
