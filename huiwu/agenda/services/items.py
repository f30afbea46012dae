"""Put an item into the agenda, change it, move it, take it out (SOP P11: 环节时长/主讲)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.agenda.choices import SpeakerRole
from huiwu.agenda.errors import NoSuchItem
from huiwu.agenda.events import AgendaItemAdded, AgendaItemChanged, AgendaItemRemoved, AgendaItemsMoved
from huiwu.agenda.models import AgendaItem, AgendaResource, AgendaSpeaker, ResourceUse
from huiwu.agenda.queries.programme import item_for, items_of, line_of, slot_of
from huiwu.agenda.rules.moving import LONGEST, Placed, moved, reordered
from huiwu.agenda.services.holding import held, refuse, stale, touched, verified
from huiwu.agenda.values import ItemValues, SpeakerValues, UseValues
from huiwu.attendees.models import Attendee
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Function, Meeting


@transaction.atomic
def add_item(*, actor: Actor, meeting: Meeting, values: ItemValues) -> AgendaItem:
    """A new item. Clashes are shown, not refused: an agenda is often wrong before it is right. Raises InvalidInput."""
    current = held(actor, meeting, "agenda.edit")
    row = AgendaItem(meeting=current, saved_by=actor.user, **values.columns())
    _verify(current, row, values)
    row.save(force_insert=True)
    _write_speakers(row, values.speakers)
    _write_uses(row, values.uses)
    touched(actor=actor, meeting=current)
    record(AgendaItemAdded(meeting_id=current.pk, agenda_item_id=row.pk), actor=actor, org_id=current.org_id)
    return item_for(current, row.pk)


@transaction.atomic
def change_item(*, actor: Actor, item: AgendaItem, revision: int, values: ItemValues) -> AgendaItem:
    """Save over the given revision. The same again changes nothing. Raises StaleEdit, InvalidInput, NoSuchItem."""
    meeting = held(actor, item.meeting, "agenda.edit")
    row = item_for(meeting, item.pk)
    if row.revision != revision:
        raise stale(row)
    changed = {key: value for key, value in values.columns().items() if getattr(row, key) != value}
    for key, value in changed.items():
        setattr(row, key, value)
    _verify(meeting, row, values)
    keys = sorted(changed)
    if _told(row.speakers.all(), "attendee_id", "speaker_role") != _told(
        values.speakers, "attendee_id", "speaker_role"
    ):
        keys.append("speakers")
        _write_speakers(row, values.speakers)
    if set(_told(row.uses.all(), "resource_id", "count")) != set(_told(values.uses, "resource_id", "count")):
        keys.append("uses")
        _write_uses(row, values.uses)
    if not keys:
        return row
    _advance(actor, row, changed)
    touched(actor=actor, meeting=meeting)
    fact = AgendaItemChanged(meeting_id=meeting.pk, agenda_item_id=row.pk, keys=tuple(keys))
    record(fact, actor=actor, org_id=meeting.org_id)
    return item_for(meeting, row.pk)


@transaction.atomic
def move_item(
    *, actor: Actor, item: AgendaItem, revision: int, starts_at: datetime, minutes: int, following: bool = False
) -> AgendaItem:
    """Begin at another instant or last longer; with `following` the rest of its line moves along by as much.

    Raises StaleEdit, InvalidInput (a length below 1 minute or above a day).
    """
    meeting = held(actor, item.meeting, "agenda.edit")
    row = item_for(meeting, item.pk)
    if row.revision != revision:
        raise stale(row)
    if not 1 <= minutes <= LONGEST:
        raise refuse(minutes=_("时长应在 1 到 {most} 分钟之间。").format(most=LONGEST))
    line = line_of(meeting, row.function_id, row.track_id)
    placed = moved([slot_of(r) for r in line], str(row.pk), starts_at, minutes, following=following)
    if not placed:
        return row
    _place(actor, line, placed)
    touched(actor=actor, meeting=meeting)
    fact = AgendaItemsMoved(meeting_id=meeting.pk, agenda_item_id=row.pk, count=len(placed))
    record(fact, actor=actor, org_id=meeting.org_id)
    return item_for(meeting, row.pk)


@transaction.atomic
def reorder_items(
    *, actor: Actor, meeting: Meeting, function_id: UUID, track_id: UUID | None, order: Sequence[UUID]
) -> None:
    """One line in another order, each exactly once, from the same beginning: times follow. Raises InvalidInput."""
    current = held(actor, meeting, "agenda.edit")
    line = line_of(current, function_id, track_id)
    if sorted(order) != sorted(row.pk for row in line):
        raise refuse(order=_("次序不完整：有环节刚被别人增删，请刷新后再排。"))
    placed = reordered([slot_of(row) for row in line], [str(pk) for pk in order])
    if not placed:
        return
    _place(actor, line, placed)
    touched(actor=actor, meeting=current)
    fact = AgendaItemsMoved(meeting_id=current.pk, agenda_item_id=UUID(placed[0].id), count=len(placed))
    record(fact, actor=actor, org_id=current.org_id)


@transaction.atomic
def align_items(*, actor: Actor, function: Function) -> int:
    """After its function has moved: all its items move together, the first to its beginning. How many moved."""
    meeting = held(actor, function.meeting, "agenda.edit")
    current = meeting.functions.filter(pk=function.pk).first()
    rows = list(items_of(meeting).filter(function=current)) if current else []
    if current is None or not rows:
        raise NoSuchItem
    shift = current.start_at - min(row.starts_at for row in rows)
    if not shift:
        return 0
    _place(actor, rows, [Placed(str(row.pk), row.starts_at + shift, row.minutes) for row in rows])
    touched(actor=actor, meeting=meeting)
    fact = AgendaItemsMoved(meeting_id=meeting.pk, agenda_item_id=rows[0].pk, count=len(rows))
    record(fact, actor=actor, org_id=meeting.org_id)
    return len(rows)


@transaction.atomic
def remove_item(*, actor: Actor, item: AgendaItem, revision: int) -> None:
    """Out of the draft; versions keep it. Raises StaleEdit, NoSuchItem."""
    meeting = held(actor, item.meeting, "agenda.edit")
    row = item_for(meeting, item.pk)
    gone, _kinds = AgendaItem.objects.filter(pk=row.pk, revision=revision).delete()
    if not gone:
        raise stale(row)
    touched(actor=actor, meeting=meeting)
    record(AgendaItemRemoved(meeting_id=meeting.pk, agenda_item_id=item.pk), actor=actor, org_id=meeting.org_id)


def shift_items(*, actor: Actor, meeting: Meeting, shift: timedelta) -> int:
    """Every item by as much, after the whole meeting has moved. How many moved."""
    current = held(actor, meeting, "agenda.edit")
    moved_count = AgendaItem.objects.filter(meeting=current).update(
        starts_at=F("starts_at") + shift, revision=F("revision") + 1, updated_at=clock.now()
    )
    if moved_count:
        touched(actor=actor, meeting=current)
    return moved_count


def _place(actor: Actor, rows: Iterable[AgendaItem], placed: Iterable[Placed]) -> None:
    by_id = {str(row.pk): row for row in rows}
    changed = []
    for place in placed:
        row = by_id[place.id]
        row.starts_at, row.minutes, row.saved_by = place.starts_at, place.minutes, actor.user
        row.revision += 1
        row.updated_at = clock.now()
        changed.append(row)
    AgendaItem.objects.bulk_update(changed, ["starts_at", "minutes", "saved_by", "revision", "updated_at"])


def _advance(actor: Actor, row: AgendaItem, changed: dict[str, Any]) -> None:
    won = AgendaItem.objects.filter(pk=row.pk, revision=row.revision).update(
        **changed, revision=F("revision") + 1, saved_by=actor.user, updated_at=clock.now()
    )
    if not won:
        raise stale(AgendaItem.objects.select_related("saved_by").get(pk=row.pk))


def _verify(meeting: Meeting, row: AgendaItem, values: ItemValues) -> None:
    wrong: dict[str, list[str]] = {}
    if not row.title:
        wrong["title"] = [_("请写环节名称。")]
    if not 1 <= values.minutes <= LONGEST:
        wrong["minutes"] = [_("时长应在 1 到 {most} 分钟之间。").format(most=LONGEST)]
    if not 0 <= values.buffer_minutes <= LONGEST:
        wrong["buffer_minutes"] = [_("缓冲应在 0 到 {most} 分钟之间。").format(most=LONGEST)]
    if not meeting.functions.filter(pk=values.function_id, is_cancelled=False).exists():
        wrong["function"] = [_("请选择一个没有取消的功能单元。")]
    if values.track_id and not meeting.tracks.filter(pk=values.track_id).exists():
        wrong["track"] = [_("没有这个专场。")]
    if problem := _speaker_problem(meeting, values.speakers):
        wrong["speakers"] = [problem]
    if problem := _use_problem(meeting, values.uses):
        wrong["uses"] = [problem]
    if wrong:
        raise InvalidInput(fields=wrong, detail=next(iter(wrong.values()))[0])
    verified(row, exclude=("function", "track"))


def _speaker_problem(meeting: Meeting, speakers: Sequence[SpeakerValues]) -> str:
    people = {row.attendee_id for row in speakers}
    active = Attendee.objects.filter(meeting=meeting, pk__in=people, merged_into=None, erased_at=None)
    if active.count() != len(people):
        return _("有讲者不在本会议的参会人员名单里。")
    if any(row.speaker_role not in SpeakerRole.values for row in speakers):
        return _("请选择讲者的角色。")
    if len({(row.attendee_id, row.speaker_role) for row in speakers}) != len(speakers):
        return _("同一位讲者以同一角色写了两次。")
    return ""


def _use_problem(meeting: Meeting, uses: Sequence[UseValues]) -> str:
    asked = {row.resource_id for row in uses}
    if len(asked) != len(uses) or AgendaResource.objects.filter(meeting=meeting, pk__in=asked).count() != len(asked):
        return _("所选的译员或设备有重复，或已被删除。")
    return "" if all(1 <= row.count <= 32767 for row in uses) else _("数量至少为 1。")


def _told(rows: Iterable[Any], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, name) for name in names) for row in rows]


def _write_speakers(row: AgendaItem, speakers: Sequence[SpeakerValues]) -> None:
    row.speakers.all().delete()
    AgendaSpeaker.objects.bulk_create(
        AgendaSpeaker(item=row, attendee_id=s.attendee_id, speaker_role=s.speaker_role, order=order)
        for order, s in enumerate(speakers)
    )


def _write_uses(row: AgendaItem, uses: Sequence[UseValues]) -> None:
    row.uses.all().delete()
    ResourceUse.objects.bulk_create(ResourceUse(item=row, resource_id=u.resource_id, count=u.count) for u in uses)
