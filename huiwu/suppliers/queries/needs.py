"""Categories a meeting needs, who stands in each, and what is lacking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.brief.queries.briefs import brief_of
from huiwu.brief.schema import SCHEMA as BRIEF
from huiwu.event_plan.documents import editor_url
from huiwu.event_plan.queries import written_content
from huiwu.event_plan.schema import SCHEMA as PLAN
from huiwu.meetings.choices import Condition
from huiwu.meetings.models import Meeting
from huiwu.suppliers.choices import (
    RIGGING_CATEGORIES,
    EngagementState,
    NeedDecision,
    QualificationKind,
    SupplierCategory,
)
from huiwu.suppliers.models import CategoryNeed, MeetingSupplier, Qualification, Supplier, SupplierContact
from huiwu.suppliers.queries.meeting import strike_day
from huiwu.suppliers.rules.needs import Ground, grounds

RIGGING_PAPERS = (QualificationKind.LOAD_CALCULATION, QualificationKind.FLAME_RETARDANCY)
TAKEN = (EngagementState.SELECTED, EngagementState.CONTRACTED)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a category is needed, as a person reads it: 简报 · 同声传译：中英双语."""

    where: Any
    label: Any
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Engaged:
    """A supplier in a category, with what has to be known about it before the day."""

    row: MeetingSupplier
    contacts: list[SupplierContact]
    lapsing: list[Qualification]
    lacks_papers: list[str]
    has_papers: bool

    @property
    def on_site(self) -> SupplierContact | None:
        return next((c for c in self.contacts if c.is_on_site and c.phone), None)

    @property
    def is_reachable(self) -> bool:
        """Two contacts at least, one of them on site with a telephone (OM-042)."""
        return len(self.contacts) >= 2 and self.on_site is not None


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One category: why it is needed, what was decided, who stands in it."""

    category: str
    reasons: list[Reason]
    decision: CategoryNeed | None
    engaged: list[Engaged] = field(default_factory=list)

    @property
    def label(self) -> Any:
        return SupplierCategory(self.category).label

    @property
    def is_needed(self) -> bool:
        """A supplier has to be found: called for and not decided otherwise, or decided so."""
        if self.decision is not None:
            return self.decision.decision == NeedDecision.SUPPLIER
        return bool(self.reasons)

    @property
    def live(self) -> list[Engaged]:
        return [e for e in self.engaged if e.row.state != EngagementState.DROPPED]

    @property
    def is_contracted(self) -> bool:
        return any(e.row.state == EngagementState.CONTRACTED for e in self.engaged)

    @property
    def is_lacking(self) -> bool:
        return self.is_needed and not self.is_contracted

    @property
    def state(self) -> str:
        """The state mark: signed, doing (somebody is selected or asked), late (nobody), not_applicable, none."""
        if self.is_contracted:
            return "signed"
        if not self.is_needed:
            return "not_applicable" if self.decision else "none"
        return "doing" if self.live else "unfilled"


def category_rows(meeting: Meeting) -> list[CategoryRow]:
    """Every category that is needed, was decided about or has a supplier, in the catalogue's order.

    Brief and plan are read as they stand; eight queries however many suppliers.
    """
    reasons = _reasons(meeting)
    decided = {row.category: row for row in meeting.category_needs.select_related("decided_by")}
    standing: dict[str, list[Engaged]] = {}
    for engaged in engaged_with_papers(meeting):
        standing.setdefault(engaged.row.category, []).append(engaged)
    known = [c for c in SupplierCategory.values if c in reasons or c in decided or c in standing]
    return [CategoryRow(c, reasons.get(c, []), decided.get(c), standing.get(c, [])) for c in known]


def engaged_with_papers(meeting: Meeting) -> list[Engaged]:
    """Every engagement with contacts, papers that end before the strike, and papers it lacks: four queries."""
    papers = Qualification.objects.filter(Q(meeting=None) | Q(meeting=meeting)).order_by("expires_on", "id")
    suppliers = Supplier.objects.prefetch_related(
        "contacts", Prefetch("qualifications", queryset=papers, to_attr="papers")
    )
    rows = MeetingSupplier.objects.filter(meeting=meeting).prefetch_related(Prefetch("supplier", queryset=suppliers))
    last = strike_day(meeting)
    return [_engaged(row, last) for row in rows]


def crew_contacts(meeting: Meeting) -> list[Engaged]:
    """Selected and signed suppliers for the contact list, in the catalogue's order of categories."""
    place = {code: nth for nth, code in enumerate(SupplierCategory.values)}
    taken = [engaged for engaged in engaged_with_papers(meeting) if engaged.row.state in TAKEN]
    return sorted(taken, key=lambda engaged: place[engaged.row.category])


def _engaged(row: MeetingSupplier, last: date) -> Engaged:
    papers: list[Qualification] = row.supplier.papers  # type: ignore[attr-defined]  # prefetched under this name
    held = {paper.kind for paper in papers if paper.expires_on is None or paper.expires_on >= last}
    lapsed = [p for p in papers if p.expires_on is not None and p.expires_on < last and p.kind not in held]
    lacks = [str(k) for k in RIGGING_PAPERS if k not in held] if row.category in RIGGING_CATEGORIES else []
    return Engaged(row, list(row.supplier.contacts.all()), lapsed, lacks, bool(papers))


def _reasons(meeting: Meeting) -> dict[str, list[Reason]]:
    brief = brief_of(meeting)
    found = grounds(conditions=meeting.conditions, brief=brief.draft if brief else None, plan=written_content(meeting))
    reasons: dict[str, list[Reason]] = {}
    for ground in found:
        reasons.setdefault(ground.category, []).append(_reason(meeting, ground))
    return reasons


def _reason(meeting: Meeting, ground: Ground) -> Reason:
    if ground.source == "condition":
        url = reverse("meetings:edit", args=[meeting.slug])
        return Reason(_("会议信息"), Condition(ground.key).label, ground.text, url)
    if ground.source == "brief":
        url = reverse("brief:section", args=[meeting.slug, BRIEF[ground.key].section])
        return Reason(_("需求简报"), BRIEF[ground.key].label, ground.text, url)
    url = editor_url(meeting, ground.key)
    return Reason(_("策划方案"), PLAN[ground.key].label, ground.text, url)


def lacking_categories(rows: Iterable[CategoryRow]) -> list[CategoryRow]:
    """Needed, and nobody signed."""
    return [row for row in rows if row.is_lacking]
