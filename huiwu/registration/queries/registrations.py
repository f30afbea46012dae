"""Registrations as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiwu.attendees.models import Attendee, Participation
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.meetings.models import Function, Meeting
from huiwu.registration.choices import MARKS, STANDING, OfferState, PaymentState, State
from huiwu.registration.errors import NoSuchRegistration
from huiwu.registration.models import Category, EntryCode, GroupRegistration, Registration, WaitlistOffer
from huiwu.registration.queries.forms import schema_at
from huiwu.registration.rules.answers import shown
from huiwu.registration.rules.schema import PERSON_KEYS, SEALED_KEYS


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the list, as they stand in the address."""

    text: str = ""
    state: str = ""
    category: str = ""
    payment: str = ""


def registrations_of(meeting: Meeting, wanted: Wanted = Wanted()) -> QuerySet[Registration]:  # frozen
    """The meeting's registrations, newest first; by name, organisation, number or the tail of the phone."""
    rows = Registration.objects.filter(meeting=meeting).select_related("attendee", "category", "group")
    if wanted.state == "waiting":
        rows = rows.filter(state__in=(State.WAITLISTED, State.OFFERED))
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.category:
        rows = rows.filter(category__code=wanted.category)
    if wanted.payment:
        rows = rows.filter(payment_state=wanted.payment)
    if text := wanted.text.strip():
        found = Q(attendee__display_name__icontains=text) | Q(attendee__org_name__icontains=text)
        if text.isascii() and text.isdigit() and len(text) < 10:
            found |= Q(attendee__number=int(text)) | Q(attendee__mobile_tail=text[-4:])
        rows = rows.filter(found)
    return rows


def registration_for(actor: Actor, meeting: Meeting, registration_id: UUID) -> Registration:
    """One registration of the meeting. Raises NoSuchRegistration, NotAllowed."""
    require(actor, "registration.view", meeting)
    found = Registration.objects.select_related(
        "attendee__meeting", "category", "group", "entry_code", "decided_by", "form_version", "meeting"
    )
    row = found.filter(meeting=meeting, pk=registration_id).first()
    if row is None:
        raise NoSuchRegistration
    return row


@dataclass(frozen=True, slots=True)
class Counts:
    """How many in each state, by category and by the way they came."""

    states: dict[str, int]
    channels: list[tuple[str, int]]
    due: int
    rows: list[tuple[Category, dict[str, int]]] = field(default_factory=list)

    @property
    def confirmed(self) -> int:
        return self.states.get(State.CONFIRMED, 0)

    @property
    def waiting(self) -> int:
        return self.states.get(State.WAITLISTED, 0) + self.states.get(State.OFFERED, 0)

    @property
    def pending(self) -> int:
        return self.states.get(State.PENDING, 0)

    @property
    def cancelled(self) -> int:
        return self.states.get(State.CANCELLED, 0)


def counts_of(meeting: Meeting) -> Counts:
    """Three queries, whatever the number of registrations."""
    states: dict[str, int] = {}
    by_category: dict[UUID, dict[str, int]] = {}
    found = Registration.objects.filter(meeting=meeting).order_by()
    for category_id, state, count in found.values_list("category_id", "state").annotate(n=Count("pk")):
        states[state] = states.get(state, 0) + count
        by_category.setdefault(category_id, {})[state] = count
    channels = found.filter(state__in=STANDING).values_list("came_by").annotate(n=Count("pk")).order_by("-n", "came_by")
    due = found.filter(payment_state=PaymentState.DUE).count()
    rows = [(row, by_category.get(row.pk, {})) for row in Category.objects.filter(meeting=meeting)]
    return Counts(states, list(channels), due, [row for row in rows if row[1] or not row[0].is_retired])


@dataclass(frozen=True, slots=True)
class AnswerLine:
    key: str
    label: str
    text: str
    is_sealed: bool = False


