"""Documents rest on facts: those of a kind that declares `rests_on` are listed when one of them changes."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiwu.documents.choices import VersionStatus
from huiwu.documents.kinds import DocumentKind
from huiwu.documents.models import Version
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
        document = version.document
        yield Impacted(
            kind=f"document.{kind.code}",
            id=str(document.pk),
            label=_("{title}第 {version} 版").format(title=document.title, version=version.number),
            state=version.status,
            url=kind.url(document),
            owner_role=kind.owner_role,
            why=_("写有“{label}”：{before}").format(label=change.label, before=change.before),
        )
