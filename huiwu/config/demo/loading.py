"""Plays a script: people and meeting through the real services, then every capability's builder, at instants gone by."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Q

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.models import Membership, Organisation, User
from huiwu.accounts.services import found_organisation
from huiwu.config.demo.people import CAST, ORGANISATION, in_roles
from huiwu.config.demo.script import Script, first_day, morning, nominal_day
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.models import Job
from huiwu.foundation.registry.demo import BUILDERS, DemoContext, Stage
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.meetings.services import ContactValues, open_meeting, take_on_meeting
from huiwu.planning.services import evidence_read_at_the_end

OLD_NEWS = timedelta(days=2)
AFTER_BRIEF = 25
"""Builders from this order on play after the client has signed the brief."""
PLANNED = 40
"""Builders from this order on find a plan; each writes many facts, so its evidence is read once at its end."""


@transaction.atomic
def play(script: Script, *, stage: Stage, people: int, seed: int, today: date) -> Meeting:
    """The meeting of `script` with so many people, as it stands at `stage` on `today`. Both or nothing: one transaction.

    The same arguments in an installation of the same state give the same contents; ids and signatures differ.
    Nothing is dated later than now, whatever the hour.
    """
    with clock.not_after(clock.now()):
        return _played(script, stage=stage, people=people, seed=seed, today=today)


def _played(script: Script, *, stage: Stage, people: int, seed: int, today: date) -> Meeting:
    org, users = assemble_people()
    cast: dict[Role, User] = {role: users[part.key] for role, part in in_roles(script.lead).items()}
    start_on = first_day(script, stage, today)
    opened_on = start_on - timedelta(days=script.opened)
    with clock.at(morning(opened_on)):
        meeting = _opened(script, org, cast, start_on, people)
    ctx = DemoContext(
        org=org,
        meeting=meeting,
        stage=stage,
        people=people,
        today=today,
        rng=Random(f"{seed}-{script.code}-{meeting.number}"),
        cast={str(role): user for role, user in cast.items()},
        script=_facts(script, stage),
        put_off=start_on - nominal_day(script, stage, today),
    )
    for order, _module, build in BUILDERS:
        with (
            clock.at(_moment(order, script, opened_on, today)),
            evidence_read_at_the_end() if order >= PLANNED else nullcontext(),
        ):
            build(ctx)
        meeting.refresh_from_db()
    _forget_old_news(meeting, morning(today) - OLD_NEWS)
    return meeting


def _forget_old_news(meeting: Meeting, before: datetime) -> None:
    """Nobody is told today what happened weeks ago: reactions called `tell_…` to facts that old are not delivered."""
    told = Q(work__startswith="reaction:") & Q(work__contains=".tell_")
    Job.objects.filter(told, meeting_id=meeting.pk, fact__happened_at__lt=before).delete()


def assemble_people() -> tuple[Organisation, dict[str, User]]:
    """The company and its people by key, made where they are missing; nobody is given a password."""
    slug, name = ORGANISATION
    users = {key: _person(key) for key in CAST}
    org = Organisation.objects.filter(slug=slug).first()
    if org is None:
        owner = next(part.key for part in CAST.values() if part.org_role == OrgRole.OWNER)
        org = found_organisation(actor=SYSTEM, name=name, slug=slug, owner=users[owner])
    for key, part in CAST.items():
        Membership.objects.get_or_create(org=org, user=users[key], defaults={"role": part.org_role})
    return org, users


def _person(key: str) -> User:
    part = CAST[key]
    return User.objects.filter(email=part.email).first() or User.objects.create_user(part.email, part.name)


def _opened(script: Script, org: Organisation, cast: Mapping[Role, User], start_on: date, people: int) -> Meeting:
    details: dict[str, Any] = {
        key: value.format(year=start_on.year) if isinstance(value, str) else value
        for key, value in script.meeting.items()
    }
    meeting = open_meeting(
        actor=Actor.of_user(cast[Role.ACCOUNT_MANAGER]),
        org=org,
        start_on=start_on,
        end_on=start_on + timedelta(days=script.days - 1),
        expected_headcount=people,
        contacts=[ContactValues(**row) for row in script.contacts],
        lead=cast[Role.PROJECT_MANAGER],
        account_manager=cast[Role.ACCOUNT_MANAGER],
        **details,
    )
    with clock.at(clock.now() + timedelta(hours=3)):
        return take_on_meeting(actor=Actor.of_user(cast[Role.PROJECT_MANAGER]), meeting=meeting)


def _facts(script: Script, stage: Stage) -> dict[str, Any]:
    faults = script.while_planning if stage == "planning" else {}
    return {**script.facts, **faults, "brief_days": script.brief_days}


def _moment(order: int, script: Script, opened_on: date, today: date) -> datetime:
    """When a builder plays: before the brief on the day after opening; after it, on the days that it chooses itself."""
    if order < AFTER_BRIEF:
        return morning(min(opened_on + timedelta(days=1), today))
    return morning(min(opened_on + timedelta(days=1 + script.brief_days[-1]), today))
