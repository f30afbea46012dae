"""Who agreed to what, under which notice."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from huiwu.meetings.models import Meeting
from huiwu.privacy.choices import NoticeState
from huiwu.privacy.models import Consent, PrivacyNotice


def published_notice(meeting: Meeting) -> PrivacyNotice | None:
    """The notice that people read now."""
    return PrivacyNotice.objects.filter(meeting=meeting, state=NoticeState.PUBLISHED).first()


def published_notice_id(meeting: Meeting) -> UUID | None:
    """As `published_notice`, for whoever only refers to it."""
    rows = PrivacyNotice.objects.filter(meeting=meeting, state=NoticeState.PUBLISHED)
    return rows.values_list("pk", flat=True).first()


def standing_consents(meeting: Meeting, subject_id: UUID) -> dict[str, Consent]:
    """The person's consents that have not been withdrawn, by purpose."""
    rows = Consent.objects.filter(meeting=meeting, subject_id=subject_id, withdrawn_at=None).select_related("notice")
    return {row.purpose: row for row in rows}


def has_consent(meeting: Meeting, subject_id: UUID, purpose: str) -> bool:
    return Consent.objects.filter(meeting=meeting, subject_id=subject_id, purpose=purpose, withdrawn_at=None).exists()


def consenting(meeting: Meeting, purpose: str) -> set[UUID]:
    """Everybody whose consent to the purpose stands; one query."""
    rows = Consent.objects.filter(meeting=meeting, purpose=purpose, withdrawn_at=None)
    return set(rows.values_list("subject_id", flat=True))


def without_consent(meeting: Meeting, subject_ids: Iterable[UUID], purpose: str) -> set[UUID]:
    """Those of the people given who did not agree, or withdrew."""
    return set(subject_ids) - consenting(meeting, purpose)


def consent_counts(meeting: Meeting) -> dict[str, int]:
    """How many people's consent stands, by purpose; one query."""
    rows = Consent.objects.filter(meeting=meeting, withdrawn_at=None).order_by()
    return dict(rows.values_list("purpose").annotate(n=Count("pk")))
