"""Who is a guest, in what role, who speaks with them, until when they answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.accounts.models import User
from huiwu.attendees.choices import AttendeeRole
from huiwu.attendees.models import Attendee
from huiwu.attendees.queries import active
from huiwu.attendees.services import change_many
from huiwu.documents.services import list_impacts
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.registry.impact import Change
from huiwu.guests.choices import GuestRole
from huiwu.guests.events import GuestChanged, GuestsHandedOver, GuestsListed, RsvpDeadlineSet
from huiwu.guests.models import Guest
from huiwu.guests.services.holding import change_of, held, refuse
from huiwu.kernel import clock
from huiwu.kernel.errors import StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import assignable_people

ROWS_AT_ONCE = 500


class GuestValues(TypedDict, total=False):
    """Columns the team keeps; what is not named stays as it is."""

    guest_role: str
    rsvp_deadline_on: date | None
    talk_title: str
    talk_abstract: str
    post_address: str
    postcode: str
    note: str


LONGEST = {"talk_title": 200, "talk_abstract": 2000, "post_address": 200, "postcode": 10, "note": 500}


@transaction.atomic
def add_guests(
    *,
    actor: Actor,
    meeting: Meeting,
    attendee_ids: Sequence[UUID],
    guest_role: str = GuestRole.HONOURED,
    handler_id: UUID | None = None,
    rsvp_deadline_on: date | None = None,
) -> list[Guest]:
    """P12: put people of the meeting on the ledger as 待邀; those who are guests already stay as they are.

    Everybody added has the attendee role 嘉宾 afterwards. Raises InvalidInput, NotAllowed.
    """
    require(actor, "guests.edit", meeting)
    if guest_role not in GuestRole.values:
        raise refuse("guest_role", _("嘉宾角色须从列表中选择。"))
    handler = _handler(meeting, handler_id)
    _verify_deadline(meeting, rsvp_deadline_on)
    wanted = set(attendee_ids)
    found = [row for row in active(meeting) if row.pk in wanted]
    known = set(Guest.objects.filter(meeting=meeting).values_list("attendee_id", flat=True))
    made = [
        Guest(
            meeting=meeting,
            attendee=row,
            guest_role=guest_role,
            handler=handler,
            rsvp_deadline_on=rsvp_deadline_on,
            saved_by=actor.user,
        )
        for row in found
        if row.pk not in known
    ]
    if not made:
        return []
    Guest.objects.bulk_create(made, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
    _mark_as_guests(meeting, [row.attendee for row in made])
    record(GuestsListed(meeting_id=meeting.pk, count=len(made)), actor=actor, org_id=meeting.org_id)
    return list(Guest.objects.filter(meeting=meeting, attendee__in=[row.attendee_id for row in made]))


def _mark_as_guests(meeting: Meeting, people: list[Attendee]) -> None:
    lacking = {
        row.pk: {"roles": [*row.roles, AttendeeRole.GUEST.value]}
        for row in people
        if AttendeeRole.GUEST not in row.roles
    }
    if lacking:
        change_many(actor=SYSTEM, meeting=meeting, changes=lacking, source="hand")  # type: ignore[arg-type]


@transaction.atomic
def change_guest(*, actor: Actor, guest_id: UUID, revision: int, values: GuestValues) -> Guest:
    """Change what the team keeps about a guest. A new role or talk lists whose work rests on it.

    Raises StaleEdit, InvalidInput, NoSuchGuest.
    """
    row = held(actor, guest_id)
    if row.revision != revision:
        raise StaleEdit(row, who=row.saved_by.name if row.saved_by else _("同事"))
    kept = {key: value.strip() if isinstance(value, str) else value for key, value in values.items()}
    _verify(row.meeting, kept)
    changed = {key: value for key, value in kept.items() if getattr(row, key) != value}
    if not changed:
        return row
    told = _told(row, changed)
    for key, value in changed.items():
        setattr(row, key, value)
    row.saved_by, row.updated_at, row.revision = actor.user, clock.now(), row.revision + 1
    row.save(update_fields=[*changed, "saved_by", "updated_at", "revision"])
    if told and row.rsvp_status != "to_invite":
        list_impacts(actor=actor, meeting=row.meeting, changes=told, cause_key=f"guest:{row.pk}:r{row.revision}")
    record(GuestChanged(meeting_id=row.meeting_id, guest_id=row.pk), actor=actor, org_id=row.meeting.org_id)
    return row


def _told(row: Guest, changed: dict[str, object]) -> list[Change]:
    words = dict(GuestRole.choices)
    name = row.attendee.display_name
    found = []
    if "guest_role" in changed:
        label = _("嘉宾 {name} 的角色").format(name=name)
        after = str(words[str(changed["guest_role"])])
        found.append(change_of(row, "guest_role", label, str(words[row.guest_role]), after))
    if "talk_title" in changed and row.talk_title:
        label = _("嘉宾 {name} 的演讲题目").format(name=name)
        found.append(change_of(row, "talk", label, row.talk_title, str(changed["talk_title"])))
    return found


def _verify(meeting: Meeting, values: dict[str, object]) -> None:
    if "guest_role" in values and values["guest_role"] not in GuestRole.values:
        raise refuse("guest_role", _("嘉宾角色须从列表中选择。"))
    for key, most in LONGEST.items():
        if isinstance(text := values.get(key), str) and len(text) > most:
            raise refuse(key, _("最多 {most} 个字。").format(most=most))
    day = values.get("rsvp_deadline_on")
    _verify_deadline(meeting, day if isinstance(day, date) else None)


def _verify_deadline(meeting: Meeting, day: date | None) -> None:
    if day is not None and day >= meeting.start_on:
        raise refuse("rsvp_deadline_on", _("回执期限须早于会议开始的 {day}。").format(day=meeting.start_on))


def _handler(meeting: Meeting, handler_id: UUID | None) -> User | None:
    if handler_id is None:
        return None
    found = assignable_people(meeting).filter(pk=handler_id).first()
    if found is None:
        raise refuse("handler", _("对接人须是本会议可以指派的人。"))
    return found


@transaction.atomic
def hand_over(*, actor: Actor, meeting: Meeting, guest_ids: Sequence[UUID], handler_id: UUID | None) -> int:
    """Give these guests one 对接人, or none; how many changed. Raises InvalidInput."""
    require(actor, "guests.edit", meeting)
    handler = _handler(meeting, handler_id)
    rows = Guest.objects.filter(meeting=meeting, pk__in=list(guest_ids)[:10_000])
    rows = rows.exclude(handler=handler) if handler else rows.exclude(handler=None)
    count = rows.update(handler=handler, revision=F("revision") + 1, saved_by=actor.user, updated_at=clock.now())
    if count:
        fact = GuestsHandedOver(meeting_id=meeting.pk, count=count, handler_id=handler.pk if handler else None)
        record(fact, actor=actor, org_id=meeting.org_id)
    return count


@transaction.atomic
def set_deadline(*, actor: Actor, meeting: Meeting, guest_ids: Sequence[UUID], rsvp_deadline_on: date) -> int:
    """Until when these guests are to answer; how many changed. Raises InvalidInput."""
    require(actor, "guests.edit", meeting)
    _verify_deadline(meeting, rsvp_deadline_on)
    rows = Guest.objects.filter(meeting=meeting, pk__in=list(guest_ids)[:10_000]).exclude(
        rsvp_deadline_on=rsvp_deadline_on
    )
    count = rows.update(
        rsvp_deadline_on=rsvp_deadline_on, revision=F("revision") + 1, saved_by=actor.user, updated_at=clock.now()
    )
    if count:
        record(RsvpDeadlineSet(meeting_id=meeting.pk, count=count), actor=actor, org_id=meeting.org_id)
    return count
