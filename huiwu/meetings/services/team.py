"""Verbs on the event team (会务组) and its work groups (组别)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast

from huiwu.accounts.choices import Role
from huiwu.accounts.models import User
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotFound, StaleEdit
from huiwu.meetings.errors import AlreadyOnTeam, MemberStillNeeded, PersonOutsideOrganisation, refuse
from huiwu.meetings.events import TeamChanged, WorkGroupsSet
from huiwu.meetings.models import Meeting, TeamMember, WorkGroup
from huiwu.meetings.queries import groups_digest
from huiwu.meetings.rules import Problem
from huiwu.meetings.services.holding import OPEN, held


@transaction.atomic
def add_team_member(
    *,
    actor: Actor,
    meeting: Meeting,
    user: User,
    role: str,
    work_group: WorkGroup | None = None,
    is_backup: bool = False,
) -> TeamMember:
    """A person takes a role. Raises AlreadyOnTeam for the same role twice, PersonOutsideOrganisation, InvalidInput."""
    current = held(actor, meeting, "meetings.manage_team", *OPEN)
    if role not in Role.values:
        refuse([Problem("role", "unknown_choice", {"value": role})])
    if work_group is not None and work_group.meeting_id != current.pk:
        raise NotFound
    if not user.is_active or not user.memberships.filter(org_id=current.org_id).exists():
        raise PersonOutsideOrganisation
    row, is_new = TeamMember.objects.get_or_create(
        meeting=current, user=user, role=role, defaults={"work_group": work_group, "is_backup": is_backup}
    )
    if not is_new:
        raise AlreadyOnTeam(name=user.name, role=Role(role).label)
    _tell(actor, current, row, joined=True)
    return row


@transaction.atomic
def place_team_member(*, actor: Actor, member: TeamMember, work_group: WorkGroup | None, is_backup: bool) -> TeamMember:
    """Put a member into another group, or make them a backup (替补)."""
    current = held(actor, member.meeting, "meetings.manage_team", *OPEN)
    if work_group is not None and work_group.meeting_id != current.pk:
        raise NotFound
    if not current.team.filter(pk=member.pk).update(work_group=work_group, is_backup=is_backup):
        raise NotFound
    _tell(actor, current, member, joined=True)
    return current.team.get(pk=member.pk)


@transaction.atomic
def remove_team_member(*, actor: Actor, member: TeamMember) -> None:
    """A person gives up a role. The last project lead stays: raises MemberStillNeeded. Gone already is harmless."""
    current = held(actor, member.meeting, "meetings.manage_team", *OPEN)
    row = current.team.filter(pk=member.pk).first()
    if row is None:
        return
    others = current.team.filter(role=Role.PROJECT_MANAGER).exclude(pk=row.pk)
    if row.role == Role.PROJECT_MANAGER and not others.exists():
        raise MemberStillNeeded
    _tell(actor, current, row, joined=False)
    row.delete()


@transaction.atomic
def leave_all_teams(*, actor: Actor, org_id: UUID, user_id: UUID) -> int:
    """Whoever left the organisation holds no role and leads no group in any of its meetings; the number of roles given up.

    Unlike `remove_team_member` it takes even the last project lead: nobody outside may lead a meeting from within.
    """
    require(actor, "accounts.administer", org_id)
    WorkGroup.objects.filter(meeting__org_id=org_id, lead_id=user_id).update(lead=None)
    rows = list(TeamMember.objects.filter(meeting__org_id=org_id, user_id=user_id).select_related("meeting"))
    for row in rows:
        _tell(actor, row.meeting, row, joined=False)
    TeamMember.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _tell(actor: Actor, meeting: Meeting, row: TeamMember, *, joined: bool) -> None:
    actor.memo.pop(("meeting_roles", meeting.pk), None)
    fact = TeamChanged(meeting_id=meeting.pk, user_id=row.user_id, role=row.role, joined=joined)
    record(fact, actor=actor, org_id=meeting.org_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupValues:
    """One work group as typed in; `id` names the row it replaces, `lead_id` a person of the organisation."""

    name: str
    duties: str = ""
    lead_id: UUID | None = None
    id: UUID | None = None


@transaction.atomic
def set_work_groups(
    *, actor: Actor, meeting: Meeting, groups: Sequence[GroupValues], seen: str | None = None
) -> list[WorkGroup]:
    """The groups in order, with duties and a named lead each (OM-015). Members of a removed group stay on the team.

    `seen` is `groups_digest` of the list the form was made from: raises StaleEdit if it has changed since.
    """
    current = held(actor, meeting, "meetings.manage_team", *OPEN)
    if seen is not None and seen != groups_digest(current):
        raise StaleEdit(list(current.work_groups.all()))
    refuse(_problems_with_groups(groups))
    leads = {values.lead_id for values in groups if values.lead_id}
    known = User.objects.filter(pk__in=leads, memberships__org_id=current.org_id).values_list("pk", flat=True)
    if leads - set(known):
        raise PersonOutsideOrganisation
    kept = {row.pk: row for row in current.work_groups.all()}
    rows = [(kept.pop(values.id, None) if values.id else None, values) for values in groups]
    WorkGroup.objects.filter(pk__in=kept).delete()
    current.work_groups.update(name=Cast("id", CharField(max_length=36)))  # two groups may have swapped their names
    made = [_written(row or WorkGroup(meeting=current), values, order) for order, (row, values) in enumerate(rows)]
    record(WorkGroupsSet(meeting_id=current.pk), actor=actor, org_id=current.org_id)
    return made


def _written(row: WorkGroup, values: GroupValues, order: int) -> WorkGroup:
    row.name, row.duties = values.name.strip(), values.duties.strip()
    row.lead_id, row.order = values.lead_id, order
    row.save()
    return row


def _problems_with_groups(groups: Sequence[GroupValues]) -> Iterable[Problem]:
    names = [values.name.strip() for values in groups]
    for nth, name in enumerate(names):
        if not name:
            yield Problem(f"groups-{nth}", "required")
        elif len(name) > 60:
            yield Problem(f"groups-{nth}", "too_long_name", {"most": 60, "count": len(name)})
        elif names.index(name) != nth:
            yield Problem(f"groups-{nth}", "duplicate", {"value": name})
