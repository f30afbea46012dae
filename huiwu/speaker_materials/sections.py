"""Speakers' materials in a meeting's menu, beside a person, and on the speaker's own page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.attendees.models import Attendee
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import section
from huiwu.kernel import clock
from huiwu.speaker_materials.queries import due_day, of_person

section(
    "speaker_materials",
    title=_("讲者资料"),
    icon="presentation",
    group="before",
    order=335,
    permission="speaker_materials.view",
    url=lambda meeting: reverse("speaker_materials:materials", args=[meeting.slug]),
)


def _card(_actor: Actor, attendee: Attendee) -> dict[str, Any] | None:
    rows = of_person(attendee)
    if not rows:
        return None
    meeting, owed = attendee.meeting, [row for row in rows if row.is_owed]
    due = min((row.due_on or due_day(meeting) for row in owed), default=None)
    return {
        "materials": [row for row in rows if row.is_waited_for],
        "owed": owed,
        "due_on": due,
        "is_late": due is not None and due < clock.today(meeting.time_zone),
    }


panel(
    "speaker_materials.own",
    place="attendee.own",
    order=20,
    template="speaker_materials/_own.html",
    context=_card,
    permission="attendees.own",
)
panel(
    "speaker_materials.of_attendee",
    place="attendee",
    order=35,
    template="speaker_materials/_of_attendee.html",
    context=_card,
    permission="speaker_materials.view",
)
