"""Whose work rests on a guest, and what of the guests rests on the person and the meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.accounts.choices import Role
from huiwu.agenda.models import AgendaSpeaker
from huiwu.foundation.registry.impact import Change, Impacted, rests_on
from huiwu.guests.choices import Area, LetterState, RsvpStatus
from huiwu.guests.models import Guest, Letter
from huiwu.guests.rules import rsvp
from huiwu.meetings.models import Meeting

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


@rests_on("guest.")
def hands_that_must_hear(meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """One line for each area the change touches (documents.md 6), and the stage parts of one who does not come."""
    _root, part, key = change.key.split(".", 2)
    guest = _guest(meeting, key)
    if guest is None:
        return
    gone = part == "rsvp_status" and guest.rsvp_status in rsvp.GONE
    for area in _areas(guest, part):
        yield Impacted(
            kind="guest.area",
            id=f"{guest.pk}:{area}",
            label=_("{area}：{name}（{org}）").format(
                area=Area(area).label, name=guest.attendee.display_name, org=guest.attendee.org_text or _("未填单位")
            ),
            state="open",
            url=reverse("guests:guest", args=[meeting.slug, guest.pk]),
            owner_role=OWNERS[Area(area)],
            why=_("不来了，撤下原有安排") if gone else _("按新的答复核对并改好"),
        )
    if gone:
        yield from _stage_parts(meeting, guest)


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


def _guest(meeting: Meeting, key: str) -> Guest | None:
    try:
        pk = UUID(key)
    except ValueError:
        return None
    return Guest.objects.filter(meeting=meeting, pk=pk).select_related("attendee").first()
