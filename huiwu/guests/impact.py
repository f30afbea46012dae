"""Whose work rests on a guest, and what of the guests rests on the person and the meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.accounts.choices import Role
from huiwu.agenda.models import AgendaSpeaker
from huiwu.attendees.choices import NOT_COMING
from huiwu.attendees.models import Attendee
from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.guests.choices import Area, LetterState, RsvpStatus
from huiwu.guests.models import Guest, Letter
from huiwu.guests.rules import rsvp
from huiwu.meetings.models import Meeting
from huiwu.planning.choices import StepStatus
from huiwu.planning.models import Step

OWNERS = {
    Area.SEAT: Role.SECRETARIAT,
    Area.CARD: Role.MATERIALS_TEAM,
    Area.BADGE: Role.MATERIALS_TEAM,
    Area.TRANSFER: Role.TRANSPORT_TEAM,
    Area.ROOM: Role.LODGING_TEAM,
    Area.MEAL: Role.CATERING_TEAM,
    Area.HANDBOOK: Role.SECRETARIAT,
    Area.SCRIPT: Role.DIRECTOR,
}
STEPS = {
    Area.SEAT: "P18",
    Area.CARD: "P18",
    Area.BADGE: "P15",
    Area.TRANSFER: "P20",
    Area.ROOM: "P19",
    Area.MEAL: "P21",
    Area.HANDBOOK: "P22",
    Area.SCRIPT: "D06",
}
"""The step of the SOP in which the area is arranged."""


@rests_on("guest.")
def hands_that_must_hear(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """One line for each area the change touches (documents.md 6), and the stage parts of one who does not come."""
    part = change.key.removeprefix("guest.")
    guest = _guest(meeting, change.subject_id)
    if guest is None:
        return
    gone = part == "rsvp_status" and guest.rsvp_status in rsvp.GONE
    areas = _areas(guest, part)
    if part == "rsvp_status" and not gone:
        areas = _begun(meeting, areas)
    why = _("不来了，撤下原有安排") if gone else _("按新的答复核对并改好")
    yield from _lines(meeting, guest, areas, why)
    if gone:
        yield from _stage_parts(meeting, guest)


@rests_on("attendee.display_name", "attendee.title", "attendee.org_name", "attendee.salutation")
def what_carries_a_guests_name(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """A guest's name or title stands on cards, in scripts, and on the letters that are out (TR-08, OM-058)."""
    rows = Guest.objects.filter(meeting=meeting).select_related("attendee")
    guest = rows.filter(attendee_id=change.subject_id).first() if change.subject_id else None
    if guest is None or guest.rsvp_status in (rsvp.TO_INVITE, *rsvp.GONE):
        return
    part = "name" if change.key == "attendee.display_name" else "title"
    yield from _lines(meeting, guest, rsvp.areas_of_changes([part]), _("姓名、单位、职务以新的为准，已印的须重印"))
    out = guest.letters.filter(state__in=(LetterState.SENT, LetterState.DELIVERED))
    for letter in out:
        yield Impacted(
            kind="letter",
            id=str(letter.pk),
            label=_("邀请函 {number}").format(number=letter.number),
            state="done",
            url=reverse("guests:guest", args=[meeting.slug, guest.pk]),
            owner_role=Role.GUEST_TEAM,
            why=_("函中是原来的写法；须要更正的，作废后重发"),
        )


PARTS = {
    "attendee.display_name": "name",
    "attendee.name_en": "name",
    "attendee.org_name": "title",
    "attendee.title": "title",
    "attendee.salutation": "title",
    "attendee.protocol_rank": "guest_role",
}
ON_PRESENCE = (Area.SEAT, Area.CARD, Area.BADGE, Area.TRANSFER, Area.ROOM, Area.MEAL, Area.HANDBOOK)


