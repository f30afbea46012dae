"""The plan's budget lines and materials, for the spending rules of public bodies (OM-022)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiwu.event_plan import rules
from huiwu.event_plan.documents import editor_url
from huiwu.event_plan.queries import written_content
from huiwu.foundation.registry.spending import SpendingLine, spends
from huiwu.meetings.models import Meeting


@spends
def lines_of_the_plan(meeting: Meeting) -> Iterator[SpendingLine]:
    """Budget lines with their amounts, then materials; the version in force, before there is one the draft."""
    content = written_content(meeting)
    if content is None:
        return
    url, where = editor_url(meeting, "budget"), _("策划方案的预算明细")
    for number, row in enumerate(rules.rows(content, "budget"), 1):
        text = " ".join(str(row[key]) for key in ("item", "spec") if row.get(key))
        yield SpendingLine(f"event_plan.budget.{number}", where, text, rules.subtotal(row), url, "finance")
    url, where = editor_url(meeting, "materials"), _("策划方案的物料清单")
    for number, row in enumerate(rules.rows(content, "materials"), 1):
        text = " ".join(str(row[key]) for key in ("name", "spec") if row.get(key))
        yield SpendingLine(f"event_plan.materials.{number}", where, text, None, url, "materials_team")
