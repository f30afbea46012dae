"""Registration over the REST API (contracts.md): the public form's twin, limits, fees reported by another program."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from huiwu.attendees.queries import code_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.api import Problem
from huiwu.kernel.errors import NotFound
from huiwu.meetings.queries import meeting_for
from huiwu.registration import services
from huiwu.registration.models import Quota, Registration
from huiwu.registration.queries.forms import categories_of, published_form, quotas_of, schema_at
from huiwu.registration.rules.schema import PERSON_KEYS
from huiwu.registration.services import Submission

PREFIX = "/meetings"
router = Router(tags=["registration"])
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class RegistrationIn(Schema):
    """One person. `category` may be left out where there is one only; `answers` hold the form's other questions by key,
    `consents` the purposes the person agreed to (`participation` is needed)."""

    display_name: str
    category: str = ""
    name_en: str = ""
    org_name: str = ""
    title: str = ""
    mobile: str = ""
    email: str = ""
    answers: dict[str, Any] = {}
    consents: list[str] = ["participation"]
    entry_code: str = ""
    language: str = "zh-hans"
    came_by: str = "api"
    submission_key: UUID | None = None


class RegistrationOut(Schema):
    """`state` is confirmed, waitlisted or pending; `code` is what the ticket shows."""

    id: UUID
    state: str
    number: str
    category: str
    attendee_id: UUID
    display_name: str
    code: str
    fee_cents: int
    payment_state: str
    submitted_at: datetime


class CategoryOut(Schema):
    code: str
    name: str
    name_en: str
    mode: str
    fee_cents: int


class QuotaOut(Schema):
    key: str
    kind: str
    label: str
    limit: int | None
    taken: int
    waiting: int
    has_waitlist: bool


class FormOut(Schema):
    """The published form: its questions as the builder keeps them, its categories and limits."""

    state: str
    version: int
    opens_at: datetime | None
    closes_at: datetime | None
    title: str
    consents: list[str]
    categories: list[CategoryOut]
    quotas: list[QuotaOut]


class QuotaIn(Schema):
    """`kind`: total, category, organisation or function. A null `limit` takes the limit off."""

    kind: str
    limit: int | None = None
    has_waitlist: bool = True
    category: str = ""
    organisation: str = ""
    function_id: UUID | None = None


class PaymentIn(Schema):
    amount_cents: int
    method: str
    reference: str = ""
    paid_on: date


class PaymentOut(Schema):
    id: UUID
    amount_cents: int
    method: str
    reference: str
    paid_on: date


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
    return actor


@router.post("/{meeting}/registrations", response={201: RegistrationOut, **REFUSALS}, summary="报名")
def register(request: HttpRequest, meeting: str, given: RegistrationIn) -> Status[dict[str, Any]]:
    """Confirmed, waitlisted or pending; 409 `quota_full` where there is no waiting list, 409 `already_registered`."""
    actor = _actor(request)
    found = meeting_for(actor, meeting)
    category = given.category
    if not category:
        rows = categories_of(found)
        category = rows[0].code if rows else ""
    person = {key: getattr(given, key) for key in PERSON_KEYS if getattr(given, key)}
    row = services.submit_registration(
        actor=actor,
        meeting=found,
        submission=Submission(
            category=category,
            answers={**given.answers, **person},
            consents=tuple(given.consents),
            language=given.language,
            came_by=given.came_by,
            submission_key=given.submission_key,
            entry_code=given.entry_code,
        ),
    )
    return Status(201, _out(row))


def _out(row: Registration) -> dict[str, Any]:
    return {
        "id": row.pk,
        "state": row.state,
        "number": row.number,
        "category": row.category.code,
        "attendee_id": row.attendee_id,
        "display_name": row.attendee.display_name,
        "code": code_of(row.attendee),
        "fee_cents": row.fee_cents,
        "payment_state": row.payment_state,
        "submitted_at": row.submitted_at,
    }


@router.get("/{meeting}/registrations/form", response={200: FormOut, **REFUSALS}, summary="报名表")
def form(request: HttpRequest, meeting: str) -> dict[str, Any]:
    """What is published, with the places left."""
    found = meeting_for(_actor(request), meeting, "registration.view")
    version = published_form(found)
    schema = schema_at(version.pk)
    return {
        "state": version.form.state,
        "version": version.number,
        "opens_at": version.form.opens_at,
        "closes_at": version.form.closes_at,
        "title": schema.title,
        "consents": list(schema.consents),
        "categories": categories_of(found),
        "quotas": quotas_of(found),
    }


@router.put("/{meeting}/registrations/quotas", response={200: QuotaOut, **REFUSALS}, summary="设置名额")
def set_quota(request: HttpRequest, meeting: str, given: QuotaIn) -> Quota:
    """A limit of the whole, a category, an organisation or a session; those who wait are let in when it grows."""
    actor = _actor(request)
    found = meeting_for(actor, meeting, "registration.edit")
    return services.set_quota(actor=actor, meeting=found, **given.model_dump())


@router.post(
    "/{meeting}/registrations/{registration_id}/cancel", response={200: RegistrationOut, **REFUSALS}, summary="取消报名"
)
def cancel(request: HttpRequest, meeting: str, registration_id: UUID) -> dict[str, Any]:
    actor = _actor(request)
    found = meeting_for(actor, meeting, "registration.decide")
    _in_meeting(found.pk, registration_id)
    return _out(services.cancel_registration(actor=actor, registration_id=registration_id))


@router.post(
    "/{meeting}/registrations/{registration_id}/payments",
    response={201: PaymentOut, **REFUSALS},
    summary="登记报名费到账",
)
def pay(request: HttpRequest, meeting: str, registration_id: UUID, given: PaymentIn) -> Status[Any]:
    """What a payment service reports: the same `reference` twice is refused with `payment_known`."""
    actor = _actor(request)
    found = meeting_for(actor, meeting, "registration.collect")
    _in_meeting(found.pk, registration_id)
    return Status(201, services.confirm_fee(actor=actor, registration_id=registration_id, **given.model_dump()))


def _in_meeting(meeting_id: UUID, registration_id: UUID) -> None:
    if not Registration.objects.filter(meeting_id=meeting_id, pk=registration_id).exists():
        raise NotFound
