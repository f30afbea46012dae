"""What is due in the plans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.functional import lazy

from huiwu.foundation.registry.messages import Due, reminder_source
from huiwu.planning.models import Step
from huiwu.planning.queries.people import open_steps


@reminder_source
def open_steps_with_a_day() -> Iterator[Due]:
    """Open steps and tasks of live meetings by their planned last day, for their owner. One query."""
    for step in open_steps().filter(finish_on__isnull=False):
        meeting = step.plan.meeting
        yield Due(
            key=f"step:{step.pk}",
            meeting=meeting,
            label=_name(step),
            url=reverse("planning:step", args=[meeting.slug, step.code]),
            person_id=step.owner_id,
            due_on=step.finish_on,
        )


def _name_text(step: Step) -> str:
    return f"{step.code} {step.title}"


_name: Any = lazy(_name_text, str)
