"""Consents follow a merged person; officers are told what waits for them (listed in config/reactions.py)."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from huiwu.accounts.choices import LEADING_ROLES, Role
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.outbox import Occurrence
from huiwu.foundation.permission import can
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.notifications.queries import team_readers
from huiwu.notifications.services import write_message
from huiwu.privacy.choices import RequestState
from huiwu.privacy.models import Breach, Consent, Erasure, SubjectRequest

MERGE = "merge"


def carry_consents_when_attendees_are_merged(occurrence: Occurrence) -> None:
    """NOW. What the record that went had agreed to stands for the kept one, marked with the merge."""
    gone, kept = UUID(occurrence.payload["gone_id"]), UUID(occurrence.payload["attendee_id"])
    rows = Consent.objects.filter(meeting=occurrence.meeting_id, subject_id=gone, withdrawn_at=None)
    copies = [
        Consent(
            meeting_id=row.meeting_id,
            subject_id=kept,
            purpose=row.purpose,
            notice_id=row.notice_id,
            given_at=row.given_at,
            how=row.how,
            evidence={**row.evidence, MERGE: occurrence.payload["merge_id"]},
            given_by_id=row.given_by_id,
        )
        for row in rows
    ]
    Consent.objects.bulk_create(copies, ignore_conflicts=True)


def leave_consents_when_a_merge_is_taken_back(occurrence: Occurrence) -> None:
    """NOW. The copies go; the record that comes back still has its own."""
    rows = Consent.objects.filter(meeting=occurrence.meeting_id, subject_id=UUID(occurrence.payload["attendee_id"]))
    rows = rows.filter(withdrawn_at=None)
    carried = [row.pk for row in rows if row.evidence.get(MERGE) == occurrence.payload["merge_id"]]
    Consent.objects.filter(pk__in=carried).update(withdrawn_at=clock.now())


def tell_officers_when_a_person_asks(occurrence: Occurrence) -> None:
    """LATER. Who answers for personal information learns of a request that needs an answer."""
    row = SubjectRequest.objects.select_related("meeting").filter(pk=occurrence.payload["subject_request_id"]).first()
    if row is not None and row.state == RequestState.OPEN:
        url = reverse("privacy:requests", args=[row.meeting.slug])
        _tell(occurrence, "privacy.request", row.meeting, {"due": row.due_on.isoformat()}, url)


def tell_officers_when_a_person_is_erased(occurrence: Occurrence) -> None:
    """LATER. The lists that went out with the person must be called back: those who hold them are asked by hand."""
    row = Erasure.objects.select_related("meeting").filter(pk=occurrence.payload["erasure_id"]).first()
    if row is not None and occurrence.actor_kind == "link":
        url = reverse("privacy:erasure", args=[row.meeting.slug, row.pk])
        _tell(occurrence, "privacy.erased", row.meeting, {"certificate": row.label}, url)


def tell_officers_when_a_breach_is_reported(occurrence: Occurrence) -> None:
    """LATER, at once: hours count."""
    row = Breach.objects.select_related("meeting").filter(pk=occurrence.payload["breach_id"]).first()
    if row is not None:
        url = reverse("privacy:breach", args=[row.meeting.slug, row.pk])
        _tell(occurrence, "privacy.breach", row.meeting, {"breach": row.label}, url)


def _tell(occurrence: Occurrence, kind: str, meeting: Meeting, values: dict[str, str], url: str) -> None:
    officers = team_readers(meeting, Role.PRIVACY_OFFICER, Role.DATA_ADMIN)
    for user in officers or team_readers(meeting, *LEADING_ROLES):
        if user.pk != occurrence.actor_id and can(Actor.of_user(user), "privacy.view", meeting):
            write_message(
                actor=SYSTEM,
                kind=kind,
                key=f"{kind}:{occurrence.id}:{user.pk}",
                user=user,
                meeting=meeting,
                values={"meeting": meeting.name, **values},
                url=url,
            )
