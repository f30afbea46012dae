"""What the tests of planted omissions share: a meeting loaded for a while, and what one rule says about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import transaction

from huiwu.checks.queries import judgement
from huiwu.config.demo.loading import play
from huiwu.config.demo.scripts import SCRIPTS
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.checks import RULES, Hit, Scope
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting

Plant = Callable[[Meeting], Any]
AFTER = 5
"""Three days after the end of a meeting of two days: when settlements are judged."""


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def loaded(code: str, stage: Any) -> Meeting:
    script = SCRIPTS[code]
    return play(script, stage=stage, people=script.people, seed=1, today=clock.today())


def hits(meeting: Meeting, code: str, day: int) -> list[Hit]:
    """What one rule finds so many days after the first day (before it: negative), at noon in China."""
    on = meeting.start_on + timedelta(days=day)
    at = datetime.combine(on, time(4), UTC)
    scope = Scope(Meeting.objects.select_related("org", "client").get(pk=meeting.pk), at, on)
    with clock.at(at):
        return list(RULES[code].find(scope)) if RULES[code].applies(scope) else []


def found(meeting: Meeting, code: str, day: int) -> list[str]:
    """The same in the words a person reads."""
    return [hit.detail for hit in hits(meeting, code, day)]


def told(meeting: Meeting) -> set[str]:
    """Codes of all that `huiwu check` reports now, but for hints."""
    return {finding.code for finding in judgement(meeting) if finding.severity != "hint"}


def role(meeting: Meeting, name: str) -> Actor:
    return Actor.of_user(meeting.team.get(role=name).user)


def spoil(model: Any, where: str, **columns: Any) -> Plant:
    """Change a column of all rows that hang on the meeting by this path."""
    return lambda meeting: model.objects.filter(**{where: meeting}).update(**columns)
