"""Money of all the meetings a person may see: what waits for them, what is granted and unpaid."""

from __future__ import annotations

from django.db.models import Q

from huiwu.accounts.choices import LEADING_ROLES, OrgRole
from huiwu.accounts.models import Membership
from huiwu.foundation.actors import Actor
from huiwu.meetings.models import Meeting, TeamMember
from huiwu.payments.choices import RequestState
from huiwu.payments.models import PaymentRequest
from huiwu.payments.permissions import HEADS, MONEY_ROLES
from huiwu.payments.queries.approvals import may_decide
from huiwu.payments.queries.requests import approval_levels, with_paid


def meetings_with_money(actor: Actor) -> list[Meeting]:
    """Meetings whose payments the actor may see (as `payments.view` says), by first day. One query."""
    if not actor.is_signed_in:
        return []
    roles = [*LEADING_ROLES, *MONEY_ROLES]
    own = TeamMember.objects.filter(user_id=actor.user_id, role__in=roles).values("meeting")
    heads = Membership.objects.filter(user_id=actor.user_id, role__in=[OrgRole(role) for role in HEADS])
    seen = Q(pk__in=own) | Q(org__in=heads.values("org"))
    found = Meeting.objects.filter(seen).select_related("org", "client")
    return list(found.order_by("start_on", "name"))


def requests_waiting_for(actor: Actor, meetings: list[Meeting]) -> list[PaymentRequest]:
    """Requests on which the actor may decide now."""
    rows = _rows(meetings, RequestState.REQUESTED)
    chains = {org_id: approval_levels(org_id) for org_id in {row.meeting.org_id for row in rows}}
    return [row for row in rows if may_decide(actor, row, chains[row.meeting.org_id])]


def requests_to_pay(meetings: list[Meeting]) -> list[PaymentRequest]:
    """Granted and not paid whole, the most urgent first, with `paid`."""
    rows = _rows(meetings, RequestState.APPROVED)
    return sorted(rows, key=lambda row: (row.needed_on is None, row.needed_on, row.number))


def _rows(meetings: list[Meeting], state: str) -> list[PaymentRequest]:
    found = with_paid(PaymentRequest.objects.filter(meeting__in=meetings, state=state))
    return list(found.select_related("meeting", "contract", "requested_by").order_by("requested_at", "number"))
