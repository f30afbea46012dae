"""The demo meeting's choice of venue: lists, inspections by three people, ranking, and the client's confirmation."""

from __future__ import annotations

import math
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid5

from PIL import Image, ImageDraw

from huiwu.accounts.choices import Role
from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.planning.demo import window
from huiwu.site_visits import services
from huiwu.site_visits.choices import FireAcceptance, Measure, Point
from huiwu.site_visits.models import Candidate, SiteVisit
from huiwu.site_visits.queries.board import board_of
from huiwu.site_visits.queries.candidates import Need, capacity_figure, need_of, weights_for
from huiwu.venues.bridge import Numbers
from huiwu.venues.choices import VenueKind
from huiwu.venues.models import Room, Venue
from huiwu.venues.queries import numbers_of
from huiwu.venues.services import add_room, add_venue

INSPECTORS = (Role.VENUE_TEAM, Role.AV_TEAM, Role.CATERING_TEAM)
RIVALS = (
    ("东湖国际酒店", VenueKind.HOTEL, "东湖路 16 号", 108),
    ("会展中心", VenueKind.EXHIBITION, "会展大道 1 号", 117),
    ("老城饭店", VenueKind.HOTEL, "中山路 5 号", 94),
)
"""Name after the city, kind, address, price in percent of the main venue's. The last is never visited: too small."""
NOTES = {
    Point.COLUMNS: ("视线无遮挡", "两侧各有一排柱，后区视线受影响", "柱距 9 米，边区受影响"),
    Point.LOAD_IN: ("前一日 18:00 可进场，货梯直达", "货梯与餐饮共用，需错峰", "卸货口离会场远，约 180 米"),
    Point.NETWORK: ("可给独立 SSID 与专线", "带宽够，须提前一周报备", "只有共享 Wi-Fi，须另拉专线"),
    Point.FOOD: ("试餐合格，清真单列", "茶歇选择多", "外包餐饮，须另签"),
}


@demo(54)
def choose_venue(ctx: DemoContext) -> None:
    """As far as a careful team is by today: listed when P08 begins, visited in its first half, recommended on its last day,
    confirmed by the client as P09 begins. `ctx.script["left_late"]` with P08 stops before the recommendation."""
    days = visit_days(ctx)
    lead = Actor.of_user(ctx.cast[Role.PROJECT_MANAGER])
    if ctx.today < days["list"]:
        return
    with clock.at(moment(days["list"])):
        rows = _list(ctx, lead)
    if ctx.today < days["visit"]:
        return
    for nth, row in enumerate(rows[:3]):
        with clock.at(moment(days["visit"], 10 + 2 * nth)):
            _inspect(ctx, row, nth)
    is_left = ctx.stage == "planning" and "P08" in ctx.script.get("left_late", ())
    if ctx.today < days["recommend"] or is_left:
        return
    with clock.at(moment(days["recommend"], 15)):
        _judge(ctx, lead, rows[:3])
        services.recommend_candidate(
            actor=lead, meeting=ctx.meeting, candidate_id=rows[0].pk, reason=_reason(ctx, len(rows[:3]))
        )
    if ctx.today < days["confirm"]:
        return
    with clock.at(moment(days["confirm"], 10 if days["confirm"] > days["recommend"] else 16)):
        _confirm(ctx, lead)


def visit_days(ctx: DemoContext) -> dict[str, date]:
    """From the meeting's own schedule; without one, as the SOP has it (T-50 to T-40, T-38)."""
    first, last = window(ctx, "P08", (50, 40))
    after, latest = window(ctx, "P09", (38, 35))
    confirm = min(max(last + timedelta(days=1), after), latest)
    return {"list": first, "visit": first + (last - first) / 3, "recommend": last, "confirm": max(confirm, last)}


