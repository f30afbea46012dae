"""What was signed on an older brief and has not been looked at since (OM-009)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from huiwu.brief.choices import BRIEF
from huiwu.brief.schema import SCHEMA
from huiwu.documents.choices import IN_FORCE, VersionStatus
from huiwu.documents.kinds import KINDS
from huiwu.documents.models import Document, ImpactItem, Version
from huiwu.documents.queries import last_signed_before

MUST_FOLLOW = ("event_plan", "contract", "agenda")
"""Kinds that restate the brief: a newer brief must have them on its impact list (failures.md OM-009)."""


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A thing that rests on the brief; `is_listed` tells an unconfirmed line from one that is not on the list."""

    kind: str
    id: str
    label: str
    url: str
    owner_role: str
    version_id: UUID
    version_number: int
    changes: str
    is_listed: bool


def unconfirmed_consequences(brief: Document) -> Iterator[Unconfirmed]:
    """Per newer version of the brief (in review or in force, proposed over a signed one) what still waits."""
    newer = brief.versions.exclude(status=VersionStatus.VOID).filter(number__gt=1).order_by("number")
    for version in newer:
        former = last_signed_before(version)
        changed = SCHEMA.differences(former.content, version.content) if former else []
        if changed:
            yield from _waiting(brief, version, _("、").join(row.label for row in changed[:5]))


def _waiting(brief: Document, version: Version, changes: str) -> Iterator[Unconfirmed]:
    items = list(ImpactItem.objects.filter(version=version))
    for item in items:
        if not item.is_confirmed and item.needs_change_order:
            yield Unconfirmed(
                kind=item.impacted_kind,
                id=item.impacted_id,
                label=item.label,
                url=item.url,
                owner_role=item.owner_role,
                version_id=version.pk,
                version_number=version.number,
                changes=changes,
                is_listed=True,
            )
    listed = {item.impacted_id for item in items}
    for other in _signed_earlier(brief, version):
        if str(other.document_id) not in listed:
            yield _not_listed(other, version, changes)


def _signed_earlier(brief: Document, version: Version) -> list[Version]:
    """Versions in force of the kinds that restate the brief, made before its newer version."""
    found = Version.objects.filter(
        document__meeting_id=brief.meeting_id,
        document__kind__in=MUST_FOLLOW,
        status__in=IN_FORCE,
        proposed_at__lt=version.proposed_at,
    )
    return list(found.exclude(document__kind=BRIEF).select_related("document__meeting"))


def _not_listed(other: Version, version: Version, changes: str) -> Unconfirmed:
    document, kind = other.document, KINDS.get(other.document.kind)
    return Unconfirmed(
        kind=f"document.{document.kind}",
        id=str(document.pk),
        label=_("{title}第 {version} 版").format(title=document.title, version=other.number),
        url=kind.url(document) if kind else "",
        owner_role=kind.owner_role if kind else "project_manager",
        version_id=version.pk,
        version_number=version.number,
        changes=changes,
        is_listed=False,
    )
