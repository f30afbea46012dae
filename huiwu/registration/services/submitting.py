"""Somebody registers (SOP P16): the one busy path, so few queries and a short transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from huiwu.attendees.choices import Presence, Source
from huiwu.attendees.models import Attendee
from huiwu.attendees.services import AttendeeValues, add_attendee, change_attendee, keep_sensitive
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import facts_together, record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import How
from huiwu.privacy.services import note_consents
from huiwu.registration.choices import STANDING, Mode, PaymentState, State
from huiwu.registration.errors import (
    ANSWER_SENTENCES,
    AlreadyRegistered,
    EntryCodeInvalid,
    ProofMissing,
    QuotaFull,
)
from huiwu.registration.events import RegistrationConfirmed, RegistrationSubmitted, RegistrationWaitlisted
from huiwu.registration.models import (
    Category,
    EntryCode,
    FormVersion,
    GroupRegistration,
    Quota,
    Registration,
    RegistrationForm,
)
from huiwu.registration.queries.forms import category_for, open_form, published_form, schema_at
from huiwu.registration.rules import answers as reading
from huiwu.registration.rules.places import identity, org_key, part_keys, whole_keys
from huiwu.registration.rules.schema import PERSON_KEYS, SEALED_KEYS, FormSchema
from huiwu.registration.services.holding import join_functions, refuse_overlaps, take_functions
from huiwu.registration.services.placing import take_places


@dataclass(frozen=True, slots=True)
class Proof:
    """A phone or address that was verified by a code: `channel` sms or email, `target` as the form keeps it."""

    channel: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What is sent: raw answers by key, consents by purpose. `submission_key` makes sending twice harmless."""

    category: str
    answers: Mapping[str, Any]
    consents: Sequence[str] = ()
    language: str = "zh-hans"
    came_by: str = ""
    submission_key: UUID | None = None
    entry_code: str = ""
    proof: Proof | None = None
    invoice_wish: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Clean:
    """What was understood of a submission."""

    version: FormVersion
    schema: FormSchema
    category: Category
    values: dict[str, Any]
    functions: list[UUID]
    identity: str
    is_trusted: bool


def submit_registration(
    *, actor: Actor, meeting: Meeting, submission: Submission, is_late: bool = False
) -> Registration:
    """Register one person: confirmed, waitlisted, or pending where a category is approved by hand.

    The same `submission_key` again returns the first registration. A person known by name and a verified phone or
    address (or entered by the team) is the attendee they are already; others become new ones. `is_late`: the team enters
    somebody after the form was closed.
    Raises RegistrationShut, InvalidInput, ProofMissing, EntryCodeInvalid, QuotaFull, AlreadyRegistered.
    """
    require(actor, "registration.decide" if is_late else "registration.submit", meeting)
    version = published_form(meeting) if is_late else open_form(meeting)
    clean = _understood(actor, meeting, version, submission)
    return _kept(actor, meeting, clean, submission, group=None)


def submit_for_group(
    *, actor: Actor, meeting: Meeting, group: GroupRegistration, submission: Submission
) -> Registration:
    """One person of a group, entered by the contact: no consents yet, they give them by their own link. As above."""
    require(actor, "registration.submit", meeting)
    clean = _understood(actor, meeting, open_form(meeting), submission, by_contact=True)
    return _kept(actor, meeting, clean, submission, group=group)


def _understood(
    actor: Actor, meeting: Meeting, version: FormVersion, sent: Submission, *, by_contact: bool = False
) -> _Clean:
    """Everything that needs no place: read before the transaction begins. Raises InvalidInput, ProofMissing."""
    schema = schema_at(version.pk)
    category = category_for(meeting, sent.category)
    found = reading.clean(schema, category.code, sent.answers)
    faults = list(found.faults)
    if by_contact:
        faults = [fault for fault in faults if fault.code != "required" or fault.key == "display_name"]
    else:
        faults += reading.without_consent(schema, found.values, sent.consents)
    refuse_answers(faults)
    is_trusted = actor.is_signed_in or actor.kind == "system"
    if not (is_trusted or by_contact):
        is_trusted = _is_proved(version.form, sent.proof, found.values)
    functions = [UUID(pk) for pk in reading.functions_chosen(schema, found.values)]
    refuse_overlaps(meeting, functions)
    who = identity(*(found.values.get(key, "") for key in ("display_name", "mobile", "email")))
    return _Clean(version, schema, category, found.values, functions, who, is_trusted)


