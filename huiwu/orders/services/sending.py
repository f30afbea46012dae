"""Orders go out, come back, are taken back or cancelled."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import make_link, url_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.registry.messages import mail_link
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.orders.choices import AWAITED, CONFIRM, LINK_LASTS, OPEN, OrderState
from huiwu.orders.errors import OrderNotWhole
from huiwu.orders.events import OrderCancelled, OrderLinkMade, OrderLinkRevoked, OrderRecalled, OrderSent
from huiwu.orders.models import Order
from huiwu.orders.services.holding import advance, held

RECALLABLE = (OrderState.SENT, OrderState.CONFIRMED)
CANCELLABLE = tuple(state for state in OPEN if state != OrderState.DELIVERED)


@transaction.atomic
def send_order(*, actor: Actor, order_id: UUID, revision: int, person: str, recipient: str = "") -> tuple[Order, str]:
    """The draft goes to the supplier: the order and the token of `person`'s link, shown this once; mailed to an e-mail
    address. Raises OrderNotWhole, StaleEdit, OrderMoved, InvalidInput."""
    row = held(actor, order_id, "orders.edit", OrderState.DRAFT)
    if lacks := lacking(row):
        raise OrderNotWhole(number=row.number, lacks=_("、").join(lacks))
    advance(
        row,
        before=OrderState.DRAFT,
        revision=revision,
        state=OrderState.SENT,
        sent_at=clock.now(),
        confirmed_at=None,
        confirmed_by_name="",
        saved_by=actor.user,
    )
    record(OrderSent(meeting_id=row.meeting_id, order_id=row.pk), actor=actor, org_id=row.meeting.org_id)
    return row, _link(actor, row, person, recipient)


@transaction.atomic
def make_order_link(*, actor: Actor, order_id: UUID, person: str, recipient: str = "") -> str:
    """One more link to an order that has been sent: for the driver, or because the first was lost. Raises OrderMoved."""
    row = held(actor, order_id, "orders.edit", *AWAITED, OrderState.DELIVERED)
    return _link(actor, row, person, recipient)


def _link(actor: Actor, row: Order, person: str, recipient: str) -> str:
    if not person.strip():
        raise InvalidInput({"person": [_("请写明发给谁。")]}, detail=_("请写明发给谁。"))
    link, token = make_link(
        actor=actor,
        org=row.meeting.org,
        scope=LinkScope.SUPPLIER,
        purpose=CONFIRM,
        label=person.strip()[:120],
        meeting_id=row.meeting_id,
        subject_id=row.pk,
        recipient=recipient.strip()[:254],
        lasts=LINK_LASTS,
    )
    fact = OrderLinkMade(meeting_id=row.meeting_id, order_id=row.pk, link_id=link.pk)
    record(fact, actor=actor, org_id=row.meeting.org_id)
    mail_link(
        actor=actor,
        meeting=row.meeting,
        recipient=link.recipient,
        person=link.label,
        url=url_of(reverse("orders:link", args=[token])),
        kind=CONFIRM,
        values={"number": row.number, "title": row.title},
    )
    return token


@transaction.atomic
def revoke_order_link(*, actor: Actor, order_id: UUID, link_id: UUID) -> None:
    """Make a link useless at once. Twice is harmless. Raises NotFound."""
    row = held(actor, order_id, "orders.edit")
    links = ScopedLink.objects.filter(pk=link_id, purpose=CONFIRM, subject_id=row.pk)
    if not links.exists():
        raise NotFound
    if links.filter(revoked_at=None).update(revoked_at=clock.now()):
        fact = OrderLinkRevoked(meeting_id=row.meeting_id, order_id=row.pk, link_id=link_id)
        record(fact, actor=actor, org_id=row.meeting.org_id)


@transaction.atomic
def recall_order(*, actor: Actor, order_id: UUID, revision: int) -> Order:
    """Back to a draft, to be changed and sent anew; every link stops working. Raises StaleEdit, OrderMoved."""
    row = held(actor, order_id, "orders.edit", *RECALLABLE)
    advance(row, before=row.state, revision=revision, state=OrderState.DRAFT, saved_by=actor.user)
    _revoke_all(row)
    record(OrderRecalled(meeting_id=row.meeting_id, order_id=row.pk), actor=actor, org_id=row.meeting.org_id)
    return row


@transaction.atomic
def cancel_order(*, actor: Actor, order_id: UUID, revision: int, reason: str) -> Order:
    """Not wanted any more, with the reason; every link stops working. What was delivered is accepted or refused instead.

    Raises StaleEdit, OrderMoved, InvalidInput."""
    row = held(actor, order_id, "orders.edit", *CANCELLABLE)
    if not reason.strip():
        raise InvalidInput({"reason": [_("请写明取消的原因。")]}, detail=_("请写明取消的原因。"))
    advance(
        row,
        before=row.state,
        revision=revision,
        state=OrderState.CANCELLED,
        cancelled_reason=reason.strip()[:300],
        saved_by=actor.user,
    )
    _revoke_all(row)
    record(OrderCancelled(meeting_id=row.meeting_id, order_id=row.pk), actor=actor, org_id=row.meeting.org_id)
    return row


def _revoke_all(row: Order) -> None:
    links = ScopedLink.objects.filter(purpose=CONFIRM, subject_id=row.pk, revoked_at=None)
    links.update(revoked_at=clock.now())


def lacking(row: Order) -> list[str]:
    """What a supplier would have to ask for."""
    lacks = []
    if not row.lines.exists():
        lacks.append(_("至少一行内容"))
    if not row.place and row.space_id is None:
        lacks.append(_("送货地点"))
    if not (row.receiver_name and row.receiver_phone):
        lacks.append(_("收货人与电话"))
    return lacks
