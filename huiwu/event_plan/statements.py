"""What the event plan states about facts that other documents state too (GEN-001)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiwu.brief.documents import editor_url as brief_url
from huiwu.brief.queries.briefs import signed_brief
from huiwu.documents.models import Version
from huiwu.documents.queries import current_version
from huiwu.event_plan.documents import editor_url
from huiwu.event_plan.queries import plan_of
from huiwu.event_plan.rules import told
from huiwu.event_plan.schema import SCHEMA
from huiwu.foundation.registry.statements import Statement, states
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting

FACTS = {
    "name": "meeting.name",
    "theme": "meeting.theme",
    "start_date": "meeting.start_on",
    "end_date": "meeting.end_on",
    "city": "meeting.city",
    "venue": "meeting.venue_name",
}
"""Field of the plan → the fact's key, shared by every document that states it."""


@states
def what_the_plan_states(meeting: Meeting) -> Iterator[Statement]:
    """The newest version that others have seen. A draft states nothing yet."""
    document = plan_of(meeting)
    version = current_version(document) if document else None
    if version is None:
        return
    where = _("会议策划方案第 {number} 版").format(number=version.number)
    for key, fact in FACTS.items():
        said = told(version.content, key)
        if said:
            url = editor_url(meeting, key)
            yield Statement(fact, str(SCHEMA[key].label), where, str(said), url, is_signed=version.is_in_force)
    yield from _budget(meeting, version, where)


def _budget(meeting: Meeting, version: Version, where: str) -> Iterator[Statement]:
    """The brief's amount is a ceiling: only a plan above it contradicts the brief, and both are stated then."""
    brief, total = signed_brief(meeting), told(version.content, "budget_total")
    ceiling = told(brief.content, "budget_total") if brief else None
    if total is None or ceiling is None or total <= ceiling:
        return
    label, key = str(SCHEMA["budget_total"].label), "budget.total"
    yield Statement(key, label, str(_("会议需求简报")), f"¥{yuan(ceiling)}", brief_url(meeting, "budget_total"), True)
    yield Statement(key, label, where, f"¥{yuan(total)}", editor_url(meeting, "budget_total"), version.is_in_force)