def refuse_answers(faults: Sequence[reading.AnswerFault]) -> None:
    """Raise InvalidInput with a sentence at each answer that is wrong."""
    fields: dict[str, list[str]] = {}
    for fault in faults:
        fields.setdefault(fault.key, []).append(str(ANSWER_SENTENCES[fault.code]).format(**fault.values))
    if fields:
        raise InvalidInput(fields, detail=" ".join(sentence for lines in fields.values() for sentence in lines))


def _is_proved(form: RegistrationForm, proof: Proof | None, values: Mapping[str, Any]) -> bool:
    """Whether phone or address were verified. Raises ProofMissing where the form demands it."""
    given = {"sms": values.get("mobile"), "email": values.get("email")}
    is_proved = proof is not None and bool(proof.target) and given.get(proof.channel) == proof.target
    if form.verification != "none" and not (is_proved and form.verification in ("either", proof and proof.channel)):
        raise ProofMissing
    return is_proved


def _kept(
    actor: Actor, meeting: Meeting, clean: _Clean, sent: Submission, *, group: GroupRegistration | None
) -> Registration:
    try:
        with transaction.atomic(), facts_together():
            return _first(meeting, clean, sent) or _registered(actor, meeting, clean, sent, group)
    except IntegrityError:  # the same person, or the same form, a moment ago in another transaction
        found = _first(meeting, clean, sent)
        if found is None:
            raise
        return found


def _first(meeting: Meeting, clean: _Clean, sent: Submission) -> Registration | None:
    """The registration made of this very submission before. Raises AlreadyRegistered for the same person's other one."""
    same = Q(identity=clean.identity, state__in=STANDING) if clean.identity else Q()
    same |= Q(submission_key=sent.submission_key) if sent.submission_key else Q()
    if not same:
        return None
    rows = Registration.objects.filter(same, meeting=meeting)
    for pk, key in rows.order_by().values_list("pk", "submission_key"):  # nearly always none: the whole row can wait
        if sent.submission_key and key == sent.submission_key:
            return rows.select_related("attendee", "category").get(pk=pk)
        raise AlreadyRegistered(name=clean.values.get("display_name", ""))
    return None


