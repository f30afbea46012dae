"""What the supplier answers, through its link or noted by us after a call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.pictures import keep_picture
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.orders.choices import OrderState, ReplyKind
from huiwu.orders.errors import NoSuchOrder, OrderSuperseded, OrderWithdrawn, TooManyPhotos
from huiwu.orders.events import OrderReplied
from huiwu.orders.models import Order, OrderAcceptance, OrderPhoto, OrderReply
from huiwu.orders.services.holding import advance, moved

MOST_PHOTOS = 8
COMING = (OrderState.CONFIRMED, OrderState.IN_PRODUCTION)


@transaction.atomic
def confirm_order(
    *,
    actor: Actor,
    order_id: UUID,
    seen_revision: int,
    person_name: str,
    promised_at: datetime | None = None,
    text: str = "",
) -> OrderReply:
    """The supplier takes the order as it reads (`seen_revision`), perhaps with another time (`promised_at`).

    Confirming what is confirmed already returns the first answer. Raises OrderSuperseded, OrderWithdrawn, InvalidInput.
    """
    row = _answerable(actor, order_id)
    first = row.replies.filter(kind=ReplyKind.CONFIRMED).order_by("-said_at").first()
    if row.state == OrderState.CONFIRMED and first is not None:
        return first
    name = _named(person_name)
    if row.state == OrderState.SENT and row.revision != seen_revision:
        raise OrderSuperseded
    advance(
        row,
        before=OrderState.SENT,
        revision=seen_revision,
        state=OrderState.CONFIRMED,
        confirmed_at=clock.now(),
        confirmed_by_name=name,
        promised_at=promised_at,
    )
    return _said(actor, row, ReplyKind.CONFIRMED, name, text, seen_revision)


@transaction.atomic
def return_order(*, actor: Actor, order_id: UUID, seen_revision: int, person_name: str, text: str) -> OrderReply:
    """The supplier cannot take the order as it is and says why: it is a draft again. Raises as `confirm_order`."""
    row = _answerable(actor, order_id)
    name = _named(person_name)
    if not text.strip():
        raise InvalidInput({"text": [_("请写明意见。")]}, detail=_("请写明意见。"))
    if row.state == OrderState.SENT and row.revision != seen_revision:
        raise OrderSuperseded
    advance(row, before=OrderState.SENT, revision=seen_revision, state=OrderState.DRAFT)
    return _said(actor, row, ReplyKind.RETURNED, name, text, seen_revision)


@transaction.atomic
def begin_production(*, actor: Actor, order_id: UUID, person_name: str, text: str = "") -> OrderReply:
    """The supplier has begun to make it. Raises OrderMoved, OrderWithdrawn."""
    row = _answerable(actor, order_id)
    name = _named(person_name)
    advance(row, before=OrderState.CONFIRMED, state=OrderState.IN_PRODUCTION)
    return _said(actor, row, ReplyKind.IN_PRODUCTION, name, text, row.revision)


@transaction.atomic
def arrange_dispatch(
    *,
    actor: Actor,
    order_id: UUID,
    person_name: str,
    promised_at: datetime | None,
    driver_name: str,
    driver_phone: str,
    plates: str,
    text: str = "",
) -> OrderReply:
    """Who brings it, when, with which vehicles. May be said again. Raises OrderMoved, OrderWithdrawn, InvalidInput."""
    row = _answerable(actor, order_id)
    name = _named(person_name)
    if row.state not in COMING:
        raise moved(row)
    columns: dict[str, Any] = {
        "driver_name": driver_name.strip()[:80],
        "driver_phone": driver_phone.strip()[:32],
        "plates": plates.strip()[:120],
        "promised_at": promised_at,
    }
    advance(row, before=row.state, **columns)
    return _said(actor, row, ReplyKind.DISPATCH, name, text, row.revision)


@transaction.atomic
def report_delivery(
    *,
    actor: Actor,
    order_id: UUID,
    person_name: str,
    text: str = "",
    photos: Sequence[tuple[str, IO[bytes]]] = (),
) -> OrderReply:
    """The goods are there: `photos` as name and content. Raises OrderMoved, OrderWithdrawn, TooManyPhotos,
    PictureUnreadable, PictureTooLarge: then nothing is kept."""
    row = _answerable(actor, order_id)
    name = _named(person_name)
    if row.state not in COMING:
        raise moved(row)
    advance(row, before=row.state, state=OrderState.DELIVERED, delivered_at=clock.now())
    reply = _said(actor, row, ReplyKind.DELIVERED, name, text, row.revision)
    keep_photos(actor, row, photos, reply=reply)
    return reply


def keep_photos(
    actor: Actor,
    row: Order,
    photos: Sequence[tuple[str, IO[bytes]]],
    *,
    reply: OrderReply | None = None,
    acceptance: OrderAcceptance | None = None,
) -> None:
    """Upright, small, without place and device."""
    if len(photos) > MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS, count=len(photos))
    kept_by = actor.id if actor.is_signed_in else None
    for name, content in photos:
        kept = keep_picture(content, name=name, meeting_id=row.meeting_id, kept_by=kept_by)
        OrderPhoto.objects.create(
            order=row, reply=reply, acceptance=acceptance, picture=kept.stored, thumbnail=kept.thumbnail
        )


def _answerable(actor: Actor, order_id: UUID) -> Order:
    rows = Order.objects.select_for_update(of=("self",)).select_related("meeting__org", "supplier")
    row = rows.filter(pk=order_id).first()
    if row is None:
        raise NoSuchOrder
    require(actor, "orders.reply", row)
    if row.state in (OrderState.DRAFT, OrderState.CANCELLED):
        raise OrderWithdrawn
    return row


def _named(person_name: str) -> str:
    if not person_name.strip():
        raise InvalidInput({"person_name": [_("请填写姓名。")]}, detail=_("请填写姓名。"))
    return person_name.strip()[:80]


def _said(actor: Actor, row: Order, kind: str, name: str, text: str, revision: int) -> OrderReply:
    is_link = actor.kind == "link"
    reply = OrderReply.objects.create(
        order=row,
        kind=kind,
        person_name=name,
        text=text.strip()[:4000],
        said_at=clock.now(),
        order_revision=revision,
        link_id=actor.link.pk if is_link else None,
        address=actor.address if is_link else "",
        agent=actor.agent if is_link else "",
        noted_by=actor.user,
    )
    fact = OrderReplied(meeting_id=row.meeting_id, order_id=row.pk, reply_id=reply.pk, reply=str(kind))
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return reply
