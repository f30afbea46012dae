"""Incidents: written down at once, told in time, ended with what was learnt (PIPL art. 57)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.registry.personal import FieldGroup
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import REPORTED_SEVERITIES, BreachSeverity, Operator
from huiwu.privacy.errors import BreachClosed
from huiwu.privacy.events import BreachEnded, BreachReported, BreachUpdated
from huiwu.privacy.models import Breach
from huiwu.privacy.queries.records import breach_for


@dataclass(frozen=True, slots=True)
class BreachValues:
    """What is known of an incident; more is added as it becomes known."""

    found_at: datetime
    what: str
    severity: str
    groups: Sequence[str] = field(default=())
    count: int = 0
    operator: str = Operator.GENERAL
    cause: str = ""
    harm: str = ""
    remedy: str = ""
    contained_at: datetime | None = None
    authority_told_at: datetime | None = None
    people_told_at: datetime | None = None
    people_untold_why: str = ""


@transaction.atomic
def report_breach(*, actor: Actor, meeting: Meeting, values: BreachValues) -> Breach:
    """A new incident, numbered within the meeting. Anybody of the team may report one. Raises InvalidInput."""
    require(actor, "privacy.handle", meeting)
    columns = _columns(values) | {"saved_by": actor.user}
    Meeting.objects.select_for_update().get(pk=meeting.pk)  # numbers follow one another
    last = Breach.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    row = Breach.objects.create(meeting=meeting, number=last + 1, **columns)
    record(BreachReported(meeting_id=meeting.pk, breach_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def update_breach(*, actor: Actor, meeting: Meeting, breach_id: UUID, revision: int, values: BreachValues) -> Breach:
    """Add what has become known and what was done. Raises BreachClosed, StaleEdit, InvalidInput, NotFound."""
    require(actor, "privacy.edit", meeting)
    row = breach_for(meeting, breach_id)
    if row.closed_at:
        raise BreachClosed
    _save(row, revision, _columns(values) | {"saved_by": actor.user})
    record(BreachUpdated(meeting_id=meeting.pk, breach_id=row.pk), actor=actor, org_id=meeting.org_id)
    return breach_for(meeting, breach_id)


@transaction.atomic
def end_breach(*, actor: Actor, meeting: Meeting, breach_id: UUID, revision: int) -> Breach:
    """End it: contained, the authority told where that is owed, the people told or the reason why not.

    Raises InvalidInput naming what is missing, BreachClosed, StaleEdit, NotFound.
    """
    require(actor, "privacy.edit", meeting)
    row = breach_for(meeting, breach_id)
    if row.closed_at:
        return row
    fields: dict[str, list[str]] = {}
    if not row.remedy.strip():
        fields["remedy"] = [_("请写明补救措施")]
    if row.contained_at is None:
        fields["contained_at"] = [_("请填写控制住的时间")]
    if row.severity in REPORTED_SEVERITIES and row.authority_told_at is None:
        fields["authority_told_at"] = [_("请填写报告主管部门的时间")]
    if row.people_told_at is None and not row.people_untold_why.strip():
        fields["people_told_at"] = [_("请填写通知个人的时间，或写明不通知的理由")]
    if fields:
        raise InvalidInput(fields=fields, detail=_("还不能结束，请补齐。"))
    _save(row, revision, {"closed_at": clock.now(), "saved_by": actor.user})
    record(BreachEnded(meeting_id=meeting.pk, breach_id=row.pk), actor=actor, org_id=meeting.org_id)
    return breach_for(meeting, breach_id)


def _columns(values: BreachValues) -> dict[str, Any]:
    fields: dict[str, list[str]] = {}
    if not values.what.strip():
        fields["what"] = [_("请写明发生了什么")]
    if values.severity not in BreachSeverity.values:
        fields["severity"] = [_("请选择")]
    if values.operator not in Operator.values:
        fields["operator"] = [_("请选择")]
    if values.found_at > clock.now():
        fields["found_at"] = [_("时间不能晚于现在")]
    for name in ("contained_at", "authority_told_at", "people_told_at"):
        moment = getattr(values, name)
        if moment is not None and not values.found_at <= moment <= clock.now():
            fields[name] = [_("时间须在发现之后、现在之前")]
    if fields:
        raise InvalidInput(fields=fields, detail=_("请改正后再保存。"))
    groups = [group.value for group in FieldGroup if group.value in values.groups]
    return asdict(values) | {"groups": groups}


def _save(row: Breach, revision: int, columns: dict[str, Any]) -> None:
    fresh = Breach.objects.filter(pk=row.pk, revision=revision)
    if not fresh.update(**columns, revision=F("revision") + 1, updated_at=clock.now()):
        theirs = Breach.objects.select_related("saved_by").get(pk=row.pk)
        raise StaleEdit(theirs=theirs, who=theirs.saved_by.name if theirs.saved_by else _("同事"))
