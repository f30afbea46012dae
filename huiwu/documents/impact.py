"""Documents rest on facts: those of a kind that declares `rests_on` are listed when one of them changes."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiwu.documents.choices import VersionStatus
from huiwu.documents.kinds import DocumentKind
from huiwu.documents.models import Version
from huiwu.documents.rules import canonical_json
from huiwu.foundation.registry.impact import Change, Impacted
from huiwu.meetings.models import Meeting


def documents_of_kind(kind: DocumentKind, meeting: Meeting, change: Change) -> Iterable[Impacted]:
    """Every document of the kind that somebody outside has seen: its version in review or in force."""
    live = Version.objects.filter(document__meeting=meeting, document__kind=kind.code).exclude(
        status=VersionStatus.VOID
    )
    seen: dict[object, Version] = {}
    for version in live.select_related("document").order_by("status", "number"):
        seen.setdefault(version.document_id, version)  # confirmed and frozen sort before review
    for version in seen.values():
        if _says_so_already(version, change):
            continue
        document = version.document
        yield Impacted(
            kind=f"document.{kind.code}",
            id=str(document.pk),
            label=_("{title}第 {version} 版").format(title=document.title, version=version.number),
            state=version.status,
            url=kind.url(document),
            owner_role=kind.owner_role,
            why=_why(version, change),
        )


def _why(version: Version, change: Change) -> str:
    before = _before(version, change)
    if not before:
        return _("引用了“{label}”").format(label=change.label)
    return _("写有“{label}”：{before}").format(label=change.label, before=before)


def _before(version: Version, change: Change) -> object:
    """What the version says; for a fact of the meeting, what stood in its head."""
    part, _dot, name = change.key.partition(".")
    if part != "meeting":
        return change.before
    return version.header.get("meeting", {}).get(name, change.before)


def _says_so_already(version: Version, change: Change) -> bool:
    """Whether a fact of the meeting stands in the version as it is now: in its head, or as the value of a field."""
    if not change.key.startswith("meeting.") or not change.after:
        return False
    after = str(change.after)
    return _before(version, change) == after or json.dumps(after, ensure_ascii=False) in canonical_json(version.content)