def answer_lines(row: Registration, *, language: str = "") -> list[AnswerLine]:
    """What was answered, in the form's order; sealed answers are named and not shown."""
    language = "en" if (language or get_language() or "").startswith("en") else "zh-hans"
    schema = schema_at(row.form_version_id)
    sealed = set(row.attendee.sensitive_values.values_list("field", flat=True))
    sessions = session_names(row.meeting, row.functions) if row.functions else {}
    lines = []
    for spec in schema.asked_of(row.category.code):
        if spec.key in PERSON_KEYS:
            value: Any = shown(spec, getattr(row.attendee, spec.key), language)
        elif spec.key in SEALED_KEYS:
            if spec.key in sealed:
                lines.append(AnswerLine(spec.key, spec.words(language), "", is_sealed=True))
            continue
        elif spec.type == "functions":
            value = _("、").join(sessions.get(pk, "") for pk in row.functions)
        else:
            value = shown(spec, row.answers.get(spec.key), language)
        lines.append(AnswerLine(spec.key, spec.words(language), str(value or "")))
    return lines


def session_names(meeting: Meeting, ids: list[str]) -> dict[str, str]:
    """Sessions with day and time, by id."""
    rows = Function.objects.filter(meeting=meeting, pk__in=ids)
    return {str(row.pk): session_words(meeting, row) for row in rows}


def session_words(meeting: Meeting, row: Function) -> str:
    start, end = row.start_at.astimezone(meeting.zone), row.end_at.astimezone(meeting.zone)
    return f"{row.name}（{start:%m-%d %H:%M}–{end:%H:%M}）"


def sessions_of(row: Registration) -> list[Participation]:
    """Where the person takes part or waits, by this registration."""
    found = Participation.objects.filter(attendee_id=row.attendee_id, function_id__in=row.functions)
    return list(found.select_related("function").order_by("function__start_at"))


def standing_of(attendee: Attendee) -> Registration | None:
    """The person's registration that counts, or the last one that did."""
    found = Registration.objects.filter(attendee=attendee).select_related(
        "category", "form_version__form", "meeting", "group", "attendee"
    )
    rows = list(found.order_by("-submitted_at"))
    return next((row for row in rows if row.is_standing), rows[0] if rows else None)


def open_offer(row: Registration) -> WaitlistOffer | None:
    """The offer that waits for the person's answer."""
    if row.state != State.OFFERED:
        return None
    return WaitlistOffer.objects.filter(registration=row, state=OfferState.OPEN, expires_at__gt=clock.now()).first()


def turn_of(row: Registration) -> int:
    """How many wait before this one in its category, and itself."""
    ahead = Registration.objects.filter(
        meeting_id=row.meeting_id,
        category_id=row.category_id,
        state=State.WAITLISTED,
        submitted_at__lt=row.submitted_at,
    )
    return ahead.count() + 1


def own_card(attendee: Attendee) -> dict[str, Any] | None:
    """What the card on people's own page shows; None for who never registered."""
    row = standing_of(attendee)
    if row is None:
        return None
    turn = turn_of(row) if row.state == State.WAITLISTED else 0
    return {
        "registration": row,
        "category": row.category.words((get_language() or "")[:2]),
        "mark": MARKS[State(row.state)],
        "offer": open_offer(row),
        "turn": turn,
        "sessions": sessions_of(row) if row.functions else [],
    }


def group_by_link(link: Any) -> GroupRegistration:
    """The group a contact's link opens. Raises NoSuchRegistration."""
    found = GroupRegistration.objects.select_related("meeting__org").filter(pk=link.subject_id).first()
    if found is None:
        raise NoSuchRegistration
    return found


def entry_codes_of(meeting: Meeting) -> QuerySet[EntryCode]:
    return EntryCode.objects.filter(meeting=meeting).select_related("category")


def raw_answers(row: Registration) -> Mapping[str, Any]:
    """The answers as the form would have been filled in, sealed ones left out: where editing begins."""
    values: dict[str, Any] = {key: getattr(row.attendee, key) for key in PERSON_KEYS if getattr(row.attendee, key)}
    schema = schema_at(row.form_version_id)
    for spec in schema.fields:
        if spec.type == "functions":
            values[spec.key] = list(row.functions)
    return values | row.answers