def _list(ctx: DemoContext, lead: Actor) -> list[Candidate]:
    """The house the meeting will take, and its rivals of the same city; an own house needs none, for a stated reason."""
    main: Venue = ctx.made["venue"]
    need, numbers = need_of(ctx.meeting), numbers_of(ctx.org.pk)
    price = _price(ctx)
    main_room = _main_room(ctx, main, need, numbers)
    rows = [_listed(ctx, lead, main, main_room, price)]
    if main.kind == VenueKind.OWN:
        services.set_search(
            actor=lead,
            meeting=ctx.meeting,
            revision=0,
            weights=weights_for(ctx.meeting),
            fewer_reason="使用单位内部会议场所，按规定优先，不再比选。",
        )
        return rows
    for name, kind, address, percent in RIVALS:
        venue, room = _rival(ctx, lead, f"{main.city}{name}", kind, address, need, percent)
        rows.append(_listed(ctx, lead, venue, room, price * percent // 100, short=percent > 100))
    return rows


def _main_room(ctx: DemoContext, main: Venue, need: Need, numbers: Numbers) -> Room:
    """Where the main function takes place, if the house has a room of that name; else its largest."""
    place = ctx.meeting.functions.filter(name=need.function).values_list("space__name", flat=True).first()
    named = main.rooms.filter(name=place).first() if place else None
    return named or max(main.rooms.all(), key=lambda room: capacity_figure(room, need.layout, numbers) or 0)


def _price(ctx: DemoContext) -> int:
    """A round sum per head, so that larger meetings ask for larger quotes."""
    return math.ceil(ctx.people * ctx.meeting.day_count * 32_000 / 1_000_000) * 1_000_000


def _rival(
    ctx: DemoContext, lead: Actor, name: str, kind: str, address: str, need: Need, percent: int
) -> tuple[Venue, Room]:
    """A rival of the library, made once; its hall holds the meeting, but for the last."""
    city = ctx.made["venue"].city
    venue = Venue.objects.filter(org=ctx.org, name=name, city=city).first()
    if venue is None:
        venue = add_venue(
            actor=lead,
            org_id=ctx.org.pk,
            name=name,
            kind=kind,
            city=city,
            address=address,
            invoice_ok=True,
            is_designated=True,
            parking_coaches=6,
            parking_cars=120,
        )
    room = venue.rooms.filter(name=f"{need.people} 人厅").first()
    if room is None:
        held = need.people * (12 if percent > 100 else 8) // 10
        room = add_room(
            actor=lead,
            venue_id=venue.pk,
            name=f"{need.people} 人厅",
            stated_capacities={need.layout: held},
            clear_height_mm=5600,
            power_kw=120,
        )
    return venue, room


def _listed(ctx: DemoContext, lead: Actor, venue: Venue, room: Room, quote: int, *, short: bool = True) -> Candidate:
    row = services.add_candidate(actor=lead, meeting=ctx.meeting, venue=venue, room_id=room.pk)
    row = services.save_terms(
        actor=lead,
        meeting=ctx.meeting,
        candidate_id=row.pk,
        revision=row.revision,
        quote_cents=quote,
        quote_note="场租、自助午餐与茶歇，含税，不含住宿",
        date_state="option" if short else "unknown",
        date_note="选择权保留两周，含前一日进场" if short else "",
        room_id=room.pk,
    )
    if short:
        row = services.move_candidate(actor=lead, meeting=ctx.meeting, candidate_id=row.pk, verb="shortlist")
    return row


def _inspect(ctx: DemoContext, row: Candidate, nth: int) -> None:
    """Three people look at the same house; one of them is harder to please about its columns."""
    for who, role in enumerate(INSPECTORS):
        user = ctx.cast.get(role)
        if user is None:
            continue
        actor = Actor.of_user(user)
        visit = services.begin_visit(actor=actor, meeting=ctx.meeting, candidate_id=row.pk)
        services.receive_entries(
            actor=actor, meeting=ctx.meeting, visit_id=visit.pk, raw=_entries(ctx, visit, row, nth, who)
        )
        for shot, key in enumerate(("", Point.COLUMNS.value) if who == 0 else ("",)):
            services.keep_visit_photo(
                actor=actor,
                meeting=ctx.meeting,
                visit_id=visit.pk,
                photo_id=uuid5(visit.pk, f"photo-{shot}"),
                content=_picture(row.venue.name, nth * 3 + who + shot),
                name=f"现场-{who + 1}-{shot + 1}.jpg",
                key=key,
            )
        done = [_entry(visit, "finish", "", True, 59)]
        services.receive_entries(actor=actor, meeting=ctx.meeting, visit_id=visit.pk, raw=done)


def _entries(ctx: DemoContext, visit: SiteVisit, row: Candidate, nth: int, who: int) -> list[dict[str, Any]]:
    entries = []
    for place, point in enumerate(Point):
        score = 4 if nth else 5 if place % 3 == 0 else 4
        if nth == 2 and place % 4 == 1:
            score = 3
        if nth == 1 and point == Point.COLUMNS:
            score = 4 if who == 2 else 2
        entries.append(_entry(visit, "score", point.value, score, place))
        if who == 0 and point in NOTES:
            entries.append(_entry(visit, "note", point.value, NOTES[point][nth], place))
    if who < 2:
        entries += [_entry(visit, "measure", key, value, 40) for key, value in _measures(row, who).items()]
    if who == 0:
        promise = {
            "item": ("免费提供投影与幕布", "赠送会前一日彩排 3 小时", "免费停车 60 个")[nth],
            "said_by": "会议销售经理",
        }
        entries.append(_entry(visit, "promise", str(uuid5(visit.pk, "promise")), promise, 45))
        summary = ("动线清楚，货梯直达会场，最省搭建。", "客房好，会场柱子多。", "新，但离市区远，餐饮要外包。")[nth]
        entries.append(_entry(visit, "summary", "", summary, 50))
    return entries


def _measures(row: Candidate, who: int) -> dict[str, str]:
    """What the library says is found to be so; lift and fire papers are looked at by who sees to the house."""
    room = row.room
    height, power = (room.clear_height_mm, room.power_kw) if room else (None, None)
    found = {Measure.CLEAR_HEIGHT.value: str(height or 5600), Measure.POWER.value: str(power or 120)}
    if who == 0:
        found |= {
            Measure.FREIGHT_LIFT.value: "轿厢 2.6 × 3.0 × 2.6 m，门宽 2.4 m，载重 3 t",
            Measure.FIRE_ACCEPTANCE.value: FireAcceptance.SEEN.value,
            Measure.EXIT_COUNT.value: str(len(room.exits) or 4 if room else 4),
        }
    return found


def _entry(visit: SiteVisit, kind: str, key: str, value: Any, minute: int) -> dict[str, Any]:
    at = clock.now() - timedelta(minutes=60 - minute)
    made_id = uuid5(visit.pk, f"{kind}-{key}")
    return {"id": str(made_id), "kind": kind, "key": key, "value": value, "at": at.isoformat()}


def _picture(name: str, shade: int) -> BytesIO:
    """A hall in bare lines: invented, and small."""
    picture = Image.new("RGB", (640, 420), (226 - 9 * shade % 40, 221, 212 + 5 * shade % 30))
    pen = ImageDraw.Draw(picture)
    far = (180 + 8 * shade, 120, 460 - 8 * shade, 270)
    for corner, depth in zip(((0, 0), (640, 0), (640, 420), (0, 420)), _corners(far), strict=True):
        pen.line((*corner, *depth), fill=(120, 112, 100), width=3)
    pen.rectangle(far, outline=(120, 112, 100), width=3)
    pen.rectangle((far[0] + 40, far[1] + 25, far[2] - 40, far[3] - 45), fill=(58, 92, 110))
    for line in range(6):
        y = 290 + line * 22
        pen.line((120 - line * 18, y, 520 + line * 18, y), fill=(150, 140, 126), width=4)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    out.seek(0)
    return out


def _corners(box: tuple[int, int, int, int]) -> tuple[tuple[int, int], ...]:
    left, top, right, bottom = box
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _judge(ctx: DemoContext, lead: Actor, rows: list[Candidate]) -> None:
    """Vetoes one by one, on what the data says; the difference about the columns is talked over."""
    board = board_of(ctx.meeting)
    for candidate in rows:
        row = board.of(candidate.pk)
        for point in row.open_differences:
            services.settle_difference(
                actor=lead,
                meeting=ctx.meeting,
                candidate_id=candidate.pk,
                key=point.point.value,
                note="商定：后区两列不设座，按平均分计。",
            )
        for veto in row.vetoes:
            services.decide_veto(
                actor=lead,
                meeting=ctx.meeting,
                candidate_id=candidate.pk,
                item=veto.item,
                outcome="fail" if veto.says == "fail" else "pass",
                note="现场核对，与资料一致",
                seal=veto.seal,
                revision=0,
            )


def _reason(ctx: DemoContext, compared: int) -> str:
    if compared == 1:
        return "单位内部会议场所，容量、设备与餐饮满足要求，费用最省。"
    return f"{compared} 处实地考察后综合得分第一：层高与货梯满足搭建，前一日可进场，报价最低。"


def _confirm(ctx: DemoContext, lead: Actor) -> None:
    contacts = list(ctx.meeting.client.contacts.all()) if ctx.meeting.client else []
    person = next((c for c in contacts if c.is_approver), contacts[0] if contacts else None)
    version, link, _token = services.send_choice(
        actor=lead,
        meeting=ctx.meeting,
        person=person.name if person else "客户",
        recipient=(person.email or person.phone) if person else "",
        note="场地租赁合同签订前请确认",
    )
    sign_version(
        actor=Actor.of_link(link, address="203.0.113.20", agent="demo"),
        version_id=version.pk,
        seen_hash=version.content_hash,
        person_name=link.label,
        person_title=person.title if person else "",
    )
