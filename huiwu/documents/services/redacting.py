"""Take an erased person's name out of what was drafted, shown and signed; that it was signed, and what, stays provable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from huiwu.documents.events import VersionRedacted
from huiwu.documents.models import Document, Version
from huiwu.documents.rules import snapshot_hash
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import unasked
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting

Content = dict[str, Any]


@unasked("part of erasing a person, which asks")
@transaction.atomic
def redact_documents(*, meeting: Meeting, kind: str, strike: Callable[[Content], Content]) -> int:
    """Draft and versions of the meeting's documents of this kind as `strike` leaves them; how many changed.

    `strike` takes names out of a content and nothing else. The hash that was signed stays beside that of what is left
    (PIPL art. 47; the consent is proved by hash, time and identity).
    """
    changed = 0
    for document in Document.objects.filter(meeting=meeting, kind=kind):
        left = strike(document.draft)
        if left != document.draft:
            changed += Document.objects.filter(pk=document.pk).update(draft=left)
    for version in Version.objects.filter(document__meeting=meeting, document__kind=kind).select_related("document"):
        changed += _redacted(meeting, version, strike(version.content))
    return changed


def _redacted(meeting: Meeting, version: Version, content: Content) -> bool:
    if content == version.content:
        return False
    now, left_hash = clock.now(), snapshot_hash(version.header, content)
    rows = Version.objects.filter(pk=version.pk)
    rows.update(content=content, redacted_hash=left_hash, redacted_at=now, updated_at=now)
    fact = VersionRedacted(
        meeting_id=meeting.pk,
        document_id=version.document_id,
        doc_kind=version.document.kind,
        version_id=version.pk,
        number=version.number,
        version_hash=left_hash,
    )
    record(fact, actor=SYSTEM, org_id=meeting.org_id)
    return True
