"""受影响单据清单, as its page and the checks read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from huiwu.documents.choices import IN_FORCE, Decision, VersionStatus
from huiwu.documents.kinds import KINDS, kind_of
from huiwu.documents.models import ImpactItem, Version
from huiwu.documents.queries.versions import last_signed_before
from huiwu.foundation.registry.impact import Impacted, impacts
from huiwu.meetings.models import Meeting


@dataclass(slots=True)
class ImpactGroup:
    """The lines of one cause, and where it came from."""

    cause_key: str
    cause: str
    source: str
    url: str
    items: list[ImpactItem] = field(default_factory=list)

    @property
    def open_count(self) -> int:
        return sum(not item.is_confirmed for item in self.items)


def live_impacts(meeting: Meeting) -> QuerySet[ImpactItem]:
    """Lines whose cause still counts: not those of a version that was withdrawn or replaced before it was signed."""
    counts = (
        Q(version=None)
        | Q(version__status=VersionStatus.REVIEW)
        | Q(version__in=Version.objects.filter(signoffs__decision=Decision.CONFIRMED))
    )
    return ImpactItem.objects.filter(counts, meeting=meeting).exclude(change_order__status="withdrawn")


def open_impacts(meeting: Meeting) -> QuerySet[ImpactItem]:
    """Lines that nobody has confirmed yet."""
    return live_impacts(meeting).filter(confirmed_at=None)


def impact_groups(meeting: Meeting) -> list[ImpactGroup]:
    """All lines by cause, newest cause first, with who confirmed what. One query."""
    rows = live_impacts(meeting).select_related(
        "confirmed_by", "version__document", "change_order__sheet", "change_order__document"
    )
    groups: dict[str, ImpactGroup] = {}
    for item in rows.order_by("-listed_at", "-needs_change_order", "impacted_kind", "label"):
        if item.cause_key not in groups:
            groups[item.cause_key] = _group(meeting, item)
        groups[item.cause_key].items.append(item)
    return list(groups.values())


def unlisted_impacts(meeting: Meeting) -> Iterable[tuple[Version, Impacted]]:
    """(version, thing) where a version replaced a signed one and a thing it touches stands on no list (OM-009)."""
    live = Version.objects.filter(document__meeting=meeting, status__in=[*IN_FORCE, VersionStatus.REVIEW], number__gt=1)
    for version in live.select_related("document__meeting").prefetch_related("impact_items"):
        if version.document.kind not in KINDS:
            continue
        former = last_signed_before(version)
        if former is None:
            continue
        listed = {(item.impacted_kind, item.impacted_id) for item in version.impact_items.all()}
        changes = list(kind_of(version.document.kind).changes(former.content, version.content))
        for found in impacts(meeting, changes):
            if (found.kind, found.id) not in listed and found.id != str(version.document_id):
                yield version, found


def _group(meeting: Meeting, item: ImpactItem) -> ImpactGroup:
    if item.version is not None:
        document = item.version.document
        document.meeting = meeting
        return ImpactGroup(item.cause_key, item.cause, f"{document.title} v{item.version.number}", item.version.url)
    if item.change_order is not None:
        sheet = item.change_order.sheet
        label = f"{sheet.title} {sheet.number}" if sheet else ""
        return ImpactGroup(item.cause_key, item.cause, label, item.change_order.url)
    return ImpactGroup(item.cause_key, item.cause, "", "")
