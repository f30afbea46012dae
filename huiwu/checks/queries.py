"""Nouns: what is wrong with a meeting at an instant, and what is remembered of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When

from huiwu.checks.choices import MODULES
from huiwu.checks.models import CheckedUpTo, FindingRecord, Waiver
from huiwu.checks.rules import SEVERITY_ORDER
from huiwu.foundation.registry.checks import RULES, Hit, Rule, Scope, Subject
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with what its rule adds; `as_contract()` is the shape `huiwu check` prints."""

    code: str
    severity: str
    title: str
    detail: str
    subjects: tuple[Subject, ...]
    step: str
    owner_role: str
    url: str
    root: str
    action: str

    def as_contract(self) -> dict[str, Any]:
        shown = asdict(self)
        shown.pop("root")
        shown["subjects"] = [asdict(subject) for subject in self.subjects]
        return shown


def judgement(meeting: Meeting, at: datetime | None = None) -> list[Finding]:
    """Every rule on this meeting as if it were `at`; gravest first, then by code. Hits of one root are one finding."""
    instant = at or clock.now()
    with clock.at(instant):
        scope = Scope(meeting=meeting, at=instant, today=instant.astimezone(ZoneInfo(meeting.time_zone)).date())
        found: dict[tuple[str, str], Finding] = {}
        for rule in RULES.values():
            if rule.applies(scope):
                for hit in rule.find(scope):
                    finding = _joined(rule, hit)
                    found.setdefault((finding.code, finding.root), finding)
    return sorted(found.values(), key=lambda f: (SEVERITY_ORDER[f.severity], f.code, f.root))


def _joined(rule: Rule, hit: Hit) -> Finding:
    return Finding(
        code=rule.code,
        severity=hit.severity or rule.severity,
        title=str(rule.title),
        detail=str(hit.detail),
        subjects=hit.subjects,
        step=rule.step,
        owner_role=hit.owner_role or rule.owner_role,
        url=hit.url,
        root=(hit.root or "|".join(f"{s.type}:{s.id}" for s in hit.subjects))[:200],
        action=str(hit.action),
    )


def open_findings(meeting: Meeting) -> QuerySet[FindingRecord]:
    """Remembered findings not mended and not waived today, gravest first."""
    return (
        FindingRecord.objects.filter(meeting=meeting, mended_at=None)
        .exclude(_is_waived(meeting))
        .select_related("claimed_by")
        .order_by(_gravest_first(), "code", "root")
    )


def waived_findings(meeting: Meeting) -> QuerySet[FindingRecord]:
    return FindingRecord.objects.filter(_is_waived(meeting), meeting=meeting, mended_at=None).prefetch_related(
        "waivers__waived_by"
    )


def mended_findings(meeting: Meeting, limit: int = 50) -> QuerySet[FindingRecord]:
    return FindingRecord.objects.filter(meeting=meeting).exclude(mended_at=None).order_by("-mended_at")[:limit]


def counts_by_meeting(meeting_ids: Iterable[UUID]) -> dict[UUID, dict[str, int]]:
    """`{meeting: {"block": n, "warn": n, "hint": n}}` of open, unwaived findings, in one query for any number."""
    rows = (
        not_waived(FindingRecord.objects.filter(meeting_id__in=list(meeting_ids), mended_at=None))
        .values("meeting_id")
        .annotate(**{name: Count("id", filter=Q(severity=name)) for name in SEVERITY_ORDER})
    )
    return {row["meeting_id"]: {name: row[name] for name in SEVERITY_ORDER} for row in cast("Any", rows)}


def not_waived(rows: QuerySet[FindingRecord]) -> QuerySet[FindingRecord]:
    """Those of the findings that nobody lets stand today."""
    live = Waiver.objects.filter(finding=OuterRef("pk"), revoked_at=None, expires_on__gte=clock.today())
    return rows.exclude(Exists(live))


def open_findings_in(meetings: QuerySet[Meeting] | Iterable[UUID]) -> QuerySet[FindingRecord]:
    """As `open_findings`, across meetings: gravest first, then the longest known; with their meetings.

    `meetings` are ids, or a query that stays part of this one.
    """
    found = not_waived(FindingRecord.objects.filter(meeting__in=meetings, mended_at=None))
    return found.select_related("meeting", "claimed_by").order_by(_gravest_first(), "found_at", "code", "root")


def title_of(code: str) -> str:
    """The rule's title in the active language; a rule no longer known shows its code."""
    return str(RULES[code].title) if code in RULES else code


def _is_waived(meeting: Meeting) -> Exists:
    today = clock.today(meeting.time_zone)
    return Exists(Waiver.objects.filter(finding=OuterRef("pk"), revoked_at=None, expires_on__gte=today))


@dataclass(frozen=True, slots=True)
class ModuleGroup:
    """Findings of one part of the work."""

    module: str
    findings: tuple[FindingRecord, ...]


@dataclass(frozen=True, slots=True)
class SeverityGroup:
    severity: str
    modules: tuple[ModuleGroup, ...]

    @property
    def count(self) -> int:
        return sum(len(group.findings) for group in self.modules)


def grouped(findings: Iterable[FindingRecord]) -> list[SeverityGroup]:
    """Findings by severity, gravest first, then by module in the order of the catalogue; empty groups are left out."""
    order = {module: place for place, module in enumerate(MODULES)}
    found: dict[str, dict[str, list[FindingRecord]]] = {}
    for row in findings:
        found.setdefault(row.severity, {}).setdefault(module_of(row.code), []).append(row)
    return [
        SeverityGroup(
            severity,
            tuple(
                ModuleGroup(module, tuple(found[severity][module]))
                for module in sorted(found[severity], key=lambda name: (order.get(name, len(order)), name))
            ),
        )
        for severity in sorted(found, key=SEVERITY_ORDER.__getitem__)
    ]


def module_of(code: str) -> str:
    return RULES[code].module if code in RULES else "general"


def standing_waiver(finding: FindingRecord) -> Waiver | None:
    """The waiver that was last given and not revoked, from what was fetched with the finding."""
    return next((waiver for waiver in finding.waivers.all() if waiver.revoked_at is None), None)


def finding_for(meeting: Meeting, finding_id: UUID) -> FindingRecord | None:
    return FindingRecord.objects.filter(meeting=meeting, pk=finding_id).first()


def last_judged(meeting: Meeting) -> datetime | None:
    return CheckedUpTo.objects.filter(meeting=meeting).values_list("judged_at", flat=True).first()


def _gravest_first() -> Case:
    return Case(*[When(severity=name, then=nth) for nth, name in enumerate(SEVERITY_ORDER)], default=9)