def _registered(
    actor: Actor, meeting: Meeting, clean: _Clean, sent: Submission, group: GroupRegistration | None
) -> Registration:
    """In the transaction: places first, since they are what others wait for."""
    entry = _entry_code(meeting, clean.category, sent.entry_code) if clean.category.mode == Mode.INVITED else None
    state, holds, waits_for = _places(meeting, clean)
    if state == State.CONFIRMED:
        granted, queued = take_functions(meeting, clean.functions)
        holds += [quota for quota in granted.values() if quota is not None]
        waits_for += queued.values()
    attendee, is_new = _attendee(meeting, clean, state)
    row = Registration(
        meeting=meeting,
        attendee=attendee,
        category=clean.category,
        form_version=clean.version,
        state=state,
        identity=clean.identity,
        answers=own_answers(clean.values),
        functions=[str(pk) for pk in clean.functions],
        holds=[str(quota.pk) for quota in holds],
        waits_for=[str(quota.pk) for quota in waits_for],
        language=sent.language if sent.language in ("zh-hans", "en") else "zh-hans",
        came_by=sent.came_by[:40],
        verified_by=sent.proof.channel if sent.proof and clean.is_trusted else "",
        submission_key=sent.submission_key,
        group=group,
        entry_code=entry,
        fee_cents=clean.category.fee_cents,
        invoice_wish={key: str(value)[:160] for key, value in sent.invoice_wish.items() if value},
    )
    if state == State.CONFIRMED:
        mark_confirmed(meeting, clean.version.form, row)
    row.save(force_insert=True)
    if state == State.CONFIRMED and clean.functions:
        join_functions(attendee, granted=granted, queued=queued)
    if sealed := sealed_answers(clean.schema, clean.values):
        keep_sensitive(actor=SYSTEM, attendee_id=attendee.pk, values=sealed)
    if consents := [code for code in sent.consents if code in clean.schema.consents]:
        how = How.STAFF if actor.is_signed_in else How.FORM
        note_consents(actor=actor, meeting=meeting, subject_id=attendee.pk, purposes=consents, how=how, is_new=is_new)
    fact = FACTS[state](meeting_id=meeting.pk, registration_id=row.pk, attendee_id=attendee.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


FACTS: dict[str, Any] = {
    State.CONFIRMED: RegistrationConfirmed,
    State.WAITLISTED: RegistrationWaitlisted,
    State.PENDING: RegistrationSubmitted,
}


def _places(meeting: Meeting, clean: _Clean) -> tuple[State, list[Quota], list[Quota]]:
    """The state that the limits allow, with limits taken and waited for. Raises QuotaFull."""
    options = part_keys([], reading.choices_taken(clean.schema, clean.values))
    taken: list[Quota] = []
    if options:
        result, taken, full = take_places(meeting.pk, options, waits=False)
        if result == "full":
            raise QuotaFull(name=full.label if full else "")
    if clean.category.mode == Mode.APPROVAL:
        return State.PENDING, taken, []
    keys = whole_keys(clean.category.code, org_key(clean.values.get("org_name", "")))
    result, rows, full = take_places(meeting.pk, keys, waits=True)
    if result == "full":
        raise QuotaFull(name=full.label if full else clean.category.name)
    if result == "waitlisted":
        return State.WAITLISTED, taken, rows
    return State.CONFIRMED, taken + rows, []


def _entry_code(meeting: Meeting, category: Category, code: str) -> EntryCode:
    """Use an invitation code up by one. Raises EntryCodeInvalid."""
    text = code.strip().upper()
    today = timezone.localdate(clock.now(), meeting.zone)
    good = EntryCode.objects.filter(meeting=meeting, category=category, code=text, revoked_at=None)
    good = good.filter(Q(expires_on=None) | Q(expires_on__gte=today), used__lt=F("limit"))
    if not text or not good.update(used=F("used") + 1):
        raise EntryCodeInvalid(code=text[:16])
    return EntryCode.objects.get(meeting=meeting, code=text)


def _attendee(meeting: Meeting, clean: _Clean, state: State) -> tuple[Attendee, bool]:
    """The person, and whether they are new: the one known by name and proved contact, or a new one."""
    values = person_values(clean.values)
    known = _known(meeting, values) if clean.is_trusted else None
    if known is None:
        values |= {"roles": list(clean.category.roles) or ["representative"]}
        if state == State.CONFIRMED:
            values["presence"] = Presence.CONFIRMED
        return add_attendee(actor=SYSTEM, meeting=meeting, values=values, source=Source.FORM), True
    if state == State.CONFIRMED:
        values["presence"] = Presence.CONFIRMED
    pk, roles = known
    values["roles"] = list(dict.fromkeys([*roles, *clean.category.roles]))
    row = change_attendee(actor=SYSTEM, attendee_id=pk, revision=None, values=values, source=Source.FORM)
    return row, False


def _known(meeting: Meeting, values: AttendeeValues) -> tuple[UUID, list[str]] | None:
    """The one active person of this name with this phone or address, with their roles; none when there are two."""
    contact = Q()
    if values.get("mobile"):
        contact |= Q(mobile=values["mobile"])
    if values.get("email"):
        contact |= Q(email=values["email"])
    if not contact:
        return None
    same = Attendee.objects.filter(
        contact, meeting=meeting, display_name=values["display_name"], merged_into=None, erased_at=None
    )
    found = list(same.order_by().values_list("pk", "roles")[:2])
    return found[0] if len(found) == 1 else None


def person_values(values: Mapping[str, Any]) -> AttendeeValues:
    """Answers that are columns of the attendee."""
    kept: AttendeeValues = {key: str(values[key]) for key in PERSON_KEYS if key in values}  # type: ignore[assignment]  # keys are columns
    return kept


def own_answers(values: Mapping[str, Any]) -> dict[str, Any]:
    """Answers that stay with the registration: neither columns of the person nor sealed."""
    return {key: value for key, value in values.items() if key not in PERSON_KEYS and key not in SEALED_KEYS}


def sealed_answers(schema: FormSchema, values: Mapping[str, Any]) -> dict[str, str]:
    """Answers that are kept under lock with the person, in the words of the form's own language."""
    return {key: reading.shown(schema.by_key[key], values[key]) for key in SEALED_KEYS if key in values}


def mark_confirmed(meeting: Meeting, form: RegistrationForm, row: Registration) -> None:
    """Confirmed from now on; a fee falls due."""
    row.state, row.confirmed_at = State.CONFIRMED, clock.now()
    if row.fee_cents and row.payment_state == PaymentState.NONE:
        row.payment_state = PaymentState.DUE
        row.pay_by_on = timezone.localdate(row.confirmed_at, meeting.zone) + timedelta(days=form.pay_within_days)
