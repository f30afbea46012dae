"""Verbs on what a meeting is: its details, its organisations, its client's contacts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import StaleEdit
from huiwu.meetings.choices import Condition, Part
from huiwu.meetings.errors import refuse
from huiwu.meetings.events import ContactsSet, MeetingChanged, OrganisationsSet, SizeBordersSet
from huiwu.meetings.models import Contact, Meeting, MeetingOrganisation, SizeBorders
from huiwu.meetings.queries import contacts_digest, organisations_digest, size_scale
from huiwu.meetings.rules import Problem, naming
from huiwu.meetings.rules.dates import is_time_zone, problems_with_dates, shifted
from huiwu.meetings.rules.size import SizeScale, problems_with_headcount, problems_with_scale
from huiwu.meetings.services.holding import OPEN, held

EDITABLE = (
    "name",
    "name_en",
    "theme",
    "meeting_type",
    "size_tier",
    "expected_headcount",
    "publicness",
    "time_zone",
    "city",
    "venue_name",
    "language",
    "conditions",
    "public_body_mode",
    "contract_on",
    "load_in_on",
    "edition",
)
"""Columns that `change_meeting` accepts; the dates move by `move_dates`, the status by its own verbs."""


@transaction.atomic
def change_meeting(*, actor: Actor, meeting: Meeting, revision: int, values: Mapping[str, Any]) -> Meeting:
    """Save the changed columns among `values` (keys of EDITABLE) over the given revision.

    The size tier follows the head-count unless a tier is named. A new time zone keeps wall-clock times: a function at
    09:00 stays at 09:00 there. Raises StaleEdit (with the current row), InvalidInput, MeetingNotLive.
    """
    current = held(actor, meeting, "meetings.edit", *OPEN)
    if current.revision != revision:
        raise _stale(current)
    wanted = cleaned({key: values[key] for key in EDITABLE if key in values})
    refuse(problems_with_details(wanted, start_on=current.start_on))
    if "expected_headcount" in wanted and not wanted.get("size_tier"):
        wanted["size_tier"] = size_scale(current.org_id, current.start_on).tier(wanted["expected_headcount"])
    changed = {key: value for key, value in wanted.items() if getattr(current, key) != value}
    if not changed:
        return current
    zone_before = current.time_zone
    for key, value in changed.items():
        setattr(current, key, value)
    changed["search_text"] = current.search_text = meeting_search_text(current)
    won = Meeting.objects.filter(pk=current.pk, revision=revision).update(
        **changed, revision=F("revision") + 1, saved_by=actor.user, updated_at=clock.now()
    )
    if not won:
        raise _stale(Meeting.objects.select_related("saved_by").get(pk=current.pk))
    if current.time_zone != zone_before:
        _restate_functions(current, zone_before)
    keys = tuple(sorted(changed.keys() - {"search_text"}))
    record(MeetingChanged(meeting_id=current.pk, keys=keys), actor=actor, org_id=current.org_id)
    current.refresh_from_db()
    return current


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts without blanks around them, conditions in the catalogue's order and each once."""
    plain = {key: value.strip() if isinstance(value, str) else value for key, value in values.items()}
    if "conditions" in plain:
        asked = set(plain["conditions"])
        known = [code for code in Condition.values if code in asked]
        plain["conditions"] = known + sorted(asked - set(known))
    if plain.get("size_tier") == "":
        del plain["size_tier"]
    return plain


def problems_with_details(values: Mapping[str, Any], *, start_on: date) -> list[Problem]:
    """Everything wrong with the given columns of a meeting; columns that are not given are not judged."""
    problems = [problem for key, value in values.items() for problem in _problems_with_column(key, value)]
    if "expected_headcount" in values:
        problems += problems_with_headcount(values["expected_headcount"])
    if "time_zone" in values and not is_time_zone(values["time_zone"]):
        problems.append(Problem("time_zone", "unknown_zone", {"value": values["time_zone"]}))
    for code in set(values.get("conditions", ())) - set(Condition.values):
        problems.append(Problem("conditions", "unknown_choice", {"value": code}))
    if (load_in_on := values.get("load_in_on")) and load_in_on > start_on:
        problems.append(Problem("load_in_on", "load_in_day_after_start"))
    for key in ("contract_on", "load_in_on"):
        if values.get(key):
            far = problems_with_dates(values[key], values[key], clock.today())
            problems += [Problem(key, p.code, p.values) for p in far[:1]]
    return problems


def _problems_with_column(key: str, value: Any) -> Iterable[Problem]:
    column: Any = Meeting._meta.get_field(key)
    if isinstance(value, str) and column.max_length and len(value) > column.max_length:
        yield Problem(key, "too_long_name", {"most": column.max_length, "count": len(value)})
    if column.choices and value not in dict(column.choices):
        yield Problem(key, "unknown_choice", {"value": value})
    if key == "name" and not value:
        yield Problem(key, "required")


def meeting_search_text(meeting: Meeting) -> str:
    """What the search box looks through for this meeting."""
    client = meeting.client.name if meeting.client else ""
    text = naming.search_text(meeting.name, meeting.name_en, client, meeting.number, meeting.slug)
    return text[: Meeting._meta.get_field("search_text").max_length]


