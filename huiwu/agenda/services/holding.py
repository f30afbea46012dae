"""What every verb begins with: the meeting held, permission asked, the agenda's own row there."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model
from django.utils.translation import gettext as _

from huiwu.agenda.models import Agenda
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.meetings.services.holding import OPEN
from huiwu.meetings.services.holding import held as meeting_held


def held(actor: Actor, meeting: Meeting, permission: str) -> Meeting:
    """The meeting as it is now, its row locked: those who edit one agenda stand in line. Raises MeetingNotLive."""
    return meeting_held(actor, meeting, permission, *OPEN)


@unasked("called by verbs that asked")
def touched(*, actor: Actor, meeting: Meeting) -> Agenda:
    """The agenda's own row, counted on: something of it changed."""
    row, _is_new = Agenda.objects.get_or_create(meeting=meeting)
    Agenda.objects.filter(pk=row.pk).update(revision=F("revision") + 1, saved_by=actor.user, updated_at=clock.now())
    row.refresh_from_db()
    return row


def stale(row: Any) -> StaleEdit:
    who = getattr(row, "saved_by", None)
    return StaleEdit(row, who=who.name if who else _("同事"))


def verified(row: Model, *, exclude: tuple[str, ...] = ()) -> None:
    """The columns fit their limits and choices. Raises InvalidInput with the field's own sentence."""
    try:
        row.clean_fields(exclude={"id", "meeting", "saved_by", *exclude})
    except ValidationError as wrong:
        fields = {key: [str(message) for message in messages] for key, messages in wrong.message_dict.items()}
        raise InvalidInput(fields=fields, detail=next(iter(fields.values()))[0]) from None


def refuse(**fields: str) -> InvalidInput:
    """One sentence for each field."""
    return InvalidInput(fields={key: [text] for key, text in fields.items()}, detail=next(iter(fields.values())))
