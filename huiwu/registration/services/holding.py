"""Sessions of the meeting that a registration chooses: places in them, and taking part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from django.utils.translation import gettext as _

from huiwu.attendees.choices import ParticipationState, Source
from huiwu.attendees.models import Attendee, Participation
from huiwu.attendees.services import put_in_functions
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.permission import unasked
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Function, Meeting
from huiwu.registration.errors import QuotaFull
from huiwu.registration.models import Quota
from huiwu.registration.rules.places import part_keys
from huiwu.registration.services.placing import take_places

WHY = "part of the services that register and change, which ask for their own permission"


@unasked(WHY)
def refuse_overlaps(meeting: Meeting, functions: Sequence[UUID]) -> None:
    """Nobody is in two sessions at once. Raises InvalidInput, also for a session that was cancelled since."""
    if not functions:
        return
    rows = list(Function.objects.filter(meeting=meeting, pk__in=functions, is_cancelled=False).order_by("start_at"))
    if len(rows) != len(set(functions)):
        raise InvalidInput({"functions": [_("所选场次中有已取消的，请重新选择。")]}, detail=_("场次已变化。"))
    for first, second in pairwise(rows):
        if second.start_at < first.end_at:
            sentence = _("“{first}”与“{second}”时间重叠，请只选其一。").format(first=first.name, second=second.name)
            raise InvalidInput({"functions": [sentence]}, detail=sentence)


@unasked(WHY)
def take_functions(
    meeting: Meeting, functions: Sequence[UUID], *, is_kind: bool = False
) -> tuple[dict[UUID, Quota | None], dict[UUID, Quota]]:
    """A place in each session: those granted (None: a session without limit), and those waited for.

    A full session without a waiting list refuses the whole (QuotaFull); with `is_kind` it is left
    out instead, for people who wished it long before.
    """
    granted: dict[UUID, Quota | None] = {}
    queued: dict[UUID, Quota] = {}
    for pk in sorted(functions):
        result, rows, full = take_places(meeting.pk, part_keys([str(pk)], []), waits=True)
        if result == "confirmed":
            granted[pk] = rows[0] if rows else None
        elif result == "waitlisted":
            queued[pk] = rows[0]
        elif not is_kind:
            raise QuotaFull(name=full.label if full else "")
    return granted, queued


@unasked(WHY)
def join_functions(attendee: Attendee, *, granted: Mapping[UUID, Quota | None], queued: Mapping[UUID, Quota]) -> None:
    """The person takes part in, or waits for, these sessions."""
    for pks, state in ((granted, ParticipationState.CONFIRMED), (queued, ParticipationState.WAITLISTED)):
        if pks:
            put_in_functions(
                actor=SYSTEM, attendee_id=attendee.pk, function_ids=list(pks), state=state, source=Source.FORM
            )


@unasked(WHY)
def leave_functions(attendee: Attendee, functions: Sequence[UUID]) -> None:
    """No longer in these sessions; those never joined are passed over."""
    joined = Participation.objects.filter(attendee=attendee, function_id__in=functions)
    ids = list(joined.exclude(state=ParticipationState.CANCELLED).values_list("function_id", flat=True))
    if ids:
        state = ParticipationState.CANCELLED
        put_in_functions(actor=SYSTEM, attendee_id=attendee.pk, function_ids=ids, state=state, source=Source.FORM)
