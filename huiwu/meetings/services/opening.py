"""A meeting comes into being: opened from a first contact, or cloned from an earlier edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from huiwu.accounts.choices import Role
from huiwu.accounts.models import Organisation, User
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.meetings.choices import ClientKind, Publicness
from huiwu.meetings.errors import PersonOutsideOrganisation, refuse
from huiwu.meetings.events import MeetingCloned, MeetingOpened
from huiwu.meetings.models import (
    Client,
    Contact,
    Function,
    Meeting,
    MeetingOrganisation,
    NumberSeries,
    Space,
    TeamMember,
    WorkGroup,
)
from huiwu.meetings.queries import meeting_for, size_scale
from huiwu.meetings.rules import Problem, naming
from huiwu.meetings.rules.dates import problems_with_dates, shifted
from huiwu.meetings.services.details import (
    EDITABLE,
    ContactValues,
    cleaned,
    meeting_search_text,
    problems_with_contacts,
    problems_with_details,
)

CLONED_PARTS = ("organisations", "team", "work_groups", "spaces", "functions")
LONGEST_RETRY = 5


@transaction.atomic
def open_meeting(
    *,
    actor: Actor,
    org: Organisation,
    name: str,
    meeting_type: str,
    start_on: date,
    end_on: date,
    expected_headcount: int,
    client_name: str = "",
    client_kind: str = ClientKind.ENTERPRISE,
    contacts: Sequence[ContactValues] = (),
    lead: User | None = None,
    account_manager: User | None = None,
    prior_edition: Meeting | None = None,
    publicness: str = Publicness.INVITED,
    **details: Any,
) -> Meeting:
    """P01: a new enquiry with its client and contacts; its number is next in the organisation's year of the first day.

    The client is found by name within the organisation or made; contacts known by name keep their row. Whoever opens
    it becomes account manager unless another is named. `details` are further columns of `services.EDITABLE`.
    Raises InvalidInput, NotAllowed, PersonOutsideOrganisation.
    """
    require(actor, "meetings.create", org.pk)
    values = cleaned(
        {
            "name": name,
            "meeting_type": meeting_type,
            "expected_headcount": expected_headcount,
            "publicness": publicness,
            **{key: details[key] for key in EDITABLE if key in details},
        }
    )
    refuse(
        [
            *problems_with_dates(start_on, end_on, clock.today()),
            *problems_with_details(values, start_on=start_on),
            *_problems_with_client(client_name, client_kind),
            *problems_with_contacts(contacts),
        ]
    )
    values.setdefault("size_tier", size_scale(org.pk, start_on).tier(expected_headcount))
    client = _client_named(org, client_name.strip(), client_kind) if client_name.strip() else None
    if client is not None:
        _add_contacts(client, contacts)
    draft = Meeting(
        org=org, client=client, start_on=start_on, end_on=end_on, prior_edition=prior_edition, saved_by=actor.user
    )
    for key, value in values.items():
        setattr(draft, key, value)
    meeting = _numbered(draft)
    _staff(meeting, actor, lead, account_manager)
    record(MeetingOpened(meeting_id=meeting.pk, number=meeting.number), actor=actor, org_id=org.pk)
    return meeting


def _problems_with_client(name: str, kind: str) -> Iterable[Problem]:
    if len(name.strip()) > 160:
        yield Problem("client_name", "too_long_name", {"most": 160, "count": len(name.strip())})
    if kind not in ClientKind.values:
        yield Problem("client_kind", "unknown_choice", {"value": kind})


def _client_named(org: Organisation, name: str, kind: str) -> Client:
    made, _is_new = Client.objects.get_or_create(
        org=org, name=name, defaults={"kind": kind, "search_text": naming.search_text(name)[:600]}
    )
    return made


def _add_contacts(client: Client, contacts: Sequence[ContactValues]) -> None:
    """Known people (same client and name) get what was missing; an approver is never silently demoted."""
    known = {row.name: row for row in client.contacts.all()}
    for order, values in enumerate(contacts, start=len(known)):
        row = known.get(values.name.strip()) or Contact(client=client, name=values.name.strip(), order=order)
        row.title = values.title.strip() or row.title
        row.phone = values.phone.strip() or row.phone
        row.email = values.email.strip() or row.email
        row.is_approver = row.is_approver or values.is_approver
        row.save()


def _numbered(draft: Meeting) -> Meeting:
    """Save with the next number of its year and the first free address; another meeting may take the address meanwhile."""
    draft.number = _next_number(draft.org_id, draft.start_on.year)
    base = naming.slug_of(draft.name, draft.number)
    for _attempt in range(LONGEST_RETRY):
        draft.slug = _free_slug(base)
        draft.search_text = meeting_search_text(draft)
        try:
            with transaction.atomic():
                draft.save(force_insert=True)
        except IntegrityError:
            continue
        return draft
    draft.slug = f"m-{draft.pk.hex[:12]}"
    draft.save(force_insert=True)
    return draft


def _next_number(org_id: UUID, year: int) -> str:
    """One conditional update raises the series and holds its row, so no two transactions get the same number."""
    series = NumberSeries.objects.filter(org_id=org_id, year=year)
    if not series.update(last=F("last") + 1):
        NumberSeries.objects.get_or_create(org_id=org_id, year=year)
        series.update(last=F("last") + 1)
    serial = series.values_list("last", flat=True).get()
    while Meeting.objects.filter(org_id=org_id, number=naming.number(year, serial)).exists():
        series.update(last=F("last") + 1)  # an imported meeting has taken this one
        serial += 1
    return naming.number(year, serial)


def _free_slug(base: str) -> str:
    taken = set(Meeting.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    nth = 1
    while naming.numbered_slug(base, nth) in taken:
        nth += 1
    return naming.numbered_slug(base, nth)


def _staff(meeting: Meeting, actor: Actor, lead: User | None, account_manager: User | None) -> None:
    people = {Role.PROJECT_MANAGER: lead, Role.ACCOUNT_MANAGER: account_manager or actor.user}
    for role, user in people.items():
        if user is None:
            continue
        if not user.memberships.filter(org_id=meeting.org_id).exists():
            raise PersonOutsideOrganisation
        TeamMember.objects.create(meeting=meeting, user=user, role=role)
    actor.memo.pop(("meeting_roles", meeting.pk), None)


@transaction.atomic
def clone_meeting(
    *,
    actor: Actor,
    source: Meeting,
    name: str,
    start_on: date,
    edition: str = "",
    parts: Sequence[str] = CLONED_PARTS,
) -> Meeting:
    """A new edition from an earlier one, as long as it, its functions at the same wall-clock times on the new days.

    Carries over the chosen `parts`. Of the head-counts only the expected one is carried: the others were promises and
    counts of the old edition. Cancelled functions stay behind. Raises InvalidInput, NotAllowed, NotFound.
    """
    old = meeting_for(actor, source.pk)
    refuse(Problem("parts", "unknown_choice", {"value": part}) for part in parts if part not in CLONED_PARTS)
    days = (start_on - old.start_on).days
    carried = {
        key: getattr(old, key) for key in EDITABLE if key not in ("name", "edition", "contract_on", "load_in_on")
    }
    new = open_meeting(
        actor=actor,
        org=old.org,
        name=name,
        start_on=start_on,
        end_on=start_on + (old.end_on - old.start_on),
        client_name=old.client.name if old.client else "",
        client_kind=old.client.kind if old.client else ClientKind.ENTERPRISE,
        prior_edition=old,
        edition=edition,
        **carried,
    )
    _carry_over(old, new, frozenset(parts), days)
    record(MeetingCloned(meeting_id=new.pk, from_meeting=old.pk, days_later=days), actor=actor, org_id=new.org_id)
    actor.memo.pop(("meeting_roles", new.pk), None)
    return new


def _carry_over(old: Meeting, new: Meeting, parts: frozenset[str], days: int) -> None:
    if "organisations" in parts:
        MeetingOrganisation.objects.bulk_create(
            MeetingOrganisation(meeting=new, part=row.part, name=row.name, order=row.order)
            for row in old.organisations.all()
        )
    groups: dict[UUID, WorkGroup] = {}
    if "work_groups" in parts:
        for row in old.work_groups.all():
            lead_id = row.lead_id if "team" in parts else None
            groups[row.pk] = WorkGroup.objects.create(
                meeting=new, name=row.name, duties=row.duties, lead_id=lead_id, order=row.order
            )
    if "team" in parts:
        _carry_team(old, new, groups)
    spaces: dict[UUID, Space] = {}
    if "spaces" in parts:
        for space in old.spaces.all():
            spaces[space.pk] = Space.objects.create(meeting=new, name=space.name, floor=space.floor, order=space.order)
    if "functions" in parts:
        _carry_functions(old, new, spaces, days)


def _carry_team(old: Meeting, new: Meeting, groups: dict[UUID, WorkGroup]) -> None:
    """Those who still work for the organisation, in their roles."""
    still_there = old.team.filter(user__memberships__org_id=old.org_id, user__is_active=True)
    there = set(new.team.values_list("user_id", "role"))
    TeamMember.objects.bulk_create(
        TeamMember(
            meeting=new,
            user_id=row.user_id,
            role=row.role,
            work_group=groups.get(row.work_group_id) if row.work_group_id else None,
            is_backup=row.is_backup,
        )
        for row in still_there
        if (row.user_id, row.role) not in there
    )


def _carry_functions(old: Meeting, new: Meeting, spaces: dict[UUID, Space], days: int) -> None:
    kept = old.functions.filter(is_cancelled=False).order_by("number")
    made = []
    for number, row in enumerate(kept, start=1):
        times = shifted(row.times, days, old.time_zone, new.time_zone)
        made.append(
            Function(
                meeting=new,
                number=number,
                name=row.name,
                kind=row.kind,
                space=spaces.get(row.space_id) if row.space_id else None,
                load_in_at=times.load_in_at,
                start_at=times.start_at,
                end_at=times.end_at,
                strike_by_at=times.strike_by_at,
                layout=row.layout,
                headcount_expected=row.headcount_expected,
                headcount_not_applicable=row.headcount_not_applicable,
                setup_order=row.setup_order,
            )
        )
    Function.objects.bulk_create(made)
