"""Who takes part in which function."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.attendees.choices import ParticipationState, Source
from huiwu.attendees.events import ManyPutInFunctions, ParticipationsChanged
from huiwu.attendees.models import Attendee, Participation
from huiwu.attendees.services.keeping import ROWS_AT_ONCE, held
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting


@transaction.atomic
def put_in_functions(
    *,
    actor: Actor,
    attendee_id: UUID,
    function_ids: Sequence[UUID],
    state: str = ParticipationState.EXPECTED,
    source: str = Source.HAND,
) -> list[Participation]:
    """The person takes part in these functions in that state (`cancelled`: no longer); others are left as they are."""
    row = held(actor, attendee_id)
    _verify(row.meeting, function_ids, state)
    if not function_ids:
        return []
    _write([row.pk], function_ids, state, source)
    fact = ParticipationsChanged(
        meeting_id=row.meeting_id, attendee_id=row.pk, function_ids=tuple(function_ids), state=state
    )
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return list(row.participations.filter(function_id__in=function_ids))


@transaction.atomic
def put_many_in_functions(
    *,
    actor: Actor,
    meeting: Meeting,
    attendee_ids: Sequence[UUID],
    function_ids: Sequence[UUID],
    state: str = ParticipationState.EXPECTED,
    source: str = Source.HAND,
) -> int:
    """Many people at once, with one fact; how many. People of other meetings are left out."""
    require(actor, "attendees.edit", meeting)
    _verify(meeting, function_ids, state)
    wanted = set(attendee_ids)
    rows = Attendee.objects.filter(meeting=meeting, merged_into=None, erased_at=None).values_list("pk", flat=True)
    ids = [pk for pk in rows if pk in wanted]
    if not ids or not function_ids:
        return 0
    _write(ids, function_ids, state, source)
    fact = ManyPutInFunctions(meeting_id=meeting.pk, count=len(ids), function_ids=tuple(function_ids), state=state)
    record(fact, actor=actor, org_id=meeting.org_id)
    return len(ids)


def _verify(meeting: Meeting, function_ids: Sequence[UUID], state: str) -> None:
    if state not in ParticipationState.values:
        raise InvalidInput({"state": [_("状态须从列表中选择。")]}, detail=_("状态须从列表中选择。"))
    if meeting.functions.filter(pk__in=function_ids).count() != len(set(function_ids)):
        sentence = _("这个功能单元不属于本会议。")
        raise InvalidInput({"functions": [sentence]}, detail=sentence)


def _write(attendee_ids: Sequence[UUID], function_ids: Sequence[UUID], state: str, source: str) -> None:
    now = clock.now()
    rows = [
        Participation(attendee_id=who, function_id=what, state=state, source=source, updated_at=now)
        for what in dict.fromkeys(function_ids)
        for who in attendee_ids
    ]
    Participation.objects.bulk_create(
        rows,
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["attendee", "function"],
        update_fields=["state", "updated_at"],
    )
