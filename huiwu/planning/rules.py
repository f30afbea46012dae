"""Pure checks and comparisons on plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DATE_COLUMNS = (
    "start_on",
    "finish_on",
    "early_start_on",
    "early_finish_on",
    "late_start_on",
    "late_finish_on",
)
COLUMNS = (
    "name",
    "name_en",
    "phase",
    "mode",
    "order",
    *DATE_COLUMNS,
    "length_days",
    "unit",
    "slack",
    "is_critical",
    "is_simplified",
    "omitted",
    "merged_into",
    "gate_code",
    "gate_party",
    "gate_note",
    "gate_note_en",
)
"""Columns of Step that a computed plan writes."""


def plan_difference(before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What people read before they accept: moved, added, removed, by planned days (ISO), in the order of `after`.

    Values are columns of Step by code; a step without `start_on` is not planned. Done steps are in neither.
    """
    moved, added = [], []
    for code, new in after.items():
        old = before.get(code)
        if not new["start_on"]:
            continue
        if old is None or not old["start_on"]:
            added.append(_named(code, new) | {"start": new["start_on"], "finish": new["finish_on"]})
        elif (old["start_on"], old["finish_on"]) != (new["start_on"], new["finish_on"]):
            moved.append(_moved(code, old, new))
    removed = [
        _named(code, old) | {"start": old["start_on"], "finish": old["finish_on"]}
        for code, old in before.items()
        if old["start_on"] and not after.get(code, {}).get("start_on")
    ]
    return {"moved": moved, "added": added, "removed": removed}


def _moved(code: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return _named(code, new) | {
        "from_start": old["start_on"],
        "from_finish": old["finish_on"],
        "to_start": new["start_on"],
        "to_finish": new["finish_on"],
    }


def _named(code: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    return {"code": code, "name": columns["name"], "name_en": columns.get("name_en", "")}


def is_empty(difference: Mapping[str, Any]) -> bool:
    """Nothing moves, comes or goes, and feasibility stays."""
    return not any(difference.get(key) for key in ("moved", "added", "removed", "feasible", "owners"))


def template_difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Between two contents of a template: steps added, removed, and changed values of steps, gates, tiers and merges with both
    sides."""
    old = {step["id"]: step for step in before.get("steps", ())}
    new = {step["id"]: step for step in after.get("steps", ())}
    rows = [{"code": code, "key": "", "before": "", "after": new[code]["zh"]} for code in new if code not in old]
    rows += [{"code": code, "key": "", "before": old[code]["zh"], "after": ""} for code in old if code not in new]
    for code in new:
        if code in old:
            rows += _changed(code, old[code], new[code])
    for part in ("gates", "size_tiers"):
        former, present = ({item["id"]: item for item in side.get(part, ())} for side in (before, after))
        for code in {**present, **former}:
            rows += _changed(code, former.get(code, {}), present.get(code, {}))
    merged, merges = before.get("merge_at", {}), after.get("merge_at", {})
    return rows + [
        {"code": tier, "key": "merge_at", "before": words(merged.get(tier)), "after": words(merges.get(tier))}
        for tier in {**merges, **merged}
        if merged.get(tier) != merges.get(tier)
    ]


def _changed(code: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"code": code, "key": key, "before": words(old.get(key)), "after": words(new.get(key))}
        for key in sorted(set(old) | set(new))
        if old.get(key) != new.get(key)
    ]


def words(value: Any) -> str:
    """A value of the template's JSON as people read it."""
    if value is None or value == []:
        return "—"
    if isinstance(value, list):
        return "、".join(str(part) for part in value)
    if isinstance(value, dict):
        return " ".join(words(part) for part in value.values() if part not in (None, True, False))
    return str(value)
