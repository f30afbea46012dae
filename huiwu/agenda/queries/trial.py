"""What an item as typed would bring about: the agenda judged as if it were saved."""

from __future__ import annotations

from huiwu.agenda.queries.programme import conflicts, functions_of, items_of, programme
from huiwu.agenda.rules.conflicts import Conflict
from huiwu.agenda.rules.plan import Booked, Programme, Slot
from huiwu.agenda.values import ItemValues
from huiwu.attendees.queries import active
from huiwu.meetings.models import Meeting


def tried(meeting: Meeting, values: ItemValues, item_id: str) -> tuple[Programme, list[Conflict]]:
    """The agenda with the item in place of the saved one of that id, and the conflicts it is part of. Nothing is written."""
    functions = functions_of(meeting)
    saved = [row for row in items_of(meeting) if str(row.pk) != item_id]
    plan = programme(meeting, items=saved, functions=functions)
    if str(values.function_id) not in plan.frames:
        return plan, []
    names = dict(
        active(meeting).filter(pk__in={s.attendee_id for s in values.speakers}).values_list("pk", "display_name")
    )
    slot = Slot(
        id=item_id,
        title=values.title,
        kind=values.kind,
        frame=str(values.function_id),
        starts_at=values.starts_at,
        minutes=values.minutes,
        buffer=values.buffer_minutes,
        track=str(values.track_id or ""),
        speakers=tuple({str(s.attendee_id): names.get(s.attendee_id, "") for s in values.speakers}.items()),
        booked=tuple(Booked(str(use.resource_id), use.count) for use in values.uses),
        is_interpreted=values.needs_interpretation,
    )
    others = [s for s in plan.slots if s.id != f"function:{values.function_id}"]
    whole = Programme.of([*others, slot], plan.frames.values(), plan.stocks.values())
    return whole, [found for found in conflicts(meeting, whole) if item_id in found.slots]
