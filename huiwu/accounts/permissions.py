"""Who may do what with organisations, people and links."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole
from huiwu.accounts.models import Membership, User
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission


def org_role(actor: Actor, org_id: object) -> str | None:
    """The actor's role in the organisation; one query per actor."""
    if not actor.is_signed_in:
        return None
    if "org_roles" not in actor.memo:
        rows = Membership.objects.filter(user_id=actor.user_id).values_list("org_id", "role")
        actor.memo["org_roles"] = dict(rows)
    role: str | None = actor.memo["org_roles"].get(org_id)
    return role


@permission("accounts.administer", title=_("管理本单位的人员与设置"))
def can_administer(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) in (OrgRole.OWNER, OrgRole.ADMIN)


@permission("accounts.view_members", title=_("查看本单位的人员"))
def can_view_members(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) is not None


@permission("accounts.found", title=_("新建单位"))
def can_found_organisation(actor: Actor, subject: Any) -> bool:  # every predicate takes both
    """Only the system owner, from the shell."""
    return False


@permission("accounts.make_owner", title=_("任免所有者"))
def can_make_owner(actor: Actor, org_id: object) -> bool:
    return org_role(actor, org_id) == OrgRole.OWNER


@permission("accounts.change_self", title=_("修改自己的资料"))
def can_change_self(actor: Actor, user: Any) -> bool:
    return actor.is_signed_in and actor.user == user


@permission("accounts.sign_out_others", title=_("让他人退出登录"))
def can_sign_out_others(actor: Actor, user: User) -> bool:
    """Who administers an organisation the person belongs to."""
    orgs = Membership.objects.filter(user=user).values_list("org_id", flat=True)
    return any(org_role(actor, org_id) in (OrgRole.OWNER, OrgRole.ADMIN) for org_id in orgs)


@permission("accounts.make_token_for", title=_("为他人生成接口令牌"))
def can_make_token_for(actor: Actor, user: User) -> bool:  # every predicate takes both
    """Only the system owner, from the shell; everybody makes their own."""
    return False
