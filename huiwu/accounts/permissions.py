"""Who may do what with organisations, people and links."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole
from huiwu.accounts.models import Membership
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission


def org_role(actor: Actor, org_id: object) -> str | None:
    """The actor's role in the organisation; one query per actor."""
    if not actor.is_signed_in:
        return None
    if "org_roles" not in actor.memo:
        rows = Membership.objects.filter(user_id=actor.id).values_list("org_id", "role")
        actor.memo["org_roles"] = dict(rows)
    role: str | None = actor.memo["org_roles"].get(org_id)
    return role


@permission("accounts.administer", title=_("管理本单位的人员与设置"))
def can_administer(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in (OrgRole.OWNER, OrgRole.ADMIN)


@permission("accounts.view_members", title=_("查看本单位的人员"))
def can_view_members(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None
