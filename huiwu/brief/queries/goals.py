"""Goals as agreed, and how they came out."""

from __future__ import annotations

from dataclasses import dataclass

from huiwu.brief.models import GoalResult
from huiwu.brief.queries.briefs import brief_of, signed_brief
from huiwu.brief.rules import goals
from huiwu.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal; `is_agreed` when it stands in the version the client signed. `result` once it is judged."""

    metric: str
    target: str
    measure: str
    is_agreed: bool
    result: GoalResult | None


def goal_rows(meeting: Meeting) -> list[GoalRow]:
    """Goals of the signed brief; before there is one, those of the draft, not yet agreed."""
    version, document = signed_brief(meeting), brief_of(meeting)
    content = version.content if version else document.draft if document else {}
    results = {r.metric: r for r in GoalResult.objects.filter(meeting=meeting).select_related("judged_by")}
    return [
        GoalRow(row["metric"], row["target"], row["measure"], version is not None, results.get(row["metric"][:200]))
        for row in goals(content)
    ]
