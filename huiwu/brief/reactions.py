"""What the brief does when something happened."""

from __future__ import annotations

from huiwu.brief.services import follow_signed_brief
from huiwu.documents.models import Version
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence


def meeting_follows_signed_brief(occurrence: Occurrence) -> None:
    """NOW, on `brief_signed`: what the client signed is what the meeting is."""
    version = Version.objects.select_related("document__meeting__org", "document__meeting__client").get(
        pk=occurrence.payload["version_id"]
    )
    follow_signed_brief(actor=SYSTEM, meeting=version.document.meeting, content=version.content)
