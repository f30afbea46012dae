"""OM-055, 058, 059, 060, 062, 063 (domain/failures.md, 议程 and 嘉宾)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.agenda.models import AgendaSpeaker
from huiwu.agenda.queries import items_without_speaker
from huiwu.attendees.choices import NOT_COMING, ParticipationState, Presence
from huiwu.attendees.models import Attendee, Participation
from huiwu.calls.models import CallRecord
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.guests.choices import RsvpStatus
from huiwu.guests.models import Guest, GuestContact
from huiwu.guests.queries import guests_of, open_guest_impacts
from huiwu.guests.rules import rsvp

RECENT = timedelta(days=14)
"""Within so many days two people of ours who both speak with a guest get in each other's way."""


def _guests(scope: Scope) -> list[Guest]:
    found: list[Guest] = scope.once("guests.all", lambda: list(guests_of(scope.meeting)))
    return found


def _hit(scope: Scope, guest: Guest, detail: str, action: str, **more: Any) -> Hit:
    return Hit(
        detail=detail,
        subjects=(Subject("guest", str(guest.pk), guest.attendee.display_name),),
        url=reverse("guests:guest", args=[scope.meeting.slug, guest.pk]),
        action=action,
        root=str(guest.pk),
        **more,
    )


@check(
    "OM-055",
    module="agenda",
    severity="warn",
    title=gettext_lazy("环节没有讲者，或讲者没有书面确认"),
    step="P12",
    owner_role="guest_team",
    from_days_before=7,
)
def stage_without_a_sure_speaker(scope: Scope) -> Iterator[Hit]:
    if scope.days_after_end > 0:
        return
    for item in items_without_speaker(scope.meeting):
        yield Hit(
            detail=_("环节“{item}”（{function}）还没有讲者。").format(item=item.title, function=item.function.name),
            subjects=(Subject("agenda_item", str(item.pk), item.title),),
            url=reverse("guests:ledger", args=[scope.meeting.slug]),
            action=_("定下讲者并取得书面确认，或撤下这个环节。"),
            root=f"item:{item.pk}",
        )
    by_attendee = {row.attendee_id: row for row in _guests(scope)}
    seen: set[UUID] = set()
    parts = AgendaSpeaker.objects.filter(item__meeting=scope.meeting, item__function__is_cancelled=False)
    for part in parts.select_related("item", "attendee").order_by("item__starts_at", "order"):
        if part.attendee_id in seen:
            continue
        seen.add(part.attendee_id)
        guest = by_attendee.get(part.attendee_id)
        if guest is not None and guest.rsvp_status in rsvp.AGREED:
            continue
        if guest is None and part.attendee.presence in (Presence.CONFIRMED, Presence.ATTENDED):
            continue
        state = guest.get_rsvp_status_display() if guest else part.attendee.get_presence_display()
        yield Hit(
            detail=_("讲者 {name} 在环节“{item}”，现在是“{state}”，不是书面确认。").format(
                name=part.attendee.display_name, item=part.item.title, state=state
            ),
            subjects=(
                Subject("attendee", str(part.attendee_id), part.attendee.display_name),
                Subject("agenda_item", str(part.item_id), part.item.title),
            ),
            url=reverse("guests:guest", args=[scope.meeting.slug, guest.pk])
            if guest
            else reverse("guests:ledger", args=[scope.meeting.slug]),
            action=_("催书面确认；来不及的，启用备选讲者。"),
            root=f"speaker:{part.attendee_id}",
        )


@check(
    "OM-058",
    module="guests",
    severity="block",
    title=gettext_lazy("嘉宾姓名、职务或答复变更后未逐项复核"),
    step="P12",
    owner_role="guest_team",
)
def changes_nobody_has_followed_up(scope: Scope) -> Iterator[Hit]:
    """Lines of the impact list that a guest's change made and nobody confirmed, as one finding for each change."""
    causes: dict[str, list[Any]] = defaultdict(list)
    for item in open_guest_impacts(scope.meeting):
        causes[item.cause_key].append(item)
    by_id = {str(row.pk): row for row in _guests(scope)} | {str(row.attendee_id): row for row in _guests(scope)}
    for key, items in causes.items():
        guest = by_id.get(key.split(":")[1])
        if guest is None:
            continue
        yield _hit(
            scope,
            guest,
            _("{cause}；还有 {count} 项没有人复核：{labels}。").format(
                cause=items[0].cause.splitlines()[0],
                count=len(items),
                labels=_("、").join(item.label.split("：")[0] for item in items[:8]),
            ),
            _("到受影响单据清单逐项核对并确认。"),
        )


@check(
    "OM-059",
    module="guests",
    severity="warn",
    title=gettext_lazy("回执期限已过而没有答复，也没有跟进"),
    step="P12",
    owner_role="guest_team",
)
def silence_nobody_follows(scope: Scope) -> Iterator[Hit]:
    """From the day after the deadline; a contact or a call since then is a follow-up."""
    yesterday = scope.today - timedelta(days=1)
    late = [row for row in _guests(scope) if row.is_overdue(yesterday + timedelta(days=1))]
    if not late or scope.days_after_end > 0:
        return
    contacts = dict(GuestContact.objects.filter(guest__in=late).values_list("guest").annotate(at=Max("contacted_at")))
    calls = dict(
        CallRecord.objects.filter(attendee__in=[row.attendee_id for row in late])
        .values_list("attendee")
        .annotate(at=Max("made_at"))
    )
    for row in late:
        last = max(filter(None, (contacts.get(row.pk), calls.get(row.attendee_id))), default=None)
        if last is not None and last.astimezone(scope.meeting.zone).date() >= row.rsvp_deadline_on:
            continue
        yield _hit(
            scope,
            row,
            _("{name} 的回执期限 {day} 已过，仍是“{state}”，之后没有跟进记录。").format(
                name=row.attendee.display_name, day=row.rsvp_deadline_on, state=row.get_rsvp_status_display()
            ),
            _("由对接人打电话，记下对方怎么说。"),
        )


