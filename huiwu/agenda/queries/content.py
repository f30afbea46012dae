"""The agenda as plain values: what a version keeps (shape: rules.differences), and the version in force."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from huiwu.agenda.choices import AGENDA
from huiwu.agenda.models import AgendaItem
from huiwu.agenda.queries.programme import WHOLE, functions_of, items_of, whole_functions
from huiwu.documents.choices import Decision
from huiwu.documents.models import Version
from huiwu.documents.queries import latest, signed_version
from huiwu.meetings.choices import FunctionKind
from huiwu.meetings.models import Function, Meeting


def agenda_content(meeting: Meeting) -> dict[str, Any]:
    """The agenda as it stands now, by day in the meeting's zone."""
    items, functions = list(items_of(meeting)), functions_of(meeting)
    rows = [_item(meeting, row) for row in items]
    rows += [_whole(meeting, row) for row in whole_functions(functions, items)]
    days: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=_place):
        days.setdefault(row["on"], []).append(row)
    return {"zone": meeting.time_zone, "days": [{"on": day, "items": items} for day, items in days.items()]}


def _place(item: dict[str, Any]) -> tuple[Any, ...]:
    """By time; what runs side by side by room and track, always in the same order."""
    return item["starts_at"], item["space"], item["track"], item["minutes"], item["id"]


def _item(meeting: Meeting, row: AgendaItem) -> dict[str, Any]:
    return _frame(meeting, row.function, row.starts_at) | {
        "id": str(row.pk),
        "kind": row.kind,
        "title": row.title,
        "title_en": row.title_en,
        "summary": row.summary,
        "minutes": row.minutes,
        "buffer_minutes": row.buffer_minutes,
        "track": row.track.name if row.track else "",
        "track_en": row.track.name_en if row.track else "",
        "speakers": [
            {
                "attendee": str(part.person.pk),
                "name": part.person.display_name,
                "name_en": part.person.name_en,
                "org": part.person.org_text,
                "title": part.person.title,
                "role": part.speaker_role,
            }
            for part in row.speakers.all()
        ],
        "needs_interpretation": row.needs_interpretation,
        "languages": list(row.languages),
        "uses": [{"name": u.resource.name, "kind": u.resource.kind, "count": u.count} for u in row.uses.all()],
        "equipment_note": row.equipment_note,
        "internal": row.is_internal,
        "whole": False,
    }


def _whole(meeting: Meeting, row: Function) -> dict[str, Any]:
    """A function that is one item by itself: nothing is typed twice."""
    return _frame(meeting, row, row.start_at) | {
        "id": f"function:{row.pk}",
        "kind": WHOLE[FunctionKind(row.kind)].value,
        "title": row.name,
        "title_en": "",
        "summary": "",
        "minutes": int((row.end_at - row.start_at).total_seconds() // 60),
        "buffer_minutes": 0,
        "track": "",
        "track_en": "",
        "speakers": [],
        "needs_interpretation": False,
        "languages": [],
        "uses": [],
        "equipment_note": "",
        "internal": False,
        "whole": True,
    }


def _frame(meeting: Meeting, function: Function, starts_at: datetime) -> dict[str, Any]:
    space = function.space
    return {
        "function": str(function.pk),
        "function_name": function.name,
        "on": starts_at.astimezone(meeting.zone).date().isoformat(),
        "starts_at": starts_at.astimezone(UTC).isoformat(timespec="minutes"),
        "space": f"{space.name} {space.floor}".strip() if space else "",
    }


def released(meeting: Meeting) -> Version | None:
    """The version in force: the one that everybody is to go by."""
    document = latest(meeting, AGENDA)
    return signed_version(document) if document else None


def released_content(meeting: Meeting) -> dict[str, Any] | None:
    version = released(meeting)
    return version.content if version else None


def former_contents(version: Version) -> list[dict[str, Any]]:
    """Contents that were in force before this one, oldest first: calendars learn from them what is gone."""
    rows = version.document.versions.filter(number__lt=version.number, signoffs__decision=Decision.CONFIRMED)
    return list(rows.order_by("number").values_list("content", flat=True).distinct())
