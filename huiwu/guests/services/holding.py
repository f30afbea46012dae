"""What every verb begins with: the guest's row held and permission asked; and the one place where an answer moves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.attendees.choices import Presence, Source
from huiwu.attendees.services import change_attendee
from huiwu.documents.services import list_impacts
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can, require, unasked
from huiwu.foundation.registry.impact import Change
from huiwu.guests.choices import RsvpStatus
from huiwu.guests.errors import AnswerMoved, NoSuchGuest
from huiwu.guests.events import GuestMoved
from huiwu.guests.models import Guest, GuestMove
from huiwu.guests.rules import rsvp
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput


@unasked("part of the services of this package, which name the permission")
def held(actor: Actor, guest_id: UUID, permission: str = "guests.edit") -> Guest:
    """The guest's row, locked, of a person who still counts. Raises NoSuchGuest, NotAllowed."""
    rows = Guest.objects.select_for_update(of=("self",)).select_related("meeting__org", "attendee__meeting", "handler")
    row = rows.filter(pk=guest_id, attendee__merged_into=None, attendee__erased_at=None).first()
    if row is None or not (can(actor, "guests.reply", row) or can(actor, "guests.view", row.meeting)):
        raise NoSuchGuest
    require(actor, permission, row if permission == "guests.reply" else row.meeting)
    return row


@unasked("moves an answer for a service that asked")
def advance(
    actor: Actor,
    row: Guest,
    after: str,
    *,
    source: rsvp.Source,
    reason: str = "",
    parts: Iterable[str] = (),
    told: Iterable[Change] = (),
    **columns: Any,
) -> GuestMove:
    """Move the answer if it still is where it was seen; keep who, when and why; write the presence of the one person
    record; list whose work rests on it, with the changes `told`. Raises AnswerMoved."""
    before, now, changed = row.rsvp_status, clock.now(), list(parts)
    if not rsvp.may_move(before, after, source, has_begun=has_begun(row)):
        raise moved(row, after)
    columns |= {"rsvp_status": after, "moved_at": now, "updated_at": now}
    columns["had_agreed"] = row.had_agreed or after in rsvp.AGREED
    if actor.user is not None:
        columns["saved_by"] = actor.user
    if after in rsvp.SETTLED and after not in rsvp.ON_THE_DAY:
        columns["answered_at"] = now
    if not Guest.objects.filter(pk=row.pk, rsvp_status=before).update(**columns, revision=F("revision") + 1):
        row.refresh_from_db()
        raise moved(row, after)
    had_agreed = row.had_agreed
    row.refresh_from_db()
    row.attendee.refresh_from_db()
    move = note_move(actor, row, before, after, source=source, reason=reason, parts=changed)
    _write_presence(row, after, had_agreed, reason)
    _list_consequences(actor, row, move, before, after, list(told))
    fact = GuestMoved(meeting_id=row.meeting_id, guest_id=row.pk, before=before, after=after, source=source)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return move


@unasked("writes the history of a change that the calling service asked for")
def note_move(
    actor: Actor, row: Guest, before: str, after: str, *, source: str, reason: str = "", parts: Iterable[str] = ()
) -> GuestMove:
    is_link = actor.kind == "link"
    return GuestMove.objects.create(
        guest=row,
        before=before,
        after=after,
        source=source,
        reason=reason.strip()[:300],
        parts=list(parts),
        moved_by=actor.user,
        moved_at=clock.now(),
        link_id=actor.link.pk if is_link and actor.link is not None else None,
        address=actor.address if is_link else "",
        agent=actor.agent[:300] if is_link else "",
    )


@unasked("asks nothing of an actor")
def has_begun(row: Guest) -> bool:
    """From the day before the first: people arrive and are met."""
    return (row.meeting.start_on - clock.today(row.meeting.time_zone)).days <= 1


def _write_presence(row: Guest, after: str, had_agreed: bool, reason: str) -> None:
    presence = rsvp.presence_of(after, had_agreed=had_agreed)
    if presence is None or row.attendee.presence in (presence, Presence.ATTENDED, Presence.ABSENT):
        return
    change_attendee(
        actor=SYSTEM,
        attendee_id=row.attendee_id,
        revision=None,
        values={"presence": presence, "presence_reason": reason.strip()[:300]},
        source=Source.REPLY,
    )
    row.attendee.refresh_from_db()


def _list_consequences(actor: Actor, row: Guest, move: GuestMove, before: str, after: str, told: list[Change]) -> None:
    if rsvp.areas_of_move(before, after, speaks=row.speaks, is_met=row.is_met, is_lodged=bool(row.needs_room)):
        label = _("嘉宾 {name} 的答复").format(name=row.attendee.display_name)
        words = dict(RsvpStatus.choices)
        told = [change_of(row, "rsvp_status", label, str(words[before]), str(words[after])), *told]
    list_consequences(actor, row, told, f"guest:{row.pk}:{move.pk}")


@unasked("follows from a change whose service asked")
def list_consequences(actor: Actor, row: Guest, told: list[Change], cause_key: str) -> None:
    """What rests on the changes, on the meeting's impact list; a guest who says no before any yes touches nothing."""
    if told:
        list_impacts(actor=actor, meeting=row.meeting, changes=told, cause_key=cause_key)


@unasked("asks nothing of an actor")
def change_of(row: Guest, part: str, label: str, before: str = "", after: str = "") -> Change:
    """A change of one part of a guest's answer, for the finders of impact.py."""
    return Change(f"guest.{part}", label, before, after, subject_id=str(row.pk))


@unasked("asks nothing of an actor")
def moved(row: Guest, after: str) -> AnswerMoved:
    words = dict(RsvpStatus.choices)
    return AnswerMoved(name=row.attendee.display_name, state=words[row.rsvp_status], asked=words[after])


@unasked("judges input for a service that asks")
def refuse(field: str, sentence: str) -> InvalidInput:
    return InvalidInput({field: [sentence]}, detail=sentence)
