"""The demo's orders: drafted from the chosen quotations, confirmed by the suppliers, received at the door."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

from PIL import Image, ImageDraw

from huiwu.accounts.choices import Role
from huiwu.contracts.choices import IN_FORCE
from huiwu.contracts.models import Contract
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.orders.choices import OrderState
from huiwu.orders.demo_content import ITEMS, Item
from huiwu.orders.models import Order
from huiwu.orders.queries import contract_of
from huiwu.orders.services import (
    Count,
    accept_delivery,
    arrange_dispatch,
    begin_production,
    confirm_order,
    draft_order,
    draft_order_from_selection,
    report_delivery,
    send_order,
)
from huiwu.procurement.queries import Selected, selected
from huiwu.suppliers.choices import EngagementState
from huiwu.suppliers.models import MeetingSupplier
from huiwu.suppliers.queries import engaged

ORDERED, MADE, DISPATCHED = 24, 10, 2
"""Days before the start by which a careful team, and its suppliers, have done it."""
PLATES = ("沪A·D1203", "沪B·K5518", "沪C·9F027", "沪A·7M336")


@demo(60)
def orders(ctx: DemoContext) -> None:
    """One order for every category of a supplier whose contract is signed."""
    day = max(ctx.meeting.start_on - timedelta(days=ORDERED), _last_signed(ctx.meeting) + timedelta(days=1))
    if day > ctx.today:
        return
    with clock.at(moment(day, 10)):
        made = [_drafted(ctx, row) for row in engaged(ctx.meeting, EngagementState.CONTRACTED)]
        for row in made:
            _send(ctx, row)
    with clock.at(moment(day, 15)):
        for row in made:
            row.refresh_from_db()
            name = _contact(row)
            confirm_order(actor=_buyer(ctx), order_id=row.pk, seen_revision=row.revision, person_name=name)
    _carry_out(ctx, made)


def _last_signed(meeting: Meeting) -> date:
    """An order goes out after the contracts it stands on."""
    signed = Contract.objects.filter(meeting=meeting, status__in=IN_FORCE).exclude(supplier=None)
    days = [day for day in signed.values_list("signed_on", flat=True) if day]
    return max(days, default=meeting.created_at.date() + timedelta(days=8))


def _buyer(ctx: DemoContext) -> Actor:
    return Actor.of_user(ctx.cast.get(Role.PROCUREMENT) or ctx.cast[Role.PROJECT_MANAGER])


def _contact(row: Order) -> str:
    contact = row.supplier.contacts.filter(is_on_site=True).first() or row.supplier.contacts.first()
    return contact.name if contact else row.supplier.called


def _needed_at(meeting: Meeting) -> datetime:
    """Two hours before anything begins, so that nothing comes late."""
    begins = [f.load_in_at or f.start_at for f in meeting.functions.filter(is_cancelled=False)]
    first = min(begins, default=moment(meeting.start_on, 8))
    return first - timedelta(hours=2)


def _drafted(ctx: DemoContext, row: MeetingSupplier) -> Order:
    space = ctx.meeting.spaces.first()
    contract = Contract.objects.filter(meeting=ctx.meeting, supplier=row.supplier, status__in=IN_FORCE).first()
    values = {
        "title": f"{row.get_category_display()}：{ctx.meeting.name}"[:160],
        "category": row.category,
        "deliver_at": _needed_at(ctx.meeting),
        "place": "北侧卸货口",
        "space_id": space.pk if space else None,
        "contract_id": contract.pk if contract else None,
        "receiver_name": "袁方",
        "receiver_phone": "13900010088",
        "needs_setup": row.category in ("build", "av", "led", "interpretation"),
        "requirements": "进场人员佩戴证件；大件走货梯，提前一小时电话联系收货人。",
        "headcount": ctx.people,
    }
    chosen = _selection(ctx.meeting, row)
    if chosen is not None:
        return draft_order_from_selection(
            actor=_buyer(ctx), meeting=ctx.meeting, selection_id=chosen.selection.pk, values=values
        )
    plain = (Item(str(row.get_category_display()), "按方案", "项", lambda people: 1, 4_800),)
    lines = [item.line(ctx.people) for item in ITEMS.get(row.category, plain)]
    return draft_order(actor=_buyer(ctx), meeting=ctx.meeting, supplier=row.supplier, values=values, lines=lines)


def _selection(meeting: Meeting, row: MeetingSupplier) -> Selected | None:
    fit = [c for c in selected(meeting) if c.supplier.pk == row.supplier_id and c.category == row.category]
    return next((c for c in fit if c.quotation.lines.filter(unit_cents__isnull=False).exists()), None)


def _send(ctx: DemoContext, row: Order) -> None:
    send_order(actor=_buyer(ctx), order_id=row.pk, revision=row.revision, person=_contact(row))


def _carry_out(ctx: DemoContext, made: list[Order]) -> None:
    """What is made and brought rests on a signed contract; the rest waits."""
    covered = [row for row in made if (contract := contract_of(row)) is not None and contract.status in IN_FORCE]
    start = ctx.meeting.start_on
    earliest = clock.today() if not made else made[0].created_at.date() + timedelta(days=1)
    for days, act in ((MADE, _make), (DISPATCHED, _dispatch)):
        day = max(start - timedelta(days=days), earliest)
        if day <= ctx.today:
            with clock.at(moment(day, 11)):
                for nth, row in enumerate(covered):
                    act(ctx, row, nth)
    there = _needed_at(ctx.meeting)
    if there + timedelta(hours=1) < moment(ctx.today, 9):
        with clock.at(there - timedelta(minutes=20)):
            for row in covered:
                _bring(ctx, row)
        with clock.at(there + timedelta(minutes=30)):
            for row in covered:
                _receive(ctx, row)


def _make(ctx: DemoContext, row: Order, nth: int) -> None:
    begin_production(actor=_buyer(ctx), order_id=row.pk, person_name=_contact(row))


def _dispatch(ctx: DemoContext, row: Order, nth: int) -> None:
    site = row.supplier.contacts.filter(is_on_site=True).first()
    arrange_dispatch(
        actor=_buyer(ctx),
        order_id=row.pk,
        person_name=_contact(row),
        promised_at=row.deliver_at,
        driver_name=site.name if site else _contact(row),
        driver_phone=site.phone if site else "13900010099",
        plates=PLATES[nth % len(PLATES)],
    )


def _bring(ctx: DemoContext, row: Order) -> None:
    report_delivery(
        actor=_buyer(ctx),
        order_id=row.pk,
        person_name=_contact(row),
        text="已到卸货口，等待清点。",
        photos=[("到货.jpg", _photo(row.number))],
    )


def _photo(number: str) -> BytesIO:
    """A drawn stand-in for a photo of boxes at the door."""
    picture = Image.new("RGB", (640, 480), "#d8d2c8")
    pen = ImageDraw.Draw(picture)
    for x, y, width, height in ((60, 220, 180, 180), (260, 160, 200, 240), (480, 260, 110, 140)):
        pen.rectangle((x, y, x + width, y + height), fill="#b98d5a", outline="#7a5a36", width=4)
        pen.line((x, y + height // 2, x + width, y + height // 2), fill="#7a5a36", width=3)
    pen.text((20, 20), f"{number}", fill="#333333")
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    out.seek(0)
    return out


def _receive(ctx: DemoContext, row: Order) -> None:
    row.refresh_from_db()
    if row.state != OrderState.DELIVERED:
        return
    accept_delivery(
        actor=_buyer(ctx),
        order_id=row.pk,
        revision=row.revision,
        counts=[Count(line_id=line.pk, quantity=Decimal(line.quantity)) for line in row.lines.all()],
        is_final=True,
        note="数量相符，外观完好，通电测试正常。",
    )
