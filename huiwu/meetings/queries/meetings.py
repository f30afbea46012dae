"""Nouns: meetings as one person may see them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiwu.accounts.choices import OrgRole
from huiwu.accounts.models import Organisation
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotAllowed, NotFound
from huiwu.meetings.choices import Phase
from huiwu.meetings.errors import OrganisationMissing
from huiwu.meetings.models import Meeting, SizeBorders
from huiwu.meetings.rules.dates import phase_at
from huiwu.meetings.rules.size import DEFAULT_SCALE, SizeScale


def meetings_of(actor: Actor) -> QuerySet[Meeting]:
    """Meetings the actor may view: those of organisations they administer, and those where they have a role."""
    if actor.kind == "system":
        return Meeting.objects.all()
    if not actor.is_signed_in:
        return Meeting.objects.none()
    administered = Q(org__memberships__user_id=actor.id, org__memberships__role__in=[OrgRole.OWNER, OrgRole.ADMIN])
    with_role = Q(team__user_id=actor.id) & ~Q(team__role="client")
    ids = Meeting.objects.filter(administered | with_role).values("pk")
    return Meeting.objects.filter(pk__in=ids)


def meeting_for(actor: Actor, key: str | UUID, permission: str = "meetings.view") -> Meeting:
    """The meeting by slug or UUID, for an actor who may. One who may not even view it is told it does not exist."""
    found = Meeting.objects.select_related("org", "client").filter(_named(key)).first()
    if found is None:
        raise NotFound
    try:
        require(actor, "meetings.view", found)
    except NotAllowed:
        raise NotFound from None
    require(actor, permission, found)
    return found


def _named(key: str | UUID) -> Q:
    if isinstance(key, UUID):
        return Q(pk=key)
    if "\0" in key:  # PostgreSQL refuses it in any text
        raise NotFound
    try:
        return Q(pk=UUID(key))
    except ValueError:
        return Q(slug=key)


def size_scale(org_id: UUID, on: date) -> SizeScale:
    """The borders of the size tiers in force on a day: the organisation's own, or the catalogue's."""
    row = SizeBorders.objects.filter(org_id=org_id, effective_on__lte=on).first()
    if row is None:
        return DEFAULT_SCALE
    return SizeScale(row.small_max, row.medium_max, row.large_max, row.source)


def phase_of(meeting: Meeting, at: datetime) -> Phase:
    """会前 · 会中 · 会后 at an instant, in the meeting's own zone."""
    return Phase(phase_at(meeting.start_on, meeting.end_on, meeting.time_zone, at))


def receiving_organisation(slug: str = "") -> Organisation:
    """For the system owner at the shell: the organisation of that address, or the one founded first. Raises NotFound."""
    found = Organisation.objects.filter(slug=slug) if slug else Organisation.objects.order_by("created_at")
    org = found.first()
    if org is None:
        raise OrganisationMissing
    return org


def home_organisation(actor: Actor) -> Organisation:
    """The organisation the person works in (the first joined, if several). Raises NotAllowed for those who have none."""
    if not actor.is_signed_in:
        raise NotAllowed
    theirs = Organisation.objects.filter(memberships__user=actor.user)
    found = theirs.order_by("memberships__created_at").first()
    if found is None:
        raise NotAllowed
    return found
