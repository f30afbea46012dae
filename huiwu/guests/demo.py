"""The demo's guests: listed, invited by a signed letter, answering one by one; one of them changes trains twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from huiwu.accounts.choices import Role
from huiwu.agenda.models import AgendaSpeaker
from huiwu.attendees.models import Attendee, Participation
from huiwu.attendees.queries import active, with_role
from huiwu.attendees.services import personal_link, put_many_in_functions
from huiwu.documents.choices import ImpactAnswer
from huiwu.documents.fourstate import filled, none
from huiwu.documents.queries import open_impacts
from huiwu.documents.services import confirm_impact, invite_to_sign, save_draft, sign_version
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.guests import services
from huiwu.guests.choices import SPEAKING, Diet, GuestRole, Medium
from huiwu.guests.models import Guest, InvitationTemplate, LetterBatch
from huiwu.guests.queries import companions_of, guests_of, substitutes_of
from huiwu.guests.rules import rsvp
from huiwu.guests.rules.replies import Itinerary, Leg, Stay
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.planning.demo import window

P12 = (40, 7)
SIGNED, SENT, DEADLINE = 0.08, 0.1, 0.75
"""Parts of P12 gone by when a careful team has the text signed, sends it, and expects the last answer."""
ROLES = {"mc": GuestRole.MC, "address": GuestRole.ADDRESS, "keynote": GuestRole.KEYNOTE, "talk": GuestRole.KEYNOTE,
         "panel": GuestRole.PANEL, "award": GuestRole.AWARD, "signing": GuestRole.SIGNING}  # fmt: skip
TRAINS = ("G7083", "G99", "G123")
EVERY_NO, EVERY_PROXY, EVERY_TRAVELLER = 23, 29, 3
PROXIES = ("邵子安", "梁书瑜", "顾海宁", "温知行", "岳清和", "祁远舟")
COMPANION = services.Companion("程一鸣", "秘书", mobile="13720000001")


@demo(44)
def guests(ctx: DemoContext) -> None:
    """Whoever is a guest, VIP or speaker is invited by name and followed until the answer is there, all within P12."""
    people = _people(ctx.meeting)
    listed, last = window(ctx, "P12", P12)
    if not people or listed > ctx.today:
        return
    signed, sent, deadline = (
        listed + timedelta(days=round((last - listed).days * p)) for p in (SIGNED, SENT, DEADLINE)
    )
    with clock.at(moment(listed, 10)):
        _list(ctx, people, deadline)
    if signed > ctx.today:
        return
    template = _signed_text(ctx, signed, deadline)
    if sent > ctx.today:
        return
    with clock.at(moment(sent, 16)):
        _send(ctx, template)
    _answer(ctx, sent, deadline, last)


def _people(meeting: Meeting) -> list[Attendee]:
    speakers = set(AgendaSpeaker.objects.filter(item__meeting=meeting).values_list("attendee_id", flat=True))
    invited = active(meeting).filter(with_role("guest") | with_role("speaker") | with_role("vip"))
    found = {row.pk: row for row in [*invited, *active(meeting).filter(pk__in=speakers)]}
    return sorted(found.values(), key=lambda row: row.number)


def _team(ctx: DemoContext) -> Actor:
    return Actor.of_user(ctx.cast.get(Role.GUEST_TEAM) or ctx.cast[Role.PROJECT_MANAGER])


def _lead(ctx: DemoContext) -> Actor:
    return Actor.of_user(ctx.cast[Role.PROJECT_MANAGER])


def _list(ctx: DemoContext, people: list[Attendee], deadline: date) -> None:
    parts = AgendaSpeaker.objects.filter(item__meeting=ctx.meeting).order_by("item__starts_at")
    roles: dict[Any, GuestRole] = {}
    for part in parts:
        roles.setdefault(part.attendee_id, ROLES.get(part.speaker_role, GuestRole.KEYNOTE))
    groups: dict[str, list[Any]] = {}
    for row in people:
        groups.setdefault(roles.get(row.pk, GuestRole.HONOURED), []).append(row.pk)
    team = _team(ctx)
    for role, ids in groups.items():
        services.add_guests(
            actor=team,
            meeting=ctx.meeting,
            attendee_ids=ids,
            guest_role=role,
            handler_id=team.id,
            rsvp_deadline_on=deadline,
        )


def _signed_text(ctx: DemoContext, day: date, deadline: date) -> InvitationTemplate:
    """Written in the morning, signed by the client in the afternoon."""
    with clock.at(moment(day, 9)):
        row = services.begin_invitation(actor=_lead(ctx), meeting=ctx.meeting, name="嘉宾邀请函")
        assert row.document is not None
        content = row.document.draft | _text(ctx, row.document.draft, deadline, day)
        saved = save_draft(
            actor=_lead(ctx), document_id=row.document.pk, revision=row.document.revision, content=content
        )
        version = services.propose_invitation(actor=_lead(ctx), template_id=row.pk, revision=saved.revision)
        contact = ctx.meeting.client.contacts.filter(is_approver=True).first() if ctx.meeting.client else None
        name = contact.name if contact else "赵明远"
        link, _token = invite_to_sign(actor=_lead(ctx), version_id=version.pk, person=name)
    with clock.at(moment(day, 14)):
        sign_version(actor=Actor.of_link(link), version_id=version.pk, seen_hash=version.content_hash, person_name=name)
    row.refresh_from_db()
    return row


def _text(ctx: DemoContext, draft: dict[str, Any], deadline: date, day: date) -> dict[str, Any]:
    host = ctx.meeting.client.name if ctx.meeting.client else ctx.meeting.org.name
    contact = {"name": _team(ctx).name, "title": "嘉宾联络", "phone": "021-60010088", "email": ""}
    said = {
        "programme": "开幕式、主会场报告与专题交流，届时备有会议手册。",
        "costs": "会议期间的食宿由主办方承担，往返交通按双方约定。",
        "dress": "商务正装",
        "transport": "虹桥站、浦东机场均有接站，请在回执中填写班次。",
        "hosts": host,
        "issuer": host,
        "where": " ".join(filter(None, (ctx.meeting.city, ctx.meeting.venue_name))) or "另行通知",
        "contact": contact,
        "reply_by": deadline.isoformat(),
        "issued_on": day.isoformat(),
        "lodging": "需要住宿的请在回执中填写入住与离店日期。",
    }
    found = {key: filled(value) for key, value in said.items()}
    if draft["purpose"]["state"] != "filled":
        found["purpose"] = filled(f"{host}定于{draft['when']['value']}举办{ctx.meeting.name}。")
    return found | {"enclosures": none(), "mail_subject": none()}


def _send(ctx: DemoContext, template: InvitationTemplate) -> None:
    """By e-mail to those who have an address, on paper to the others."""
    rows = list(guests_of(ctx.meeting))
    for medium, chosen in (
        (Medium.EMAIL, [row for row in rows if row.attendee.email]),
        (Medium.PAPER, [row for row in rows if not row.attendee.email]),
    ):
        if not chosen:
            continue
        batch: LetterBatch = services.make_letters(
            actor=_team(ctx),
            meeting=ctx.meeting,
            template_id=template.pk,
            guest_ids=[row.pk for row in chosen],
            medium=medium,
        )
        if medium == Medium.EMAIL:
            services.send_letters(batch_id=batch.pk)
        else:
            services.mark_posted(actor=_team(ctx), batch_id=batch.pk)


def _answer(ctx: DemoContext, sent: date, deadline: date, last: date) -> None:
    """Over the days until the deadline, in no order; whoever stands on the stage says yes."""
    span = max((deadline - sent).days - 1, 1)
    rows = list(guests_of(ctx.meeting).filter(rsvp_status=rsvp.SENT))
    for nth, row in enumerate(rows):
        day = sent + timedelta(days=1 + nth * 7 % span)
        if day > ctx.today or day >= ctx.meeting.start_on:
            continue
        with clock.at(moment(day, 9 + nth % 8)):
            _one_answer(ctx, row, nth)
    if rows:
        _change_trains_twice(ctx, rows[0], deadline, last)


def _one_answer(ctx: DemoContext, row: Guest, nth: int) -> None:
    actor = _own(row)
    may_refuse = row.guest_role not in SPEAKING and nth
    if may_refuse and nth % EVERY_NO == EVERY_NO - 1:
        services.answer_invitation(actor=actor, guest_id=row.pk, answer="no", reason="日程冲突，预祝会议成功。")
        _leave(ctx, row)
    elif may_refuse and nth % EVERY_PROXY == EVERY_PROXY - 1:
        services.answer_invitation(
            actor=actor,
            guest_id=row.pk,
            answer="proxy",
            reason="届时出访",
            proxy=_proxy(nth),
        )
        _follow(ctx, row, substitutes_of(row))
        _leave(ctx, row)
    else:
        services.answer_invitation(actor=actor, guest_id=row.pk, answer="yes")
        _tell(ctx, actor, row, nth)
    _confirm(ctx)
    row.refresh_from_db()
    if row.rsvp_status == rsvp.CHANGED:
        services.accept_changes(actor=_team(ctx), guest_id=row.pk, note="已通知餐饮组")


def _proxy(nth: int) -> services.Proxy:
    name = PROXIES[nth // EVERY_PROXY % len(PROXIES)]
    return services.Proxy(name, title="副主任", mobile=f"137{30_000_000 + nth:08d}")


def _own(row: Guest) -> Actor:
    link, _token = personal_link(actor=SYSTEM, attendee=row.attendee)
    return Actor.of_link(link, address="203.0.113.20", agent="demo")


def _tell(ctx: DemoContext, actor: Actor, row: Guest, nth: int) -> None:
    if row.speaks:
        title = f"{row.attendee.org_text}的实践与思考"
        services.tell_talk(actor=actor, guest_id=row.pk, title=title[:60])
    if nth % EVERY_TRAVELLER:
        return
    services.tell_travel(actor=actor, guest_id=row.pk, itinerary=_trip(ctx.meeting, TRAINS[0]), consents=True)
    nights = {
        "check_in_on": (ctx.meeting.start_on - timedelta(days=1)).isoformat(),
        "check_out_on": ctx.meeting.end_on.isoformat(),
    }
    services.tell_stay(actor=actor, guest_id=row.pk, stay=Stay(True, "single", **nights), consents=True)
    if nth % 9 == 0:
        services.tell_diet(actor=actor, guest_id=row.pk, diet=Diet.VEGETARIAN, consents=True)
    if nth == 0:
        services.name_companions(actor=actor, guest_id=row.pk, companions=[COMPANION])
        _follow(ctx, row, companions_of(row))


def _trip(meeting: Meeting, number: str) -> Itinerary:
    comes = datetime.combine(meeting.start_on - timedelta(days=1), datetime.min.time()).replace(hour=15, minute=28)
    goes = datetime.combine(meeting.end_on, datetime.min.time()).replace(hour=19, minute=5)
    there = Leg("train", number, comes.isoformat(timespec="minutes"), "火车站")
    back = Leg("train", "G7096", goes.isoformat(timespec="minutes"), "火车站")
    return Itinerary(there, back, needs_pickup=True, needs_dropoff=True)


def _leave(ctx: DemoContext, row: Guest) -> None:
    """Whoever does not come holds no place."""
    held = Participation.objects.filter(attendee=row.attendee_id).values_list("function_id", flat=True)
    put_many_in_functions(
        actor=_lead(ctx),
        meeting=ctx.meeting,
        attendee_ids=[row.attendee_id],
        function_ids=list(held),
        state="cancelled",
    )
    _confirm(ctx)


def _follow(ctx: DemoContext, row: Guest, people: list[Attendee]) -> None:
    """Companions and substitutes take part in what the guest takes part in."""
    held = Participation.objects.filter(attendee=row.attendee_id).values_list("function_id", flat=True)
    put_many_in_functions(
        actor=_lead(ctx),
        meeting=ctx.meeting,
        attendee_ids=[person.pk for person in people],
        function_ids=list(held),
        state="confirmed",
    )


def _change_trains_twice(ctx: DemoContext, row: Guest, deadline: date, last: date) -> None:
    """Who has said yes takes another train, and another; the team settles what follows, line by line."""
    row.refresh_from_db()
    for nth, number in enumerate(TRAINS[1:]):
        day = min(deadline + timedelta(days=1 + nth * 2), last - timedelta(days=1 - nth))
        if day > ctx.today or day >= ctx.meeting.start_on or row.rsvp_status not in (rsvp.CONFIRMED, rsvp.CHANGED):
            return
        with clock.at(moment(day, 11)):
            services.tell_travel(actor=_own(row), guest_id=row.pk, itinerary=_trip(ctx.meeting, number))
        with clock.at(moment(day, 15)):
            _confirm(ctx)
            services.accept_changes(actor=_team(ctx), guest_id=row.pk, note="已通知交通、住宿与餐饮组")
        row.refresh_from_db()


def _confirm(ctx: DemoContext) -> None:
    for item in open_impacts(ctx.meeting).filter(cause_key__startswith="guest:"):
        confirm_impact(actor=_lead(ctx), impact_item_id=item.pk, answer=ImpactAnswer.UPDATED, note="已按新的答复改好")
