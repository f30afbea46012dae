"""The demo's agenda: items with their speakers, confirmed by the client in time, quoted by what was printed from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from huiwu.accounts.choices import Role
from huiwu.agenda.choices import QuotePlace
from huiwu.agenda.demo_content import INTERPRETERS, PROGRAMMES, RESOURCES, Scripted
from huiwu.agenda.models import AgendaItem, AgendaTelling
from huiwu.agenda.queries import resources_of
from huiwu.agenda.services import (
    ItemValues,
    ResourceValues,
    SpeakerValues,
    UseValues,
    add_item,
    mark_told,
    quote_version,
    send_agenda_for_signature,
    set_public_page,
    set_resources,
)
from huiwu.attendees.models import Attendee
from huiwu.attendees.queries import active, with_role
from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.kernel.spans import Span
from huiwu.meetings.choices import Publicness
from huiwu.meetings.models import Function
from huiwu.planning.demo import window

SIGNED, TOLD, PRINTED = 17, 16, 9
P11 = (45, 16)
"""Days before the start by which a careful team has it confirmed, told and printed (P11 ends at T-16)."""


@demo(43)
def agenda(ctx: DemoContext) -> None:
    """Functions that the script knows are detailed; the client confirms in time, unless the script leaves P11 late."""
    _resources(ctx)
    cast = _Cast(ctx)
    for function in ctx.meeting.functions.filter(is_cancelled=False).order_by("start_at", "number"):
        _detail(ctx, function, cast)
    day = _confirmed_on(ctx)
    if day > ctx.today or _is_left(ctx) or not AgendaItem.objects.filter(meeting=ctx.meeting).exists():
        return
    _release(ctx, day)


def _writer(ctx: DemoContext) -> Actor:
    return Actor.of_user(ctx.cast.get(Role.PLANNER) or ctx.cast[Role.PROJECT_MANAGER])


def _lead(ctx: DemoContext) -> Actor:
    return Actor.of_user(ctx.cast[Role.PROJECT_MANAGER])


def _resources(ctx: DemoContext) -> None:
    rows = [ResourceValues(kind=kind, name=name, count=count) for kind, name, count in RESOURCES]
    if _is_interpreted(ctx):
        rows += [ResourceValues(kind="interpreter", name=name, languages=("zh", "en")) for name in INTERPRETERS]
    set_resources(actor=_writer(ctx), meeting=ctx.meeting, resources=rows)


def _is_interpreted(ctx: DemoContext) -> bool:
    names = set(ctx.meeting.functions.values_list("name", flat=True))
    return any(item.interpreted for name in names & set(PROGRAMMES) for item in PROGRAMMES[name])


class _Cast:
    """Who may stand on the stage: nobody in two places at once, those with the fewest parts first."""

    def __init__(self, ctx: DemoContext) -> None:
        people = active(ctx.meeting).filter(with_role("speaker") | with_role("guest") | with_role("vip"))
        self._people = list(people.order_by("number")[:60])
        self._busy: dict[object, list[Span]] = {person.pk: [] for person in self._people}

    def take(self, span: Span, taken: list[Attendee]) -> Attendee | None:
        free = [
            person
            for person in self._people
            if person not in taken and person.is_coming and not any(b.overlaps(span) for b in self._busy[person.pk])
        ]
        if not free:
            return None
        chosen = min(free, key=lambda person: (len(self._busy[person.pk]), person.number))
        self._busy[chosen.pk].append(span)
        return chosen


def _detail(ctx: DemoContext, function: Function, cast: _Cast) -> None:
    at = function.start_at
    uses = {row.name: row for row in resources_of(ctx.meeting)}
    for item in PROGRAMMES.get(function.name, ()):
        at += timedelta(minutes=item.gap)
        span = Span(at, at + timedelta(minutes=item.minutes))
        booked = [*item.uses, *(INTERPRETERS if item.interpreted else ())]
        values = ItemValues(
            function_id=function.pk,
            kind=item.kind,
            title=item.title,
            title_en=item.title_en,
            starts_at=at,
            minutes=item.minutes,
            buffer_minutes=item.buffer,
            needs_interpretation=item.interpreted,
            languages=("zh", "en") if item.interpreted else ("zh",),
            is_internal=item.is_internal,
            speakers=tuple(_speakers(item, span, cast)),
            uses=tuple(UseValues(resource_id=uses[name].pk) for name in booked),
        )
        add_item(actor=_writer(ctx), meeting=ctx.meeting, values=values)
        at = span.end_at + timedelta(minutes=item.buffer)


def _speakers(item: Scripted, span: Span, cast: _Cast) -> Iterator[SpeakerValues]:
    taken: list[Attendee] = []
    for role in item.parts:
        person = cast.take(span, taken)
        if person is not None:
            taken.append(person)
            yield SpeakerValues(attendee_id=person.pk, speaker_role=role)


def _confirmed_on(ctx: DemoContext) -> date:
    """The day before the team's last one for P11, and by T-17 where there is time for that."""
    _first, last = window(ctx, "P11", P11)
    day = min(ctx.meeting.start_on - timedelta(days=SIGNED), last - timedelta(days=1))
    return max(day, clock.now().astimezone(ctx.meeting.zone).date())


def _is_left(ctx: DemoContext) -> bool:
    return ctx.stage == "planning" and "P11" in ctx.script.get("left_late", ())


def _release(ctx: DemoContext, day: date) -> None:
    lead, meeting = _lead(ctx), ctx.meeting
    contact = meeting.client.contacts.order_by("-is_approver", "order").first() if meeting.client else None
    name = contact.name if contact else "客户"
    with clock.at(moment(day, 10)):
        version, link, _token = send_agenda_for_signature(actor=lead, meeting=meeting, person=name)
    with clock.at(moment(day, 15)):
        sign_version(
            actor=Actor.of_link(link),
            version_id=version.pk,
            seen_hash=version.content_hash,
            person_name=name,
            person_title=contact.title if contact else "",
        )
        if meeting.publicness != Publicness.INTERNAL:
            set_public_page(actor=lead, meeting=meeting, is_public=True)
    with clock.at(moment(max(day, min(ctx.today, meeting.start_on - timedelta(days=TOLD))), 16)):
        for row in AgendaTelling.objects.filter(version=version).exclude(attendee=None):
            mark_told(actor=_writer(ctx), meeting=meeting, telling_id=row.pk, how="phone")
    printed = max(day, meeting.start_on - timedelta(days=PRINTED))
    if printed <= ctx.today:
        with clock.at(moment(printed, 17)):
            quote_version(actor=_writer(ctx), meeting=meeting, place=QuotePlace.SCREEN)
            quote_version(actor=_writer(ctx), meeting=meeting, place=QuotePlace.SIGNAGE, label="签到处日程立牌")
