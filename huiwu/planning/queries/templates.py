"""What differs between two contents of a template, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huiwu.planning.bridge import rows
from huiwu.planning.rules import template_difference

RULES = "rules"
"""In place of a step's code: gates, tiers and merges only."""


def both_sides(before: Mapping[str, Any], after: Mapping[str, Any], only: str = "") -> list[dict[str, Any]]:
    """Rows code, label, before, after: of one step (its code), of the rules (RULES), or of everything."""
    steps = {step["id"] for content in (before, after) for step in content.get("steps", ())}
    found = template_difference(_without_roles(before), _without_roles(after))
    if only:
        found = [row for row in found if (row["code"] not in steps if only == RULES else row["code"] == only)]
    words = field_words()
    return [row | {"label": words.get(row["key"], row["key"])} for row in found]


def _without_roles(content: Mapping[str, Any]) -> dict[str, Any]:
    """Roles as codes on both sides, so that a Chinese word and its code are no difference; the order is no field."""
    codes = rows.role_codes()
    steps = [
        {key: _codes(codes, value) if key in ("responsible", "accountable") else value for key, value in step.items()}
        | {"order": 0}
        for step in content.get("steps", ())
    ]
    return {**content, "steps": steps}


def _codes(codes: Mapping[str, str], value: Any) -> Any:
    return [codes.get(v, v) for v in value] if isinstance(value, list) else codes.get(value, value)


def field_words() -> dict[str, str]:
    """The fields of a template as its forms call them."""
    return {
        "": _("整个步骤"), "id": _("编号"), "zh": _("名称"), "en": _("英文名称"), "phase": _("阶段"), "mode": _("方式"),
        "anchor": _("开始从哪天算"), "t0": _("开始（天）"), "anchor_end": _("结束从哪天算"), "t1": _("结束（天）"),
        "responsible": _("执行 R"), "accountable": _("负责 A"), "deps": _("前置"), "deps_start_only": _("已开始即可"),
        "omittable_at": _("可省略的规模"), "simplify_at": _("可用简版的规模"), "inputs": _("输入"),
        "outputs": _("输出与证据"), "failures": _("典型失误"), "differences": _("类型与规模差异"), "gate": _("门禁"),
        "time_label": _("目录时间"), "applies_when": _("适用条件"), "english": _("英文文字"), "length_days": _("工期（工作日）"),
        "party": _("确认方"), "confirmed_by": _("谁确认"), "confirmed_by_en": _("谁确认（英文）"), "steps": _("步骤"),
        "basis": _("依据"), "basis_en": _("依据（英文）"), "max_headcount": _("人数上限"), "prep_start_day": _("筹备天数"),
        "time_factor": _("时间系数"), "merge_at": _("合并的步骤"),
    }  # fmt: skip
