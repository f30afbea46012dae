"""Findings in a meeting's menu and on its overview; the catalogue of rules in the settings."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.checks import queries
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import section, setting

SHOWN = 5


def _missing(_actor: Actor, meeting: Any) -> dict[str, Any]:
    """The gravest few, and how many there are of each severity."""
    groups = queries.grouped(queries.open_findings(meeting))
    rows = [row for group in groups for part in group.modules for row in part.findings]
    return {
        "counts": [(group.severity, group.count) for group in groups],
        "rows": [(row, queries.title_of(row.code)) for row in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "judged_at": queries.last_judged(meeting),
    }


section(
    "checks",
    title=_("疏漏清单"),
    icon="list-checks",
    group="meeting",
    order=12,
    permission="checks.view",
    url=lambda meeting: reverse("checks:findings", args=[meeting.slug]),
)
panel(
    "checks",
    place="meeting",
    order=20,
    template="checks/_panel.html",
    permission="checks.view",
    context=_missing,
)
setting(
    "checks",
    title=_("检查规则"),
    detail=_("自动检查疏漏与矛盾的全部规则：级别、起查时间、责任岗位"),
    icon="list-checks",
    order=46,
    permission="checks.view_catalogue",
    url=lambda: reverse("checks:catalogue"),
)
