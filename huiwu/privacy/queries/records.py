"""Agreements, assessments, transfers, incidents, requests, certificates: the records of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.personal import FieldGroup
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting
from huiwu.privacy import rules
from huiwu.privacy.choices import REPORTED_SEVERITIES, EntrustState, RequestState
from huiwu.privacy.models import (
    Breach,
    EntrustedProcessing,
    Erasure,
    ExportRecord,
    ImpactAssessment,
    SubjectRequest,
)

LOOKS = ("personal_field_seen", "personal_list_exported", "personal_list_noted", "own_data_exported")


def group_words(groups: list[str]) -> str:
    """`["diet", "itinerary"]` → 餐别、行程, in the order of the catalogue."""
    return _("、").join(str(group.label) for group in FieldGroup if group.value in groups)


def entrusted(meeting: Meeting) -> QuerySet[EntrustedProcessing]:
    """Agreements with how many lists went to each."""
    rows = EntrustedProcessing.objects.filter(meeting=meeting).select_related("supplier", "contract")
    return rows.annotate(export_count=Count("exports"))


def entrusted_for(meeting: Meeting, pk: UUID) -> EntrustedProcessing:
    """Raises NotFound."""
    row = entrusted(meeting).select_related("agreement", "return_proof").filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def not_returned(meeting: Meeting) -> list[EntrustedProcessing]:
    """Parties that had an agreement, or were given a list, and have not confirmed the return (OM-160, G11)."""
    rows = entrusted(meeting).exclude(state__in=[EntrustState.RETURNED, EntrustState.CANCELLED])
    return list(rows.filter(Q(state=EntrustState.IN_FORCE) | Q(export_count__gt=0)))


def exports_of(meeting: Meeting) -> QuerySet[ExportRecord]:
    return ExportRecord.objects.filter(meeting=meeting).select_related("made_by", "entrusted", "supplier")


def looks(meeting: Meeting) -> QuerySet[FactRecord]:
    """Who looked at or took out personal data, the latest first; `audit.queries.told` makes sentences of a page."""
    return FactRecord.objects.filter(meeting_id=meeting.pk, kind__in=LOOKS).order_by("-id")


def sensitive_in_use(meeting: Meeting) -> set[str]:
    """Sensitive groups that agreements or lists of this meeting name."""
    named = [row.groups for row in EntrustedProcessing.objects.filter(meeting=meeting).exclude(state="cancelled")]
    return {group for groups in named for group in groups}


def assessed_groups(meeting: Meeting) -> set[str]:
    rows = ImpactAssessment.objects.filter(meeting=meeting).values_list("groups", flat=True)
    return {group for groups in rows for group in groups}


@dataclass(frozen=True, slots=True)
class Deadline:
    """An incident with when the authority is to be told; `is_late` at the instant asked."""

    breach: Breach
    report_by: datetime | None
    is_late: bool


def deadline_of(breach: Breach, at: datetime) -> Deadline:
    is_reported = breach.severity in REPORTED_SEVERITIES
    by = rules.report_by(breach.found_at, breach.operator, is_reported)
    told = breach.authority_told_at
    return Deadline(breach, by, bool(by and (told or at) > by))


def breaches_of(meeting: Meeting) -> QuerySet[Breach]:
    return Breach.objects.filter(meeting=meeting)


def breach_for(meeting: Meeting, pk: UUID) -> Breach:
    """Raises NotFound."""
    row = breaches_of(meeting).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def open_requests(meeting: Meeting) -> QuerySet[SubjectRequest]:
    return SubjectRequest.objects.filter(meeting=meeting, state=RequestState.OPEN).order_by("due_on", "asked_at")


def erasures_of(meeting: Meeting) -> QuerySet[Erasure]:
    return Erasure.objects.filter(meeting=meeting).select_related("asked_by")


def erasure_for(meeting: Meeting, pk: UUID) -> Erasure:
    """Raises NotFound."""
    row = erasures_of(meeting).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def certificate_content(erasure: Erasure) -> dict[str, Any]:
    """What a certificate says and its hash seals: no name, no number, no id of a person."""
    return {
        "meeting": erasure.meeting.number,
        "label": erasure.label,
        "kind": erasure.kind,
        "done_at": erasure.done_at.isoformat(timespec="seconds") if erasure.done_at else "",
        "groups": erasure.groups,
        "people": erasure.people,
        "records": erasure.records,
        "files": erasure.files,
        "lines": erasure.lines,
    }
