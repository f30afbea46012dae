"""Who may do what with documents, beside what each kind asks for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, is_on_team, leads, roles_in


@permission("documents.view", title=_("查看单据"))
def can_view_documents(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


@permission("documents.freeze", title=_("冻结单据"))
def can_freeze(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("documents.change", title=_("开变更单并送客户确认"))
def can_change(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.COMMERCIAL_MANAGER, Role.SECRETARIAT, Role.PLANNER)


@permission("documents.confirm_impact", title=_("确认受影响单据"))
def can_confirm_impact(actor: Actor, meeting: Meeting) -> bool:
    return is_on_team(actor, meeting)


def is_the_client(actor: Actor, meeting: Meeting) -> bool:
    """A log-in of the client's: has the client's role and no place in the organisation that serves it."""
    return Role.CLIENT in roles_in(actor, meeting) and org_role(actor, meeting.org_id) is None
