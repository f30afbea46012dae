"""Nouns of accounts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from huiwu.accounts.models import ApiToken, Membership, Organisation, ScopedLink, User
from huiwu.accounts.permissions import org_role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotFound

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def org_for(actor: Actor, slug: str | None = None, permission: str = "accounts.view_members") -> Organisation:
    """The organisation by slug, or the actor's only (or first) one. Raises NotFound for one the actor does not belong to."""
    if not actor.is_signed_in:
        raise NotFound
    mine = Organisation.objects.filter(memberships__user_id=actor.user_id).order_by("memberships__created_at")
    found = (mine.filter(slug=slug) if slug else mine).first()
    if found is None or org_role(actor, found.pk) is None:
        raise NotFound
    require(actor, permission, found.pk)
    return found


def members_of(org: Organisation) -> QuerySet[Membership]:
    """Members with whether they have a second factor and have set a password, by name."""
    factor = Authenticator.objects.filter(user_id=OuterRef("user_id"), type__in=SECOND_FACTORS)
    return (
        Membership.objects.filter(org=org)
        .select_related("user")
        .annotate(has_second_factor=Exists(factor))
        .order_by("user__name", "user__email")
    )


def links_of(org: Organisation) -> QuerySet[ScopedLink]:
    """Every link of the organisation, newest first, with who made it."""
    return ScopedLink.objects.filter(org=org).select_related("made_by").order_by("-created_at")


def tokens_of(user: User) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(user=user).order_by("-created_at")


def lacks_demanded_second_factor(user: Any) -> bool:
    """Whether an organisation of this person demands a second factor and there is none yet; one query."""
    demands = Membership.objects.filter(user=user, org__second_factor_required=True)
    has = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS)
    return demands.exclude(Exists(has)).exists()


def membership_in(org: Organisation, membership_id: UUID) -> Membership:
    found = Membership.objects.select_related("user").filter(org=org, pk=membership_id).first()
    if found is None:
        raise NotFound
    return found
