"""A first contact becomes a meeting with a brief begun (P01 → P02)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.accounts.models import User
from huiwu.brief.choices import IntakeStatus
from huiwu.brief.events import IntakeAccepted
from huiwu.brief.models import IntakeRecord
from huiwu.brief.prefill import content_from_intake
from huiwu.brief.services.drafts import open_brief
from huiwu.brief.services.intake import decide, intake_of, must_be_new
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import can
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.meetings.services import ContactValues, open_meeting

MEETING_VALUES = (
    "name",
    "meeting_type",
    "start_on",
    "end_on",
    "expected_headcount",
    "publicness",
    "city",
    "client_kind",
)


@transaction.atomic
def accept_intake(*, actor: Actor, intake_id: UUID, values: Mapping[str, Any]) -> Meeting:
    """Open the meeting, staff it, and begin its brief with what the client said.

    `values`: MEETING_VALUES, and `account_manager` and `lead` as ids of colleagues. Raises IntakeDecided when somebody
    was first, InvalidInput, NotAllowed.
    """
    found = intake_of(actor, intake_id)
    must_be_new(found)
    if not values.get("start_on") or not values.get("end_on"):
        raise InvalidInput({"start_on": [_("立项须先定会期，备选日期可写入简报。")]}, detail=_("立项须先定会期。"))
    meeting = open_meeting(
        actor=actor,
        org=found.org,
        client_name=found.client_name,
        contacts=[_contact(found)],
        lead=_colleague(found.org_id, values.get("lead"), "lead"),
        account_manager=_colleague(found.org_id, values.get("account_manager"), "account_manager"),
        **{name: values[name] for name in MEETING_VALUES if values.get(name) not in (None, "")},
    )
    decide(actor, found, IntakeStatus.ACCEPTED, meeting_id=meeting.pk)
    IntakeRecord.objects.filter(merged_into=found).update(meeting=meeting)
    record(IntakeAccepted(meeting_id=meeting.pk, intake_id=found.pk), actor=actor, org_id=found.org_id)
    author = (
        actor if can(actor, "brief.edit", meeting) else SYSTEM
    )  # opened for colleagues: the brief is begun for them
    open_brief(actor=author, meeting=meeting, content=content_from_intake(found, meeting))
    return meeting


def _contact(found: IntakeRecord) -> ContactValues:
    return ContactValues(name=found.contact_name, title=found.contact_title, phone=found.phone, email=found.email)


def _colleague(org_id: UUID, user_id: Any, field: str) -> User | None:
    if not user_id:
        return None
    people = {str(user.pk): user for user in User.objects.filter(memberships__org_id=org_id, is_active=True)}
    user = people.get(str(user_id))
    if user is None:
        raise InvalidInput({field: [_("只能选择本单位在职的人员。")]}, detail=_("只能选择本单位在职的人员。"))
    return user
