"""Who is on the stage when: for guests, materials, fees and the person's own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from huiwu.agenda.choices import WITHOUT_SPEAKER, SpeakerRole
from huiwu.agenda.models import AgendaItem, AgendaSpeaker
from huiwu.agenda.queries.content import released_content
from huiwu.agenda.rules.differences import items_of as items_in
from huiwu.attendees.models import Attendee
from huiwu.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Part:
    """A person's part in one item. `is_settled`: it stands like this in the version in force."""

    item_id: str
    title: str
    title_en: str
    roles: tuple[str, ...]
    starts_at: datetime
    minutes: int
    space: str
    is_settled: bool
    equipment_note: str = ""

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def role_words(self) -> list[str]:
        return [str(SpeakerRole(role).label) for role in self.roles]


def parts_of(meeting: Meeting, attendee: Attendee) -> list[Part]:
    """The person's parts by time: as planned now, each marked whether the version in force says the same."""
    rows_of = AgendaSpeaker.objects.filter(Q(attendee=attendee) | Q(attendee__merged_into=attendee))
    parts = rows_of.filter(item__meeting=meeting, item__function__is_cancelled=False).select_related(
        "item__function__space"
    )
    settled = {item["id"]: item for item in items_in(released_content(meeting) or {})}
    roles: dict[UUID, list[str]] = {}
    rows: dict[UUID, AgendaItem] = {}
    for part in parts.order_by("item__starts_at", "order"):
        roles.setdefault(part.item_id, []).append(part.speaker_role)
        rows[part.item_id] = part.item
    return [_part(row, tuple(roles[pk]), settled.get(str(pk)), str(attendee.pk)) for pk, row in rows.items()]


def _part(row: AgendaItem, roles: tuple[str, ...], settled: dict[str, Any] | None, who: str) -> Part:
    space = row.function.space
    place = f"{space.name} {space.floor}".strip() if space else ""
    says_so = (
        settled is not None
        and datetime.fromisoformat(settled["starts_at"]) == row.starts_at
        and settled["minutes"] == row.minutes
        and settled["space"] == place
        and any(speaker["attendee"] == who for speaker in settled["speakers"])
    )
    return Part(
        str(row.pk), row.title, row.title_en, roles, row.starts_at, row.minutes, place, says_so, row.equipment_note
    )


def items_without_speaker(meeting: Meeting) -> list[AgendaItem]:
    """Items that need somebody on the stage and have nobody (OM-055)."""
    rows = AgendaItem.objects.filter(meeting=meeting, function__is_cancelled=False, speakers=None)
    return list(rows.exclude(kind__in=WITHOUT_SPEAKER).select_related("function"))


def speaker_ids(meeting: Meeting) -> set[UUID]:
    """Everybody who is on the stage in an item that takes place; merged records count as the kept one."""
    rows = AgendaSpeaker.objects.filter(item__meeting=meeting, item__function__is_cancelled=False)
    return {row.person.pk for row in rows.select_related("attendee__merged_into")}
