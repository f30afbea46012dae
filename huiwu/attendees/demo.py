"""The demo's people: named, ranked, in delegations and functions; checked when P17 ends, and once more before the meeting.

Guests, speakers and VIPs are only listed here: whether they come is told by the demo of the guests.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from huiwu.accounts.choices import Role
from huiwu.attendees.choices import ParticipationState
from huiwu.attendees.demo_content import (
    BY_TYPE,
    DIETS,
    FOREIGN,
    FORUM,
    MEDIA_TITLES,
    PRESS,
    Circle,
    names,
)
from huiwu.attendees.models import Attendee
from huiwu.attendees.services import (
    AttendeeValues,
    add_many,
    check_list,
    confirm_ranks,
    keep_delegation,
    keep_sensitive_of_many,
    put_many_in_functions,
    set_presence_of_many,
)
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.planning.demo import window

LISTED, ANSWERED, FROZEN = 40, 14, 4
"""Days before the start by which the list was loaded, most had answered, and the list was declared checked at last."""
EARLY = 46
"""Before P17 begins the client has named only those who are invited by name, and who came last time (1 in LAST_TIME)."""
LAST_TIME = 12
BY_FORM = 12
"""So many answer on the registration page (its own demo) instead of to us."""
P17 = (46, 26)
EVERYBODY = ("opening", "plenary", "meal", "coffee_break")


@demo(42)
def people(ctx: DemoContext) -> None:
    """As many people as the meeting expects, once the list is there; with the brief those whom the client has named."""
    if ctx.people < 1:
        return
    circle = BY_TYPE.get(ctx.meeting.meeting_type, FORUM)
    begun = clock.today(ctx.meeting.time_zone)
    with clock.at(moment(begun, 9)):
        groups = [
            keep_delegation(actor=_keeper(ctx), meeting=ctx.meeting, name=name, order=n)
            for n, name in enumerate(circle.delegations, 1)
        ]
        rows = _rows(ctx, circle, [group.pk for group in groups])
    named = [row for row in rows if _is_named(row)]
    others = [row for row in rows if not _is_named(row)]
    made = _list(ctx, named, begun) + _list(ctx, others, _day(ctx, LISTED))
    ctx.made["attendees"] = made
    if not _is_early(ctx):
        _answer(ctx, made)


def _is_named(row: AttendeeValues) -> bool:
    return bool({"vip", "guest", "speaker"} & set(row["roles"]))


def _list(ctx: DemoContext, rows: list[AttendeeValues], day: date) -> list[Attendee]:
    """Those who go to what is for all, by the same hand on the same day."""
    with clock.at(moment(day, 9)):
        made = add_many(actor=_keeper(ctx), meeting=ctx.meeting, rows=rows)
    with clock.at(moment(day, 14)):
        _rank(ctx, made)
        _seat(ctx, made)
        _diets(ctx, made)
    return made


@demo(49)
def check(ctx: DemoContext) -> None:
    """Declared checked on the team's last day for P17; once more when everything is frozen."""
    if not ctx.made.get("attendees"):
        return
    _first, last = window(ctx, "P17", P17)
    frozen = ctx.meeting.start_on - timedelta(days=FROZEN)
    if last < frozen and last <= ctx.today:
        _check(ctx, last, "与各组名单、回执逐一核对。")
    if frozen <= ctx.today:
        _check(ctx, frozen, "最终确认会前再核一遍，增减已逐条记入。")


def _check(ctx: DemoContext, day: date, note: str) -> None:
    with clock.at(moment(day, 16)):
        check_list(actor=_keeper(ctx), meeting=ctx.meeting, note=note)


def _is_early(ctx: DemoContext) -> bool:
    return ctx.today < ctx.nominal_start - timedelta(days=EARLY)


def _keeper(ctx: DemoContext) -> Actor:
    return Actor.of_user(ctx.cast.get(Role.DATA_ADMIN) or ctx.cast[Role.PROJECT_MANAGER])


def _day(ctx: DemoContext, before: int) -> date:
    """So many days before the start, not before the plan and not after today."""
    earliest = clock.today(ctx.meeting.time_zone)
    return min(max(ctx.meeting.start_on - timedelta(days=before), earliest), ctx.today)


