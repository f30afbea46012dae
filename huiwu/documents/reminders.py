"""What waits for the client."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from huiwu.documents.choices import VersionStatus
from huiwu.documents.kinds import KINDS
from huiwu.documents.models import Version
from huiwu.foundation.registry.messages import Due, reminder_source
from huiwu.meetings.choices import MeetingStatus


@reminder_source
def versions_waiting_for_the_client() -> Iterator[Due]:
    """Versions in review that only the client confirms, due HUIWU_REVIEW_DAYS after they were proposed. One query."""
    wait = timedelta(days=settings.HUIWU_REVIEW_DAYS)
    live = (MeetingStatus.ENQUIRY, MeetingStatus.ACTIVE)
    rows = Version.objects.filter(status=VersionStatus.REVIEW, document__meeting__status__in=live)
    rows = rows.select_related("document__meeting__org").defer("content", "header", "document__draft")
    for version in rows.order_by("proposed_at"):
        document = version.document
        kind = KINDS.get(document.kind)
        if kind is None or kind.signer != "client":
            continue
        yield Due(
            key=f"version:{version.pk}",
            meeting=document.meeting,
            label=_waiting(document.title, version.number),
            url=_page_of(version),
            person_id=version.proposed_by_id,
            due_on=(version.proposed_at.astimezone(document.meeting.zone) + wait).date(),
            state="waiting_client",
        )


def _page_of(version: Version) -> str:
    return reverse("documents:version", args=[version.document.meeting.slug, version.pk])


def _waiting_text(title: str, number: int) -> str:
    return _("《{title}》第 {number} 版等客户确认").format(title=title, number=number)


_waiting: Any = lazy(_waiting_text, str)
