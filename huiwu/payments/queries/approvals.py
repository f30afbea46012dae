"""Who may decide about a request, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import roles_in
from huiwu.payments.choices import OWNER, Decision, RequestState
from huiwu.payments.models import PaymentRequest
from huiwu.payments.rules import Level, open_levels

HEADS = (OrgRole.OWNER, OrgRole.ADMIN)


def role_word(role: str) -> str:
    """财务, 单位负责人 …"""
    return gettext("单位负责人") if role == OWNER else str(Role(role).label)


def levels_of(actor: Actor, meeting: Meeting, levels: Iterable[Level]) -> list[Level]:
    """The levels at which the actor stands in this meeting. The organisation's heads stand at every one."""
    if org_role(actor, meeting.org_id) in HEADS:
        return list(levels)
    held = roles_in(actor, meeting)
    return [level for level in levels if level.role in held]


def level_for(actor: Actor, request: PaymentRequest, levels: tuple[Level, ...]) -> Level | None:
    """The level at which the actor may decide now: the highest they hold among those open. None when it is not theirs.

    Someone who stands higher may decide before those below have: that covers their levels too.
    """
    waiting = open_levels(levels, request.amount_cents, request.level)
    own = {level.position for level in levels_of(actor, request.meeting, levels)}
    fit = [level for level in waiting if level.position in own]
    return fit[-1] if fit else None


def is_involved(actor: Actor, request: PaymentRequest) -> bool:
    """Asked for it, or agreed to it at a lower level since it was last submitted."""
    if not actor.is_signed_in:
        return True
    agreed = request.approvals.filter(decision=Decision.APPROVED, decided_by_id=actor.user_id, round=request.round)
    return actor.user_id in (request.requested_by_id, request.made_by_id) or agreed.exists()


def may_decide(actor: Actor, request: PaymentRequest, levels: tuple[Level, ...]) -> bool:
    """Whether the page shows the actor the buttons."""
    if request.state != RequestState.REQUESTED or is_involved(actor, request):
        return False
    return level_for(actor, request, levels) is not None


def waiting_for(request: PaymentRequest, levels: tuple[Level, ...]) -> Level | None:
    """The next level that has to agree."""
    if request.state != RequestState.REQUESTED:
        return None
    return next(iter(open_levels(levels, request.amount_cents, request.level)), None)