def _rows(ctx: DemoContext, circle: Circle, groups: Sequence[Any]) -> list[AttendeeValues]:
    """VIPs, speakers, guests, the foreign ones, press, representatives, a few of our own: the share of each rounded down."""
    named = names(ctx.rng)
    total = ctx.people
    shares = {"vip": max(1, total // 60), "speaker": max(2, total // 40), "guest": max(2, total // 20)}
    rows: list[AttendeeValues] = [_contact(ctx)]
    for role, count in shares.items():
        rows += [_person(ctx, circle, next(named), role, n, groups) for n in range(count)]
    rows += [_foreigner(n, groups) for n in range(min(circle.abroad, total // 20))]
    if _is_early(ctx):
        total = len(rows) + total // LAST_TIME
    else:
        rows += [_press(ctx, next(named), n) for n in range(-(-total * circle.media // 100))]
        rows += [_staff(next(named), n) for n in range(max(1, total // 50))]
    while len(rows) < total:
        rows.append(_person(ctx, circle, next(named), "representative", len(rows), groups))
    rows = rows[:total] if total else rows[:1]
    for nth, row in enumerate(rows):
        if row.get("mobile") != "":
            row["mobile"] = row.get("mobile") or f"139{20_000_000 + nth:08d}"
    return rows


def _contact(ctx: DemoContext) -> AttendeeValues:
    """The client's own decision maker is the first of them."""
    client = ctx.meeting.client
    contact = client.contacts.filter(is_approver=True).first() if client else None
    return AttendeeValues(
        display_name=contact.name if contact else "赵明远",
        org_name=client.name if client else "启明科技",
        title=contact.title if contact and contact.title else "副总裁",
        mobile=contact.phone if contact else "13900000001",
        roles=["vip", "guest"],
        tags=["主办方"],
    )


def _person(ctx: DemoContext, circle: Circle, name: str, role: str, nth: int, groups: Sequence[Any]) -> AttendeeValues:
    org, short = ctx.rng.choice(circle.orgs)
    high = role in ("vip", "speaker")
    values = AttendeeValues(
        display_name=name,
        org_name=org,
        org_short=short,
        title=ctx.rng.choice(circle.vip_titles if high else circle.titles),
        email=f"person{nth}-{role}@example.test",
        roles=[role] if role != "vip" else ["vip", "guest"],
        salutation=ctx.rng.choice(("先生", "女士")),
    )
    if groups and role in ("representative", "guest"):
        values["delegation_id"] = groups[nth % len(groups)]
    if circle.groups and role == "representative":
        values["group_name"] = f"第 {nth % circle.groups + 1} 组"
    if role == "vip":
        values |= AttendeeValues(secretary_name="秘书处", secretary_mobile=f"138{10_000_000 + nth:08d}")
    return values


def _foreigner(nth: int, groups: Sequence[Any]) -> AttendeeValues:
    english, chinese, country, org, title = FOREIGN[nth % len(FOREIGN)]
    return AttendeeValues(
        display_name=chinese,
        name_en=english,
        country=country,
        language="en",
        org_name=org,
        title=title,
        email=f"{english.split()[0].lower()}@example.test",
        mobile="",
        secretary_name="国际部",
        secretary_mobile="13910000077",
        roles=["guest", "speaker"] if nth % 2 else ["guest"],
        delegation_id=groups[-1] if groups else None,
    )


def _press(ctx: DemoContext, name: str, nth: int) -> AttendeeValues:
    org, short = PRESS[nth % len(PRESS)]
    return AttendeeValues(
        display_name=name, org_name=org, org_short=short, title=ctx.rng.choice(MEDIA_TITLES), roles=["media"]
    )


def _staff(name: str, nth: int) -> AttendeeValues:
    return AttendeeValues(
        display_name=name, org_name="云帆会务", title="会务", roles=["driver" if nth % 5 == 4 else "staff"]
    )


def _rank(ctx: DemoContext, made: list[Attendee]) -> None:
    ranked = [row for row in made if "vip" in row.roles]
    if not ranked:
        return
    secretary = Actor.of_user(ctx.cast.get(Role.SECRETARIAT) or ctx.cast[Role.PROJECT_MANAGER])
    confirm_ranks(actor=secretary, meeting=ctx.meeting, ranks={row.pk: n for n, row in enumerate(ranked, 1)})


def _seat(ctx: DemoContext, made: list[Attendee]) -> None:
    """Everybody to what is for all; the breakouts share them out."""
    functions = list(ctx.meeting.functions.filter(is_cancelled=False))
    ids = [row.pk for row in made if not {"staff", "driver"} & set(row.roles)]
    common = [f.pk for f in functions if f.kind in EVERYBODY]
    put_many_in_functions(actor=_keeper(ctx), meeting=ctx.meeting, attendee_ids=ids, function_ids=common)
    breakouts = [f for f in functions if f.kind == "breakout"]
    for n, function in enumerate(breakouts):
        put_many_in_functions(
            actor=_keeper(ctx),
            meeting=ctx.meeting,
            attendee_ids=ids[n :: len(breakouts)],
            function_ids=[function.pk],
            state=ParticipationState.CONFIRMED,
        )


def _diets(ctx: DemoContext, made: list[Attendee]) -> None:
    some = [row for row in made if not {"staff", "driver"} & set(row.roles)][::17]
    values = {row.pk: {"dietary_requirement": DIETS[n % len(DIETS)]} for n, row in enumerate(some)}
    keep_sensitive_of_many(actor=_keeper(ctx), meeting=ctx.meeting, values=values)


def _answer(ctx: DemoContext, made: list[Attendee]) -> None:
    """Representatives and press answer by ANSWERED days before; until then most are only invited."""
    plain = [row.pk for row in made if not {"vip", "guest", "speaker"} & set(row.roles)]
    keeper, meeting = _keeper(ctx), ctx.meeting
    with clock.at(moment(_day(ctx, LISTED - 2), 11)):
        set_presence_of_many(actor=keeper, meeting=meeting, attendee_ids=plain, presence="invited")
    share = 96 if (meeting.start_on - ctx.today).days <= ANSWERED else 40
    coming = [pk for n, pk in enumerate(plain) if n * 37 % 100 < share]
    declined = [pk for pk in plain if pk not in set(coming)][::2] if share > 90 else []
    by_form = [row.pk for row in made if row.pk in set(coming) and "representative" in row.roles and row.mobile][
        :BY_FORM
    ]
    ctx.made["by_form"] = by_form
    coming = [pk for pk in coming if pk not in set(by_form)]
    with clock.at(moment(_day(ctx, ANSWERED), 15)):
        set_presence_of_many(actor=keeper, meeting=meeting, attendee_ids=coming, presence="confirmed")
        set_presence_of_many(
            actor=keeper, meeting=meeting, attendee_ids=declined, presence="declined", reason="日程冲突"
        )
        put_many_in_functions(
            actor=keeper,
            meeting=meeting,
            attendee_ids=declined,
            function_ids=list(
                meeting.functions.filter(participations__attendee__in=declined).distinct().values_list("pk", flat=True)
            ),
            state=ParticipationState.CANCELLED,
        )