def _restate_functions(meeting: Meeting, zone_before: str) -> None:
    for function in meeting.functions.all():
        times = shifted(function.times, 0, zone_before, meeting.time_zone)
        function.load_in_at, function.start_at = times.load_in_at, times.start_at
        function.end_at, function.strike_by_at = times.end_at, times.strike_by_at
        function.revision += 1
        function.save()


def _stale(current: Meeting) -> StaleEdit:
    return StaleEdit(current, who=current.saved_by.name if current.saved_by else "")


@transaction.atomic
def set_organisations(
    *, actor: Actor, meeting: Meeting, rows: Sequence[tuple[str, str]], seen: str | None = None
) -> list[MeetingOrganisation]:
    """The bodies behind the meeting as `(part, name)`, several of a part in the given order (主办、承办、协办、支持、指导).

    `seen` is `organisations_digest` of the list the form was made from: raises StaleEdit if it has changed since.
    """
    current = held(actor, meeting, "meetings.edit", *OPEN)
    if seen is not None and seen != organisations_digest(current):
        raise StaleEdit(list(current.organisations.all()))
    rows = [(part, name.strip()) for part, name in rows]
    refuse(_problems_with_organisations(rows))
    current.organisations.all().delete()
    made = [
        MeetingOrganisation(meeting=current, part=part, name=name, order=order)
        for order, (part, name) in enumerate(rows)
    ]
    MeetingOrganisation.objects.bulk_create(made)
    record(OrganisationsSet(meeting_id=current.pk), actor=actor, org_id=current.org_id)
    return made


def _problems_with_organisations(rows: Sequence[tuple[str, str]]) -> Iterable[Problem]:
    for nth, (part, name) in enumerate(rows):
        if part not in Part.values:
            yield Problem(f"organisations-{nth}", "unknown_choice", {"value": part})
        if not name:
            yield Problem(f"organisations-{nth}", "required")
        elif len(name) > 160:
            yield Problem(f"organisations-{nth}", "too_long_name", {"most": 160, "count": len(name)})
        if rows.index((part, name)) != nth:
            yield Problem(f"organisations-{nth}", "duplicate", {"value": name})


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactValues:
    """One contact as typed in; `id` names the row it replaces."""

    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    is_approver: bool = False
    id: UUID | None = None


@transaction.atomic
def set_contacts(
    *, actor: Actor, meeting: Meeting, contacts: Sequence[ContactValues], seen: str | None = None
) -> list[Contact]:
    """The client's contacts in order. Rows whose `id` is not given again are removed.

    `seen` is `contacts_digest` of the list the form was made from: raises StaleEdit if it has changed since.
    """
    current = held(actor, meeting, "meetings.edit", *OPEN)
    client = current.client
    if client is None:
        refuse([Problem("client", "required")])
        return []
    if seen is not None and seen != contacts_digest(client):
        raise StaleEdit(list(client.contacts.all()))
    refuse(problems_with_contacts(contacts))
    kept = {row.pk: row for row in client.contacts.all()}
    made = []
    for order, values in enumerate(contacts):
        row = kept.pop(values.id, None) if values.id else None
        made.append(_written(row or Contact(client=client), values, order))
    Contact.objects.filter(pk__in=kept).delete()
    record(ContactsSet(meeting_id=current.pk, client_id=client.pk), actor=actor, org_id=current.org_id)
    return made


def _written(row: Contact, values: ContactValues, order: int) -> Contact:
    row.name, row.title, row.phone = values.name.strip(), values.title.strip(), values.phone.strip()
    row.email, row.is_approver, row.order = values.email.strip(), values.is_approver, order
    row.save()
    return row


def problems_with_contacts(contacts: Sequence[ContactValues]) -> Iterable[Problem]:
    """Each has a name and a usable address if one is given; an approver can be reached."""
    for nth, values in enumerate(contacts):
        if not values.name.strip():
            yield Problem(f"contacts-{nth}", "required")
        for key, most in (("name", 80), ("title", 120), ("phone", 32), ("email", 254)):
            if (count := len(getattr(values, key).strip())) > most:
                yield Problem(f"contacts-{nth}", "too_long_name", {"most": most, "count": count})
        if values.email.strip() and not _is_email(values.email.strip()):
            yield Problem(f"contacts-{nth}", "unusable_email", {"value": values.email})
        if values.is_approver and not (values.phone.strip() or values.email.strip()):
            yield Problem(f"contacts-{nth}", "unreachable_approver", {"value": values.name})


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


@transaction.atomic
def set_size_borders(*, actor: Actor, org_id: UUID, scale: SizeScale, effective_on: date) -> SizeBorders:
    """The organisation's own borders between S, M, L and XL from a day on; meetings keep the tier they have."""
    require(actor, "meetings.set_size_borders", org_id)
    refuse(problems_with_scale(scale))
    row, _is_new = SizeBorders.objects.update_or_create(
        org_id=org_id,
        effective_on=effective_on,
        defaults={
            "small_max": scale.small_max,
            "medium_max": scale.medium_max,
            "large_max": scale.large_max,
            "source": scale.source[:200],
        },
    )
    record(SizeBordersSet(effective_on=effective_on), actor=actor, org_id=org_id)
    return row
