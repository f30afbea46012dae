"""Verbs: judge and remember, claim, waive."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from huiwu.checks import rules
from huiwu.checks.errors import AlreadyMended, ExpiryNotUsable, NotWaivable, ReasonMissing
from huiwu.checks.events import (
    FindingAppeared,
    FindingClaimed,
    FindingEscalated,
    FindingMended,
    FindingWaived,
    WaiverRevoked,
)
from huiwu.checks.models import CheckedUpTo, FindingRecord, Waiver
from huiwu.checks.queries import Finding, judgement
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.models import FactRecord
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting


@transaction.atomic
def judge_meeting(*, actor: Actor, meeting: Meeting) -> list[Finding]:
    """Run every rule now; write down what appeared, what is still so and what was mended. Harmless when repeated."""
    require(actor, "checks.view", meeting)
    seen_up_to = FactRecord.objects.filter(meeting_id=meeting.pk).aggregate(last=Max("id"))["last"] or 0
    found = judgement(meeting)
    known = {(row.code, row.root): row for row in FindingRecord.objects.select_for_update().filter(meeting=meeting)}
    for finding in found:
        _remember(meeting, finding, known.pop((finding.code, finding.root), None))
    for row in known.values():
        if row.mended_at is None:
            row.mended_at = clock.now()
            row.claimed_by = row.claimed_at = row.escalated_at = None
            row.save()
            record(FindingMended(meeting_id=meeting.pk, finding_id=row.pk, code=row.code), actor=SYSTEM)
    CheckedUpTo.objects.update_or_create(meeting=meeting, defaults={"fact_id": seen_up_to, "judged_at": clock.now()})
    return found


def _remember(meeting: Meeting, finding: Finding, row: FindingRecord | None) -> None:
    values: dict[str, Any] = {
        "severity": finding.severity,
        "detail": finding.detail,
        "action": finding.action,
        "subjects": [asdict(subject) for subject in finding.subjects],
        "url": finding.url,
        "owner_role": finding.owner_role,
    }
    if row is None:
        row = FindingRecord.objects.create(
            meeting=meeting, code=finding.code, root=finding.root, found_at=clock.now(), **values
        )
        _announce(row)
    elif row.mended_at is not None:
        values |= {"mended_at": None, "found_at": clock.now(), "times_found": row.times_found + 1}
        _write(row, values)
        _announce(row)
    elif any(getattr(row, name) != value for name, value in values.items()):
        _write(row, values)
    _escalate(meeting, row)


def _write(row: FindingRecord, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _announce(row: FindingRecord) -> None:
    record(
        FindingAppeared(
            meeting_id=row.meeting_id,
            finding_id=row.pk,
            code=row.code,
            severity=row.severity,
            owner_role=row.owner_role,
        ),
        actor=SYSTEM,
    )


def _escalate(meeting: Meeting, row: FindingRecord) -> None:
    """A warning nobody has claimed goes to those who run the meeting when the first day is near."""
    days = meeting.days_to_start(clock.today(meeting.time_zone))
    due = rules.is_to_escalate(severity=row.severity, is_claimed=row.claimed_at is not None, days_to_start=days)
    if due and row.escalated_at is None:
        _write(row, {"escalated_at": clock.now()})
        record(FindingEscalated(meeting_id=meeting.pk, finding_id=row.pk, code=row.code), actor=SYSTEM)


@transaction.atomic
def claim_finding(*, actor: Actor, finding_id: UUID, note: str = "") -> FindingRecord:
    """Say "mine". A later claim by somebody else takes it over; both stand in the history."""
    row = _open(finding_id)
    require(actor, "checks.claim", row.meeting)
    _write(row, {"claimed_by": actor.user, "claimed_at": clock.now(), "claim_note": note.strip()[:500]})
    record(FindingClaimed(meeting_id=row.meeting_id, finding_id=row.pk, code=row.code), actor=actor)
    return row


@transaction.atomic
def waive_finding(*, actor: Actor, finding_id: UUID, reason: str, expires_on: date) -> Waiver:
    """Let a finding stand until `expires_on`, with a reason. Raises NotWaivable for what the SOP itself states."""
    row = _open(finding_id)
    require(actor, "checks.waive", row.meeting)
    if row.code in rules.SOP_STATED:
        raise NotWaivable(code=row.code)
    if len(reason.strip()) < 4:
        raise ReasonMissing
    latest = rules.latest_expiry(row.meeting.end_on)
    if not clock.today(row.meeting.time_zone) < expires_on <= latest:
        raise ExpiryNotUsable(latest=latest.isoformat())
    row.waivers.filter(revoked_at=None).update(revoked_at=clock.now())
    waiver = Waiver.objects.create(
        finding=row, reason=reason.strip()[:1000], waived_by=actor.user, waived_at=clock.now(), expires_on=expires_on
    )
    fact = FindingWaived(meeting_id=row.meeting_id, finding_id=row.pk, code=row.code, expires_on=expires_on.isoformat())
    record(fact, actor=actor)
    return waiver


@transaction.atomic
def revoke_waiver(*, actor: Actor, finding_id: UUID) -> FindingRecord:
    """Make a waived finding count again."""
    row = _open(finding_id)
    require(actor, "checks.waive", row.meeting)
    if row.waivers.filter(revoked_at=None).update(revoked_at=clock.now()):
        record(WaiverRevoked(meeting_id=row.meeting_id, finding_id=row.pk, code=row.code), actor=actor)
    return row


def _open(finding_id: UUID) -> FindingRecord:
    row = FindingRecord.objects.select_for_update(of=("self",)).select_related("meeting").filter(pk=finding_id).first()
    if row is None:
        raise NotFound
    if row.mended_at is not None:
        raise AlreadyMended
    return row
