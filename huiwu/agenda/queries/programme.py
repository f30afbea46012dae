"""The agenda of one meeting as rows, and as the rules see it. Constant numbers of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from huiwu.agenda.choices import ItemKind
from huiwu.agenda.errors import NoSuchItem
from huiwu.agenda.models import Agenda, AgendaItem, AgendaResource, AgendaSpeaker, AgendaStandards, ResourceUse, Track
from huiwu.agenda.rules.conflicts import Conflict, impossibilities
from huiwu.agenda.rules.plan import Booked, Frame, Programme, Slot, Stock
from huiwu.agenda.rules.standards import Figures
from huiwu.agenda.rules.tightness import meals_lacking, tight
from huiwu.kernel import clock
from huiwu.meetings.choices import FunctionKind
from huiwu.meetings.models import Function, Meeting

WHOLE = {
    FunctionKind.COFFEE_BREAK: ItemKind.COFFEE_BREAK,
    FunctionKind.MEAL: ItemKind.MEAL,
    FunctionKind.GROUP_PHOTO: ItemKind.GROUP_PHOTO,
    FunctionKind.AWARD_CEREMONY: ItemKind.AWARD,
    FunctionKind.SIGNING_CEREMONY: ItemKind.SIGNING,
    FunctionKind.VISIT: ItemKind.VISIT,
    FunctionKind.COURTESY_MEETING: ItemKind.OTHER,
    FunctionKind.TALKS: ItemKind.OTHER,
    FunctionKind.REGISTRATION_DESK: ItemKind.OTHER,
    FunctionKind.OTHER: ItemKind.OTHER,
}
"""Functions that are one item by themselves while nobody details them: a meal need not be typed twice."""
TO_DETAIL = (FunctionKind.OPENING, FunctionKind.PLENARY, FunctionKind.BREAKOUT)


def agenda_of(meeting: Meeting) -> Agenda:
    """The meeting's agenda; one that is not saved yet while nobody has touched it."""
    return Agenda.objects.filter(meeting=meeting).first() or Agenda(meeting=meeting)


def items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Items of functions that take place, by time, with all that stands on a sheet."""
    speakers = AgendaSpeaker.objects.select_related("attendee__merged_into")
    uses = ResourceUse.objects.select_related("resource")
    rows = AgendaItem.objects.filter(meeting=meeting, function__is_cancelled=False)
    return rows.select_related("function__space", "track").prefetch_related(
        Prefetch("speakers", queryset=speakers), Prefetch("uses", queryset=uses)
    )


def line_of(meeting: Meeting, function_id: UUID, track_id: UUID | None) -> list[AgendaItem]:
    """Items that follow one another on one stage: of one function and one track, by time."""
    rows = items_of(meeting).filter(function_id=function_id)
    return list(rows.filter(track_id=track_id) if track_id else rows.filter(track__isnull=True))


def item_for(meeting: Meeting, item_id: UUID) -> AgendaItem:
    """One item of the meeting with all that stands on a sheet, also of a cancelled function. Raises NoSuchItem."""
    rows = AgendaItem.objects.filter(meeting=meeting).select_related("function__space", "track", "saved_by")
    found = rows.prefetch_related("speakers__attendee__merged_into", "uses__resource").filter(pk=item_id).first()
    if found is None:
        raise NoSuchItem
    return found


def functions_of(meeting: Meeting) -> list[Function]:
    """Functions that take place, by time, with their rooms."""
    return list(meeting.functions.filter(is_cancelled=False).select_related("space").order_by("start_at", "number"))


def tracks_of(meeting: Meeting) -> list[Track]:
    return list(meeting.tracks.all())


def resources_of(meeting: Meeting) -> list[AgendaResource]:
    return list(meeting.agenda_resources.all())


def figures_of(org_id: UUID, on: date) -> Figures:
    """The least times in force on a day: the organisation's own, or the product's."""
    row = AgendaStandards.objects.filter(org_id=org_id, effective_on__lte=on).first()
    return Figures(row.values if row else None)


def frames_of(functions: Iterable[Function]) -> list[Frame]:
    return [
        Frame(
            id=str(row.pk),
            name=row.name,
            kind=row.kind,
            start_at=row.start_at,
            end_at=row.end_at,
            space=str(row.space_id or ""),
            space_name=row.space.name if row.space else "",
            people=row.headcount_expected,
        )
        for row in functions
    ]


def slot_of(row: AgendaItem) -> Slot:
    """An item with its speakers and resources fetched."""
    people = {str(s.person.pk): s.person.display_name for s in row.speakers.all()}
    return Slot(
        id=str(row.pk),
        title=row.title,
        kind=row.kind,
        frame=str(row.function_id),
        starts_at=row.starts_at,
        minutes=row.minutes,
        buffer=row.buffer_minutes,
        track=str(row.track_id or ""),
        speakers=tuple(people.items()),
        booked=tuple(Booked(str(use.resource_id), use.count) for use in row.uses.all()),
        is_interpreted=row.needs_interpretation,
    )


def whole_slot(row: Function) -> Slot:
    """A function that is one item by itself."""
    minutes = int((row.end_at - row.start_at).total_seconds() // 60)
    return Slot(f"function:{row.pk}", row.name, WHOLE[FunctionKind(row.kind)], str(row.pk), row.start_at, minutes)


def whole_functions(functions: Iterable[Function], items: Iterable[AgendaItem]) -> list[Function]:
    """Functions that nobody has detailed and that are one item by themselves."""
    detailed = {row.function_id for row in items}
    return [row for row in functions if row.kind in WHOLE and row.pk not in detailed]


def programme(
    meeting: Meeting, *, items: Iterable[AgendaItem] | None = None, functions: list[Function] | None = None
) -> Programme:
    """The agenda as the rules see it: items, and functions that are items by themselves. Six queries."""
    rows = list(items_of(meeting) if items is None else items)
    held = functions_of(meeting) if functions is None else functions
    slots = [slot_of(row) for row in rows] + [whole_slot(row) for row in whole_functions(held, rows)]
    stocks = [Stock(str(r.pk), r.name, r.kind, r.count) for r in resources_of(meeting)]
    return Programme.of(slots, frames_of(held), stocks)


def conflicts(meeting: Meeting, plan: Programme | None = None) -> list[Conflict]:
    """Everything in trouble: what cannot be first, then what is too tight, then missing meals."""
    plan = plan or programme(meeting)
    figures = figures_of(meeting.org_id, clock.today(meeting.time_zone))
    meals = meals_lacking(plan, plan.frames.values(), meeting.time_zone, figures)
    return [*impossibilities(plan, figures), *tight(plan, figures), *meals]
