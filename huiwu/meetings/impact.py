"""What of this capability rests on a meeting's days, zone and status: its functions."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting


@rests_on("meeting.start_on", "meeting.end_on", "meeting.status", "meeting.time_zone")
def functions_that_rest_on_the_meeting(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Every function that is not cancelled: over, or still open."""
    now = clock.now()
    for row in meeting.functions.filter(is_cancelled=False).order_by("number"):
        yield Impacted(
            kind="function",
            id=str(row.pk),
            label=f"{row.number} {row.name}",
            state="done" if row.end_at <= now else "open",
            url=reverse("meetings:function", args=[meeting.slug, row.number]),
            why=_("按会期安排"),
        )
