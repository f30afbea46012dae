"""Who rings people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, is_on_team


@permission("calls.ring", title=_("电话联系参会人员"))
def can_ring(actor: Actor, meeting: Meeting) -> bool:
    """Those who look after people, and see their numbers for it."""
    return has_role(actor, meeting, Role.GUEST_TEAM, Role.SECRETARIAT, Role.DATA_ADMIN)


@permission("calls.request", title=_("列入电话联系"))
def can_request_call(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)
