"""People change their answers, by their own link or through the team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from huiwu.attendees.choices import Source
from huiwu.attendees.services import change_attendee, keep_sensitive
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.kernel import clock
from huiwu.kernel.errors import StaleEdit
from huiwu.privacy.choices import How
from huiwu.privacy.queries.consents import standing_consents
from huiwu.privacy.services import note_consents
from huiwu.registration.choices import STANDING, State
from huiwu.registration.errors import AlreadyRegistered, QuotaFull, StateMoved
from huiwu.registration.events import RegistrationChanged
from huiwu.registration.models import Quota, Registration
from huiwu.registration.queries.forms import schema_at
from huiwu.registration.rules import answers as reading
from huiwu.registration.rules.places import identity, part_keys
from huiwu.registration.services.deciding import held_registration
from huiwu.registration.services.holding import join_functions, leave_functions, refuse_overlaps, take_functions
from huiwu.registration.services.placing import give_back, take_places
from huiwu.registration.services.submitting import own_answers, person_values, refuse_answers, sealed_answers


def change_registration(
    *,
    actor: Actor,
    registration_id: UUID,
    revision: int,
    answers: Mapping[str, Any],
    consents: Sequence[str] = (),
    invoice_wish: Mapping[str, str] | None = None,
) -> Registration:
    """Write new answers over a revision, judged by the version of the form that was answered.

    Sealed answers left empty stay as they are (nobody is shown them in full to retype). Sessions and limited options
    are exchanged: the new place is taken before the old one is given back. Raises StaleEdit, InvalidInput, QuotaFull,
    AlreadyRegistered, StateMoved, NoSuchRegistration.
    """
    try:
        with transaction.atomic():
            return _changed(actor, registration_id, revision, answers, consents, invoice_wish)
    except IntegrityError:
        raise AlreadyRegistered(name=str(answers.get("display_name", ""))) from None


def _changed(
    actor: Actor,
    registration_id: UUID,
    revision: int,
    raw: Mapping[str, Any],
    consents: Sequence[str],
    invoice_wish: Mapping[str, str] | None,
) -> Registration:
    row = held_registration(actor, registration_id, "registration.change")
    if row.state not in STANDING:
        raise StateMoved(state=row.get_state_display())
    if row.revision != revision:
        raise StaleEdit(theirs=row, who=row.attendee.display_name)
    schema = schema_at(row.form_version_id)
    found = reading.clean(schema, row.category.code, raw)
    kept = set(row.attendee.sensitive_values.values_list("field", flat=True))
    agreed = {*consents, *standing_consents(row.meeting, row.attendee_id)}
    faults = [fault for fault in found.faults if not (fault.code == "required" and fault.key in kept)]
    refuse_answers([*faults, *reading.without_consent(schema, found.values, agreed)])
    functions = [UUID(pk) for pk in reading.functions_chosen(schema, found.values)]
    refuse_overlaps(row.meeting, functions)
    keys = _keys_changed(row, found.values, functions)
    _exchange_options(row, schema, found.values)
    if row.state == State.CONFIRMED:
        _exchange_functions(row, functions)
    change_attendee(
        actor=SYSTEM,
        attendee_id=row.attendee_id,
        revision=None,
        values=person_values(found.values),
        source=Source.OWN if actor.kind == "link" else Source.FORM,
    )
    if sealed := sealed_answers(schema, found.values):
        keep_sensitive(actor=SYSTEM, attendee_id=row.attendee_id, values=sealed)
    if new := [code for code in consents if code in schema.consents]:
        how = How.LINK if actor.kind == "link" else How.STAFF
        note_consents(actor=actor, meeting=row.meeting, subject_id=row.attendee_id, purposes=new, how=how)
    row.answers, row.functions = own_answers(found.values), [str(pk) for pk in functions]
    row.identity = identity(*(found.values.get(key, "") for key in ("display_name", "mobile", "email")))
    if invoice_wish is not None:
        row.invoice_wish = {key: str(value)[:160] for key, value in invoice_wish.items() if value}
    row.revision += 1
    row.updated_at = clock.now()
    row.save()
    fact = RegistrationChanged(
        meeting_id=row.meeting_id, registration_id=row.pk, attendee_id=row.attendee_id, keys=tuple(keys)
    )
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return row


def _keys_changed(row: Registration, values: Mapping[str, Any], functions: Sequence[UUID]) -> list[str]:
    before, after = row.answers, own_answers(values)
    keys = [key for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key)]
    keys += [key for key, value in person_values(values).items() if getattr(row.attendee, key, value) != value]
    return keys + (["functions"] if {str(pk) for pk in functions} != set(row.functions) else [])


def _exchange_options(row: Registration, schema: Any, values: Mapping[str, Any]) -> None:
    before = set(part_keys([], reading.choices_taken(schema, row.answers)))
    after = set(part_keys([], reading.choices_taken(schema, values)))
    if come := sorted(after - before):
        result, taken, full = take_places(row.meeting_id, come, waits=False)
        if result != "confirmed":
            raise QuotaFull(name=full.label if full else "")
        row.holds = [*row.holds, *(str(quota.pk) for quota in taken)]
    _release(row, before - after)


def _exchange_functions(row: Registration, functions: Sequence[UUID]) -> None:
    before, after = {UUID(pk) for pk in row.functions}, set(functions)
    granted, queued = take_functions(row.meeting, sorted(after - before))
    row.holds = [*row.holds, *(str(quota.pk) for quota in granted.values() if quota is not None)]
    row.waits_for = [*row.waits_for, *(str(quota.pk) for quota in queued.values())]
    gone = before - after
    _release(row, set(part_keys([str(pk) for pk in gone], [])))
    leave_functions(row.attendee, list(gone))
    join_functions(row.attendee, granted=granted, queued=queued)


def _release(row: Registration, keys: set[str]) -> None:
    if not keys:
        return
    ids = {str(pk) for pk in Quota.objects.filter(meeting_id=row.meeting_id, key__in=keys).values_list("pk", flat=True)}
    give_back(ids & set(row.holds))
    give_back(ids & set(row.waits_for), waiting=True)
    row.holds = [pk for pk in row.holds if pk not in ids]
    row.waits_for = [pk for pk in row.waits_for if pk not in ids]
