"""The organisation's rules of buying, and line templates."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiwu.procurement.models import LineTemplate, ProcurementPolicy


def policy_of(org_id: UUID) -> ProcurementPolicy:
    """The rules, or the defaults of documents.md §4 as a row that is not saved (revision 0)."""
    found = ProcurementPolicy.objects.filter(org_id=org_id).first()
    return found or ProcurementPolicy(org_id=org_id, revision=0, criteria=usual_criteria())


def usual_criteria() -> list[dict[str, Any]]:
    return [
        {"code": "plan", "label": _("方案与规格"), "weight": 20},
        {"code": "experience", "label": _("同类案例与人员"), "weight": 10},
        {"code": "service", "label": _("交期、质保与服务"), "weight": 10},
    ]


@cache
def built_in() -> dict[str, list[dict[str, str]]]:
    """Lines to begin with, by category: quantities for a forum of 600, to be changed."""
    file = resources.files("huiwu.procurement") / "data" / "line_templates.json"
    found: dict[str, list[dict[str, str]]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def template_lines(org_id: UUID, category: str, template_id: UUID | None = None) -> list[dict[str, Any]]:
    """The lines of an own template, or the built-in ones; quantities as Decimal."""
    own = LineTemplate.objects.filter(org_id=org_id, pk=template_id).first() if template_id else None
    rows = own.lines if own else built_in().get(category, [])
    return [_row(row) for row in rows]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    per_person = row.get("per_person")
    return {
        "section": row.get("section", ""),
        "item": row["item"],
        "spec": row.get("spec", ""),
        "unit": row.get("unit", ""),
        "quantity": Decimal(row["quantity"]),
        "per_person": Decimal(per_person) if per_person else None,
    }


def own_templates(org_id: UUID, category: str) -> list[LineTemplate]:
    return list(LineTemplate.objects.filter(org_id=org_id, category=category))
