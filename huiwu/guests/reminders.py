"""Follow-ups that are due, and answers that are overdue: told to the guest's handler."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from huiwu.foundation.registry.messages import Due, reminder_source
from huiwu.guests.models import Guest
from huiwu.guests.rules import rsvp
from huiwu.meetings.services.holding import LIVE


@reminder_source
def answers_that_are_due() -> Iterator[Due]:
    """Invited guests of live meetings without an answer, due on the day after their deadline. One query."""
    rows = Guest.objects.filter(
        meeting__status__in=LIVE,
        rsvp_status__in=rsvp.UNANSWERED,
        rsvp_deadline_on__isnull=False,
        attendee__merged_into=None,
        attendee__erased_at=None,
    ).select_related("meeting", "attendee")
    for row in rows:
        yield Due(
            key=f"guest:{row.pk}",
            meeting=row.meeting,
            label=_label(row.attendee.display_name),
            url=reverse("guests:guest", args=[row.meeting.slug, row.pk]),
            person_id=row.handler_id,
            due_on=row.rsvp_deadline_on + timedelta(days=1) if row.rsvp_deadline_on else None,
        )


def _label_text(name: str) -> str:
    return _("嘉宾 {name} 还没有回执").format(name=name)


_label: Any = lazy(_label_text, str)
