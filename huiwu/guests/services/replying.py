"""What a guest answers: by the personal link, or told to somebody of ours who writes it down."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.attendees.choices import AttendeeRole, Presence, RoomWish, SensitiveField, Source, Travel
from huiwu.attendees.models import Attendee, SensitiveValue
from huiwu.attendees.permissions import SensitiveOf
from huiwu.attendees.queries import active
from huiwu.attendees.services import add_attendee, change_attendee
from huiwu.attendees.services.sensitive import keep_sensitive, reveal_sensitive
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can
from huiwu.foundation.registry.impact import Change
from huiwu.foundation.secrets import seal
from huiwu.guests.choices import PART_WORDS, REPLY_SEAL, Diet
from huiwu.guests.errors import AnswerFirst, ConsentNeeded, NotInvitedYet, ReplyClosed
from huiwu.guests.events import GuestReplied
from huiwu.guests.models import Guest, GuestReply
from huiwu.guests.queries.own import companions_of
from huiwu.guests.rules import rsvp
from huiwu.guests.rules.replies import (
    Invoice,
    Itinerary,
    Leg,
    Stay,
    corrected,
    different,
    itinerary_of,
    packed,
    stay_faults,
    stay_of,
    travel_faults,
    travel_number,
)
from huiwu.guests.services.holding import advance, change_of, held, list_consequences, note_move, refuse
from huiwu.guests.services.moving import forget_calls
from huiwu.guests.services.wording import diet_words, sentences, stay_words, travel_texts
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.privacy.choices import How, PurposeCode
from huiwu.privacy.queries.consents import standing_consents
from huiwu.privacy.services import note_consents

MOST_COMPANIONS = 6
YES, NO, PROXY = "yes", "no", "proxy"


@dataclass(frozen=True, slots=True)
class Proxy:
    """代参人: who comes instead."""

    name: str
    org_name: str = ""
    title: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Companion:
    """随员. `id` is an attendee who accompanies the guest already; without it a new person."""

    name: str
    title: str = ""
    mobile: str = ""
    id: UUID | None = None


@transaction.atomic
def answer_invitation(
    *, actor: Actor, guest_id: UUID, answer: str, reason: str = "", proxy: Proxy | None = None
) -> Guest:
    """书面确认, 取消 or 代参 (`answer`: yes, no, proxy). The same answer again changes nothing.

    A substitute becomes a person of the meeting who stands in for the guest. Raises NotInvitedYet, ReplyClosed,
    InvalidInput, AnswerMoved.
    """
    row = _answerable(actor, guest_id)
    after = {YES: rsvp.CONFIRMED, NO: rsvp.CANCELLED, PROXY: rsvp.PROXIED}.get(answer)
    if after is None:
        raise refuse("answer", _("请选择是否出席。"))
    if row.rsvp_status == after or (after == rsvp.CONFIRMED and row.rsvp_status == rsvp.CHANGED):
        return row
    if after == rsvp.PROXIED and (proxy is None or not proxy.name.strip()):
        raise refuse("proxy_name", _("请填写代为出席的人的姓名。"))
    source: rsvp.Source = "guest" if actor.kind == "link" else "staff"
    why = reason.strip() or (str(_("本人答复")) if source == "guest" else str(_("代为登记")))
    advance(actor, row, after, source=source, reason=why)
    if after == rsvp.PROXIED and proxy is not None:
        _name_substitute(row, proxy)
    elif after == rsvp.CONFIRMED:
        _dismiss_substitutes(row)
    words = {YES: _("出席"), NO: _("不出席"), PROXY: _("由他人代参")}
    _keep_reply(actor, row, {"answer": ("", str(words[answer]))})
    forget_calls(row)
    return row


def _name_substitute(row: Guest, proxy: Proxy) -> None:
    guest = row.attendee
    add_attendee(
        actor=SYSTEM,
        meeting=row.meeting,
        values={
            "display_name": proxy.name,
            "org_name": proxy.org_name or guest.org_name,
            "title": proxy.title,
            "mobile": proxy.mobile,
            "roles": [AttendeeRole.GUEST.value],
            "substitute_for_id": guest.pk,
            "presence": Presence.CONFIRMED.value,
            "delegation_id": guest.delegation_id,
        },
        source=Source.REPLY,
    )


def _dismiss_substitutes(row: Guest) -> None:
    """The guest comes in person after all: whoever stood in does not."""
    for person in active(row.meeting).filter(substitute_for=row.attendee, presence=Presence.CONFIRMED):
        values = {"presence": Presence.CANCELLED.value, "presence_reason": str(_("本人出席，不再代参"))}
        change_attendee(actor=SYSTEM, attendee_id=person.pk, revision=None, values=values, source=Source.REPLY)  # type: ignore[arg-type]


@transaction.atomic
def tell_travel(
    *, actor: Actor, guest_id: UUID, itinerary: Itinerary, car_plate: str = "", consents: bool = False
) -> Guest:
    """Arrival, departure, and whether to be met. Another train than before is 变更, with its consequences listed; it may
    change as often as it does. Raises AnswerFirst, ConsentNeeded, InvalidInput, NotInvitedYet, ReplyClosed."""
    row = _coming(actor, guest_id)
    told = replace(itinerary, arrival=_clean_leg(itinerary.arrival), departure=_clean_leg(itinerary.departure))
    _refuse_all(sentences(), travel_faults(told, row.meeting.start_on, row.meeting.end_on))
    _must_agree(actor, row, PurposeCode.ITINERARY, consents)
    before = _read(actor, row, SensitiveField.ITINERARY)
    old = itinerary_of(before) if before else None
    values = {SensitiveField.ITINERARY: packed(told), SensitiveField.CAR_PLATE: car_plate.strip().upper()[:20]}
    keep_sensitive(actor=_hand(actor), attendee_id=row.attendee_id, values={str(k): v for k, v in values.items()})
    columns = {"needs_pickup": told.needs_pickup, "needs_dropoff": told.needs_dropoff}
    return _told(actor, row, travel_texts(old), travel_texts(told), columns)


def _clean_leg(leg: Leg) -> Leg:
    if leg.mode and leg.mode not in Travel.values:
        raise refuse("mode", _("交通方式须从列表中选择。"))
    return replace(leg, number=travel_number(leg.number), place=" ".join(leg.place.split())[:80])


@transaction.atomic
def tell_stay(*, actor: Actor, guest_id: UUID, stay: Stay, consents: bool = False) -> Guest:
    """Whether a room is needed, which and for what nights. Raises as `tell_travel`."""
    row = _coming(actor, guest_id)
    if stay.room and stay.room not in RoomWish.values:
        raise refuse("room", _("房型须从列表中选择。"))
    _refuse_all(sentences(), stay_faults(stay))
    _must_agree(actor, row, PurposeCode.ITINERARY, consents)
    before = _read(actor, row, SensitiveField.LODGING_WISH)
    old = stay_of(before) if before else Stay()
    keep_sensitive(
        actor=_hand(actor),
        attendee_id=row.attendee_id,
        values={str(SensitiveField.LODGING_WISH): packed(stay)},
    )
    return _told(
        actor, row, {"lodging": stay_words(old)}, {"lodging": stay_words(stay)}, {"needs_room": stay.is_needed}
    )


@transaction.atomic
def name_companions(*, actor: Actor, guest_id: UUID, companions: Sequence[Companion]) -> Guest:
    """随员: those named become people of the meeting who accompany the guest; those left out no longer come.

    Raises InvalidInput, AnswerFirst, NotInvitedYet, ReplyClosed."""
    row = _coming(actor, guest_id)
    named = [who for who in companions if who.name.strip()]
    if len(named) > MOST_COMPANIONS:
        raise refuse("companions", _("最多填写 {most} 位随员；更多的请联系对接人。").format(most=MOST_COMPANIONS))
    known = {person.pk: person for person in companions_of(row)}
    before = _names(person.display_name for person in known.values())
    kept = {who.id for who in named if who.id in known}
    for who in named:
        _write_companion(row, who, known.get(who.id) if who.id else None)
    for pk, person in known.items():
        if pk not in kept:
            values: Any = {"presence": Presence.CANCELLED.value, "presence_reason": str(_("嘉宾不再带这位随员"))}
            change_attendee(actor=SYSTEM, attendee_id=person.pk, revision=None, values=values, source=Source.REPLY)
    after = _names(who.name for who in named)
    was_said = row.companion_count or row.replies.filter(parts__icontains="companions").exists()
    texts = {"companions": before or (str(_("无")) if was_said else "")}
    return _told(actor, row, texts, {"companions": after or str(_("无"))}, {"companion_count": len(named)})


def _write_companion(row: Guest, who: Companion, person: Attendee | None) -> None:
    values: Any = {"display_name": who.name, "title": who.title, "mobile": who.mobile}
    if person is not None:
        change_attendee(actor=SYSTEM, attendee_id=person.pk, revision=None, values=values, source=Source.REPLY)
        return
    values |= {
        "org_name": row.attendee.org_name,
        "roles": [AttendeeRole.ENTOURAGE.value],
        "accompanies_id": row.attendee_id,
        "presence": Presence.CONFIRMED.value,
        "delegation_id": row.attendee.delegation_id,
    }
    add_attendee(actor=SYSTEM, meeting=row.meeting, values=values, source=Source.REPLY)


def _names(found: Iterable[str]) -> str:
    return "、".join(" ".join(name.split()) for name in found)


@transaction.atomic
def tell_diet(
    *, actor: Actor, guest_id: UUID, diet: str, note: str = "", accessibility: str = "", consents: bool = False
) -> Guest:
    """餐别 and what the body needs: optional, with a consent of its own. Raises as `tell_travel`."""
    row = _coming(actor, guest_id)
    if diet and diet not in Diet.values:
        raise refuse("diet", _("餐别须从列表中选择。"))
    if diet == Diet.OTHER and not note.strip():
        raise refuse("note", _("请写明饮食要求。"))
    _must_agree(actor, row, PurposeCode.DIET_HEALTH, consents)
    words = diet_words(diet) if diet else ""
    values = {
        SensitiveField.DIETARY_REQUIREMENT: str(note.strip() if diet == Diet.OTHER else words),
        SensitiveField.DIETARY_REASON: "" if diet == Diet.OTHER else note.strip(),
        SensitiveField.ACCESSIBILITY: accessibility.strip(),
    }
    held_before = _fields_held(row)
    changed = keep_sensitive(
        actor=_hand(actor), attendee_id=row.attendee_id, values={str(k): v for k, v in values.items()}
    )
    parts = {SensitiveField.DIETARY_REQUIREMENT: "diet", SensitiveField.DIETARY_REASON: "diet"}
    parts[SensitiveField.ACCESSIBILITY] = "accessibility"
    hidden = str(_("（已填写）"))
    before = {parts[f]: (hidden if f in held_before else "") for f in changed if f in parts}  # type: ignore[index]
    after = {parts[f]: str(_("（有新的内容）")) for f in changed if f in parts}  # type: ignore[index]
    return _told(actor, row, before, after, {})


@transaction.atomic
def tell_talk(*, actor: Actor, guest_id: UUID, title: str, abstract: str = "") -> Guest:
    """演讲题目 and what it is about. Raises InvalidInput, AnswerFirst, NotInvitedYet, ReplyClosed."""
    row = _coming(actor, guest_id)
    called = " ".join(title.split())
    if len(called) > 200 or len(abstract) > 2000:
        raise refuse("title", _("题目最多 200 字，简介最多 2000 字。"))
    before = {"talk": row.talk_title}
    columns = {"talk_title": called, "talk_abstract": abstract.strip()}
    return _told(actor, row, before, {"talk": called}, columns)


@transaction.atomic
def tell_more(*, actor: Actor, guest_id: UUID, clothing_size: str = "", invoice: Invoice | None = None) -> Guest:
    """着装尺码 and 发票. Raises AnswerFirst, NotInvitedYet, ReplyClosed."""
    row = _coming(actor, guest_id)
    wanted = asdict(invoice) if invoice else {}
    if invoice and (invoice.tax_id or invoice.email) and not invoice.title.strip():
        raise refuse("invoice_title", _("请填写发票抬头。"))
    kept: Any = {str(SensitiveField.CLOTHING_SIZE): clothing_size.strip()[:20]}
    changed = keep_sensitive(actor=_hand(actor), attendee_id=row.attendee_id, values=kept)
    before = {"clothing": "", "invoice": row.invoice.get("title", "")}
    after = {"clothing": clothing_size.strip() if changed else "", "invoice": wanted.get("title", "")}
    return _told(actor, row, before, after, {"invoice": wanted})


def _told(
    actor: Actor, row: Guest, before: Mapping[str, str], after: Mapping[str, str], columns: dict[str, Any]
) -> Guest:
    """Keep what was told; a corrected part of a confirmed answer makes it 变更 and lists whose work rests on it."""
    parts = different(before, after)
    written = {key: value for key, value in columns.items() if getattr(row, key) != value}
    if not parts and not written:
        return row
    fixed = corrected(before, after)
    told = [_change(row, part) for part in fixed]
    if written:
        Guest.objects.filter(pk=row.pk).update(**written, updated_at=clock.now())
        for key, value in written.items():
            setattr(row, key, value)
    if rsvp.says_changed(row.rsvp_status, fixed):
        source: rsvp.Source = "guest" if actor.kind == "link" else "staff"
        reason = _("、").join(str(PART_WORDS[part]) for part in fixed)
        advance(actor, row, rsvp.CHANGED, source=source, reason=reason, parts=fixed, told=told)
    else:
        move = note_move(
            actor,
            row,
            row.rsvp_status,
            row.rsvp_status,
            source="guest" if actor.kind == "link" else "staff",
            parts=parts,
        )
        list_consequences(actor, row, told, f"guest:{row.pk}:{move.pk}")
    _keep_reply(actor, row, {part: (before.get(part, ""), after[part]) for part in parts})
    row.refresh_from_db()
    return row


def _change(row: Guest, part: str) -> Change:
    """Without values: an itinerary is read where it lies under lock."""
    label = _("嘉宾 {name} 的{part}").format(name=row.attendee.display_name, part=PART_WORDS[part])
    return change_of(row, part, label)


def _keep_reply(actor: Actor, row: Guest, said: Mapping[str, tuple[str, str]]) -> None:
    if not said:
        return
    Guest.objects.filter(pk=row.pk).update(reply_count=F("reply_count") + 1)
    row.reply_count += 1
    is_link = actor.kind == "link"
    reply = GuestReply.objects.create(
        guest=row,
        nth=row.reply_count,
        parts=list(said),
        sealed=seal(json.dumps(said, ensure_ascii=False), REPLY_SEAL),
        link_id=actor.link.pk if is_link and actor.link is not None else None,
        address=actor.address if is_link else "",
        agent=actor.agent[:300] if is_link else "",
        noted_by=actor.user,
    )
    fact = GuestReplied(meeting_id=row.meeting_id, guest_id=row.pk, reply_id=reply.pk, parts=tuple(said))
    record(fact, actor=actor, org_id=row.meeting.org_id)


def _answerable(actor: Actor, guest_id: UUID) -> Guest:
    row = held(actor, guest_id, "guests.reply")
    if row.rsvp_status in rsvp.ON_THE_DAY or clock.today(row.meeting.time_zone) > row.meeting.end_on:
        raise ReplyClosed
    if actor.kind == "link" and row.rsvp_status == rsvp.TO_INVITE:
        raise NotInvitedYet
    if actor.kind == "link" and row.rsvp_status == rsvp.SENT:
        advance(actor, row, rsvp.READ, source="guest")
    return row


def _coming(actor: Actor, guest_id: UUID) -> Guest:
    row = _answerable(actor, guest_id)
    if row.rsvp_status not in (rsvp.VERBAL, rsvp.CONFIRMED, rsvp.CHANGED):
        raise AnswerFirst
    return row


def _must_agree(actor: Actor, row: Guest, purpose: str, consents: bool) -> None:
    """The separate consent of the person (PIPL 29): ticked now, or standing. Staff write down that it was given."""
    if purpose in standing_consents(row.meeting, row.attendee_id):
        return
    if not consents:
        raise ConsentNeeded
    how = How.LINK if actor.kind == "link" else How.STAFF
    note_consents(actor=actor, meeting=row.meeting, subject_id=row.attendee_id, purposes=(purpose,), how=how)


def _hand(actor: Actor) -> Actor:
    """Staff who write down a reply may keep what they may not read afterwards."""
    return actor if actor.kind == "link" else SYSTEM


def _read(actor: Actor, row: Guest, field: str) -> str:
    asked = SensitiveOf(row.meeting, field, row.attendee)
    if not can(actor, "attendees.reveal", asked):
        return ""
    return reveal_sensitive(actor=actor, attendee_id=row.attendee_id, field=field)


def _fields_held(row: Guest) -> set[str]:
    return set(SensitiveValue.objects.filter(attendee=row.attendee_id).values_list("field", flat=True))


def _refuse_all(sentences: Mapping[str, str], faults: Iterable[tuple[str, str]]) -> None:
    found: dict[str, list[str]] = {}
    for field, code in faults:
        found.setdefault(field, []).append(sentences[code])
    if found:
        raise InvalidInput(found, detail=" ".join(dict.fromkeys(s for lines in found.values() for s in lines)))
