"""Venues as one person may see them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from huiwu.accounts.models import Membership
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can, require
from huiwu.kernel.errors import NotFound
from huiwu.venues.models import Venue


def venues_of(actor: Actor) -> QuerySet[Venue]:
    """The venues of the actor's organisations, retired ones too."""
    if actor.kind == "system":
        return Venue.objects.all()
    if not actor.is_signed_in:
        return Venue.objects.none()
    return Venue.objects.filter(org_id__in=Membership.objects.filter(user_id=actor.id).values("org_id"))


def venue_for(actor: Actor, venue_id: UUID, permission: str = "venues.view") -> Venue:
    """The venue, for an actor who may. One who may not even view it is told it does not exist."""
    found = Venue.objects.filter(pk=venue_id).first()
    if found is None or not can(actor, "venues.view", found.org_id):
        raise NotFound
    require(actor, permission, found.org_id)
    return found