@rests_on(*PARTS, "attendee.presence")
def hands_that_must_hear_of_anybody(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Somebody who is no guest sits, eats and is met all the same: one line for each area whose work has begun (TR-08)."""
    person = _attendee(meeting, change.subject_id)
    if person is None or Guest.objects.filter(meeting=meeting, attendee=person).exists():
        return
    is_presence = change.key == "attendee.presence"
    if not is_presence and person.presence in NOT_COMING:
        return
    areas = ON_PRESENCE if is_presence else rsvp.areas_of_changes([PARTS[change.key]])
    gone = is_presence and person.presence in NOT_COMING
    why = _("不来了，撤下原有安排") if gone else _("按新的资料核对并改好，已印的须重印")
    for area in _begun(meeting, areas):
        label = _("{area}：{name}（{org}）").format(
            area=Area(area).label, name=person.display_name, org=person.org_text or _("未填单位")
        )
        url = reverse("attendees:attendee", args=[meeting.slug, person.pk])
        yield Impacted("attendee.area", f"{person.pk}:{area}", label, "open", url, OWNERS[Area(area)], why)


def _begun(meeting: Meeting, areas: Iterable[str]) -> tuple[str, ...]:
    """One more who comes concerns only those whose work has begun: the others will start from the ledger anyway."""
    codes = Step.objects.filter(plan__meeting=meeting, status__in=(StepStatus.DOING, StepStatus.DONE))
    begun = set(codes.values_list("code", flat=True))
    return tuple(area for area in areas if STEPS[Area(area)] in begun)


def _lines(meeting: Meeting, guest: Guest, areas: Iterable[str], why: str) -> Iterator[Impacted]:
    for area in areas:
        yield Impacted(
            kind="guest.area",
            id=f"{guest.pk}:{area}",
            label=_("{area}：{name}（{org}）").format(
                area=Area(area).label, name=guest.attendee.display_name, org=guest.attendee.org_text or _("未填单位")
            ),
            state="open",
            url=reverse("guests:guest", args=[meeting.slug, guest.pk]),
            owner_role=OWNERS[Area(area)],
            why=why,
        )


def _areas(guest: Guest, part: str) -> tuple[str, ...]:
    if part != "rsvp_status":
        return rsvp.areas_of_changes([part])
    before = rsvp.CONFIRMED if guest.rsvp_status in rsvp.GONE else rsvp.SENT
    met, lodged = guest.is_met, bool(guest.needs_room)
    return rsvp.areas_of_move(before, guest.rsvp_status, speaks=guest.speaks, is_met=met, is_lodged=lodged)


def _stage_parts(meeting: Meeting, guest: Guest) -> Iterator[Impacted]:
    parts = AgendaSpeaker.objects.filter(attendee=guest.attendee_id, item__meeting=meeting).select_related("item")
    for part in parts:
        yield Impacted(
            kind="agenda.part",
            id=str(part.pk),
            label=_("议程环节“{item}”：{name}").format(item=part.item.title, name=guest.attendee.display_name),
            state="open",
            url=reverse("guests:guest", args=[meeting.slug, guest.pk]),
            owner_role=Role.SECRETARIAT,
            why=_("讲者{state}，换人或撤下环节").format(state=RsvpStatus(guest.rsvp_status).label),
        )


@rests_on("meeting.start_on", "meeting.end_on", "meeting.venue_name", "meeting.name")
def letters_that_say_so(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Letters that are out name the day and the place: everybody who got one must be told, in one line."""
    out = Letter.objects.filter(meeting=meeting, state__in=(LetterState.SENT, LetterState.DELIVERED))
    count = out.exclude(guest__rsvp_status__in=rsvp.GONE).values("guest").distinct().count()
    if count:
        yield Impacted(
            kind="guest.letters",
            id=str(meeting.pk),
            label=_("已发出的邀请函（{count} 位嘉宾）").format(count=count),
            state="open",
            url=reverse("guests:ledger", args=[meeting.slug]),
            owner_role=Role.GUEST_TEAM,
            why=_("函中写有“{label}”，须逐位告知").format(label=change.label),
        )


def _attendee(meeting: Meeting, key: str) -> Attendee | None:
    try:
        pk = UUID(key)
    except ValueError:
        return None
    return Attendee.objects.filter(meeting=meeting, pk=pk).first()


def _guest(meeting: Meeting, key: str) -> Guest | None:
    try:
        pk = UUID(key)
    except ValueError:
        return None
    return Guest.objects.filter(meeting=meeting, pk=pk).select_related("attendee").first()
