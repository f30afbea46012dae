"""Who may do what with contracts."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import LEADING_ROLES, OrgRole, Role
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role
from huiwu.meetings.queries import meetings_of

WRITERS = (Role.COMMERCIAL_MANAGER, Role.PROCUREMENT, Role.VENUE_TEAM)
READERS = (*WRITERS, Role.FINANCE, Role.COMPLIANCE_OFFICER, Role.OPERATIONS_HEAD)
REVIEWERS = (Role.COMMERCIAL_MANAGER, Role.COMPLIANCE_OFFICER, Role.FINANCE)
ACCEPTERS = (*WRITERS, Role.FINANCE, Role.AV_TEAM, Role.MATERIALS_TEAM, Role.CATERING_TEAM, Role.LODGING_TEAM)
HEADS = (OrgRole.OWNER, OrgRole.ADMIN)


@permission("contracts.view", title=_("查看合同"))
def can_view_contracts(actor: Actor, meeting: Meeting) -> bool:
    """Contracts hold prices: those who make, check, pay or answer for them."""
    return has_role(actor, meeting, *READERS)


@permission("contracts.edit", title=_("起草与修改合同"))
def can_edit_contracts(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS)


@permission("contracts.review", title=_("审核合同"))
def can_review_contracts(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *REVIEWERS)


@permission("contracts.sign", title=_("登记合同签订、终止与补充协议"))
def can_sign_contracts(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.COMMERCIAL_MANAGER)


@permission("contracts.accept", title=_("登记验收、实到数与确认人数"))
def can_accept(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *ACCEPTERS)


@permission("contracts.invite", title=_("把主合同送客户签署"))
def can_send_main_contract(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.COMMERCIAL_MANAGER)


@permission("contracts.seal", title=_("盖定已审核的合同版本（系统在审核通过时做）"))
def can_seal_versions(_actor: Actor, _meeting: Meeting) -> bool:
    """Nobody by hand: approval goes through `approve_contract`, which asks for a second pair of eyes."""
    return False


@permission("contracts.standards", title=_("设置合同的默认取消阶梯、敞口限额与模板"))
def can_set_standards(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in HEADS


@permission("contracts.view_standards", title=_("查看合同默认值与模板"))
def can_view_standards(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


def readable_meetings(actor: Actor) -> QuerySet[Meeting]:
    """The meetings whose contracts the actor may read: one query, part of whatever asks."""
    found = meetings_of(actor)
    if not actor.is_signed_in:
        return found.none()
    roles = {*READERS, *LEADING_ROLES}
    mine = Q(team__user=actor.user, team__role__in=roles)
    headed = Q(org__memberships__user=actor.user, org__memberships__role__in=HEADS)
    return Meeting.objects.filter(pk__in=found.filter(mine | headed).order_by().values("pk"))
