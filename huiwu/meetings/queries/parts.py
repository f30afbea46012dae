"""What hangs from one meeting: organisations, contacts, team, groups, spaces, functions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from huiwu.accounts.choices import Role
from huiwu.accounts.models import User
from huiwu.meetings.choices import Part
from huiwu.meetings.models import Client, Contact, Function, Meeting, MeetingOrganisation, TeamMember, WorkGroup


def organisations_of(meeting: Meeting) -> list[MeetingOrganisation]:
    """Host first, then organiser and the others, each kind in its order."""
    rank = {code: nth for nth, code in enumerate(Part.values)}
    return sorted(meeting.organisations.all(), key=lambda row: (rank.get(row.part, 99), row.order))


def client_contacts(client: Client | None) -> list[Contact]:
    return list(client.contacts.all()) if client else []


def team_of(meeting: Meeting) -> list[TeamMember]:
    """Members in the glossary's order of roles, backups after the first persons. Two rows for one person's two roles."""
    rank = {code: nth for nth, code in enumerate(Role.values)}
    rows = meeting.team.select_related("user", "work_group")
    return sorted(rows, key=lambda row: (rank.get(row.role, 99), row.is_backup, row.user.name))


def groups_of(meeting: Meeting) -> QuerySet[WorkGroup]:
    """Work groups with their leads and members, in order."""
    members = Prefetch("members", queryset=TeamMember.objects.select_related("user"))
    return meeting.work_groups.select_related("lead").prefetch_related(members)


def assignable_people(meeting: Meeting) -> QuerySet[User]:
    """Active people of the meeting's organisation, by name."""
    return User.objects.filter(memberships__org_id=meeting.org_id, is_active=True).order_by("name").distinct()


def functions_of(meeting: Meeting) -> QuerySet[Function]:
    """All functions with their spaces, by time."""
    return meeting.functions.select_related("space").order_by("start_at", "number")


def organisations_digest(meeting: Meeting) -> str:
    """Fingerprint of the list a form shows; a save hands it back so that a newer list is noticed."""
    return _digest(meeting.organisations.order_by("order").values_list("part", "name"))


def contacts_digest(client: Client | None) -> str:
    """As `organisations_digest`, of the client's contacts."""
    if client is None:
        return _digest(())
    columns = ("id", "name", "title", "phone", "email", "is_approver")
    return _digest(client.contacts.order_by("order", "name", "id").values_list(*columns))


def groups_digest(meeting: Meeting) -> str:
    """As `organisations_digest`, of the work groups."""
    return _digest(meeting.work_groups.order_by("order", "name").values_list("id", "name", "duties", "lead_id"))


def spaces_digest(meeting: Meeting) -> str:
    """As `organisations_digest`, of the spaces."""
    return _digest(meeting.spaces.order_by("order", "name").values_list("id", "name", "floor"))


def _digest(rows: Iterable[Iterable[Any]]) -> str:
    plain = json.dumps([[str(value) for value in row] for row in rows], ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()[:24]