@check(
    "OM-060",
    module="guests",
    severity="hint",
    title=gettext_lazy("同一嘉宾有两名以上对接人"),
    step="P12",
    owner_role="guest_team",
    from_days_before=40,
)
def guest_with_two_handlers(scope: Scope) -> Iterator[Hit]:
    """Two records of one person with different handlers; or two people, neither the handler, who lately spoke with them."""
    yield from _same_person_twice(scope)
    since = scope.at - RECENT
    talked: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    rows = GuestContact.objects.filter(
        guest__meeting=scope.meeting, contacted_at__gte=since, contacted_by__isnull=False
    )
    for contact in rows.select_related("contacted_by"):
        if contact.contacted_by is not None:
            talked[contact.guest_id][contact.contacted_by.pk] = contact.contacted_by.name
    for row in _guests(scope):
        people = dict(talked.get(row.pk, {}))
        if row.handler is not None:
            people[row.handler.pk] = row.handler.name
        if len(people) > 1:
            yield _hit(
                scope,
                row,
                _("{names} 都在联系 {name}。").format(
                    names=_("、").join(sorted(people.values())), name=row.attendee.display_name
                ),
                _("定一位对接人，其他人通过他联系。"),
            )


def _same_person_twice(scope: Scope) -> Iterator[Hit]:
    groups: dict[tuple[str, ...], list[Guest]] = defaultdict(list)
    for row in _guests(scope):
        if row.handler_id is None:
            continue
        who = row.attendee
        key = ("mobile", who.mobile) if who.mobile else ("name", who.display_name, who.org_name)
        groups[key].append(row)
    for rows in groups.values():
        handlers = {row.handler_id: row.handler.name for row in rows if row.handler}
        if len(rows) > 1 and len(handlers) > 1 and len({row.attendee.display_name for row in rows}) == 1:
            yield _hit(
                scope,
                rows[0],
                _("{name} 登记了 {count} 次，对接人分别是 {names}。").format(
                    name=rows[0].attendee.display_name, count=len(rows), names=_("、").join(sorted(handlers.values()))
                ),
                _("合并重复的记录，留一位对接人。"),
            )


@check(
    "OM-062",
    module="guests",
    severity="warn",
    title=gettext_lazy("嘉宾随员没有着落"),
    step="P12",
    owner_role="guest_team",
    from_days_before=14,
)
def companions_without_a_place(scope: Scope) -> Iterator[Hit]:
    """Companions said and not named, or named and in none of the functions the guest takes part in."""
    hosts = {row.attendee_id: row for row in _guests(scope) if row.rsvp_status in rsvp.COMING}
    if not hosts or scope.days_after_end > 0:
        return
    people: dict[UUID, list[Attendee]] = defaultdict(list)
    found = Attendee.objects.filter(accompanies__in=hosts, merged_into=None, erased_at=None)
    for person in found.exclude(presence__in=NOT_COMING):
        people[person.accompanies_id].append(person)  # type: ignore[index]
    placed = set(
        Participation.objects.filter(attendee__in=[p.pk for rows in people.values() for p in rows])
        .exclude(state=ParticipationState.CANCELLED)
        .values_list("attendee_id", flat=True)
    )
    for attendee_id, row in hosts.items():
        named = people.get(attendee_id, [])
        lost = [person.display_name for person in named if person.pk not in placed]
        if row.companion_count > len(named):
            detail = _("{name} 有 {count} 位随员，只登记了 {named} 位。").format(
                name=row.attendee.display_name, count=row.companion_count, named=len(named)
            )
        elif lost:
            detail = _("{name} 的随员 {lost} 没有列入任何场次，座位、用餐、住宿、车辆都没有着落。").format(
                name=row.attendee.display_name, lost=_("、").join(lost)
            )
        else:
            continue
        yield _hit(scope, row, detail, _("补齐随员资料，列入相应场次，告知餐饮、住宿与交通组。"))


@check(
    "OM-063",
    module="guests",
    severity="block",
    title=gettext_lazy("嘉宾取消或代参而原人仍占位"),
    step="P12",
    owner_role="guest_team",
)
def place_held_by_who_does_not_come(scope: Scope) -> Iterator[Hit]:
    gone = {row.attendee_id: row for row in _guests(scope) if row.rsvp_status in rsvp.GONE}
    if not gone or scope.days_after_end > 0:
        return
    holds: dict[UUID, list[str]] = defaultdict(list)
    parts = AgendaSpeaker.objects.filter(
        attendee__in=gone, item__meeting=scope.meeting, item__function__is_cancelled=False
    )
    for part in parts.select_related("item"):
        holds[part.attendee_id].append(_("议程环节“{item}”").format(item=part.item.title))
    rows = Participation.objects.filter(attendee__in=gone, function__is_cancelled=False)
    live = rows.filter(state__in=(ParticipationState.EXPECTED, ParticipationState.CONFIRMED))
    for row in live.select_related("function"):
        holds[row.attendee_id].append(_("场次“{function}”").format(function=row.function.name))
    for attendee_id, places in holds.items():
        guest = gone[attendee_id]
        yield _hit(
            scope,
            guest,
            _("{name} 已是“{state}”，仍占着：{places}。").format(
                name=guest.attendee.display_name,
                state=RsvpStatus(guest.rsvp_status).label,
                places=_("、").join(places[:8]),
            ),
            _("撤下原人；代参的换成代参人。"),
        )
