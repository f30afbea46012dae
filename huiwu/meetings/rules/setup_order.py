"""功能布置单: the fields of a function's set-up order (APEX event specifications guide, part III).

Every field is in one of four states: an explicit "not applicable" differs from empty. The words of each field and
group are in `meetings.choices`; only their order and kind stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huiwu.meetings.rules import Problem

FILLED, NONE, NOT_APPLICABLE, UNFILLED = "filled", "none", "not_applicable", "unfilled"
STATES = (FILLED, NONE, NOT_APPLICABLE, UNFILLED)
LONGEST_TEXT = 2000

FIELDS: dict[str, tuple[str, ...]] = {
    "room": ("room_set", "stage", "lectern", "tables", "access", "round_the_clock_hold", "refresh"),
    "technical": ("sound", "screens", "lighting", "recording", "streaming", "interpretation", "voting"),
    "service": ("catering", "water", "service_staff", "notice_board"),
    "decoration": ("backdrop", "signage", "floral", "flags"),
    "utilities": ("power", "internet", "climate"),
    "safety": ("security", "medical", "accessibility"),
    "other": ("billing", "notes"),
}
CODES = tuple(code for codes in FIELDS.values() for code in codes)


def entry(order: Mapping[str, Any], code: str) -> tuple[str, str]:
    """State and text of one field; what was never touched is `unfilled`."""
    row = order.get(code) or {}
    return str(row.get("state", UNFILLED)), str(row.get("value", ""))


def problems_with_order(order: Mapping[str, Any]) -> list[Problem]:
    """Unknown fields or states; "filled" without text; text beside "none" or "not applicable"; text too long."""
    problems = []
    for code, row in order.items():
        state, value = str(row.get("state", UNFILLED)), str(row.get("value", "")).strip()
        if code not in CODES or state not in STATES:
            problems.append(Problem(f"setup_{code}", "unknown_setup_field"))
        elif state == FILLED and not value:
            problems.append(Problem(f"setup_{code}", "filled_without_text"))
        elif state in (NONE, NOT_APPLICABLE) and value:
            problems.append(Problem(f"setup_{code}", "text_beside_not_applicable"))
        elif len(value) > LONGEST_TEXT:
            problems.append(Problem(f"setup_{code}", "text_too_long", {"most": LONGEST_TEXT}))
    return problems


def normalised(order: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Only touched fields, in the sheet's order; text typed beside "unfilled" makes the field filled."""
    kept = {}
    for code in CODES:
        state, value = entry(order, code)
        value = value.strip()
        if state == UNFILLED and value:
            state = FILLED
        if state != UNFILLED:
            kept[code] = {"state": state, "value": value if state == FILLED else ""}
    return kept


def unfilled(order: Mapping[str, Any]) -> list[str]:
    """The fields nobody has decided yet, in the sheet's order."""
    return [code for code in CODES if entry(order, code)[0] == UNFILLED]
