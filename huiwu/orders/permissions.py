"""Who may do what with orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.contracts.permissions import ACCEPTERS
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, is_on_team
from huiwu.orders.choices import CONFIRM
from huiwu.orders.models import Order

WRITERS = (
    Role.PROCUREMENT,
    Role.COMMERCIAL_MANAGER,
    Role.MATERIALS_TEAM,
    Role.AV_TEAM,
    Role.VENUE_TEAM,
    Role.CATERING_TEAM,
)
READERS = (*WRITERS, *ACCEPTERS, Role.FINANCE, Role.COMPLIANCE_OFFICER, Role.OPERATIONS_HEAD)


@permission("orders.view", title=_("查看订单"))
def can_view_orders(actor: Actor, meeting: Meeting) -> bool:
    """Orders hold prices."""
    return has_role(actor, meeting, *READERS)


@permission("orders.view_deliveries", title=_("查看到货安排"))
def can_view_deliveries(actor: Actor, meeting: Meeting) -> bool:
    """Without prices: for everybody who stands at the door."""
    return is_on_team(actor, meeting)


@permission("orders.edit", title=_("起草、发出与取消订单"))
def can_edit_orders(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS)


@permission("orders.accept", title=_("验收到货"))
def can_accept(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *ACCEPTERS)


@permission("orders.reply", title=_("答复订单"))
def can_reply(actor: Actor, order: Order) -> bool:
    """The supplier through its own link; or somebody of ours who notes what it said."""
    if actor.kind == "link" and actor.link is not None:
        return bool(actor.link.purpose == CONFIRM and actor.link.subject_id == order.pk)
    return can_edit_orders(actor, order.meeting)
