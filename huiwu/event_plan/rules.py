"""Pure checks on the content of an event plan: four-state fields, and `live` blocks by section (documents.md 2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

CORE_SECTIONS = (
    "name",
    "time",
    "place",
    "theme",
    "agenda",
    "organisation",
    "setup",
    "catering",
    "lodging",
    "transport",
    "materials",
    "equipment",
    "contingency",
    "budget",
)
"""The SOP's thirteen contents of P06; meals and lodging stand apart, which makes fourteen sections."""

CONTENT_OF = {
    "name": ("name",),
    "time": ("start_date", "end_date"),
    "place": ("city", "venue"),
    "theme": ("theme",),
    "agenda": ("agenda",),
    "organisation": ("division",),
    "setup": ("setup_scheme",),
    "catering": ("meals",),
    "lodging": ("rooms",),
    "transport": ("transport",),
    "materials": ("materials",),
    "equipment": ("equipment",),
    "contingency": ("contingency",),
    "budget": ("budget", "budget_total"),
}
"""What must be answered in each core section, unless live data is its content."""

SOP_RISKS = ("weather", "equipment", "guest_absent", "overcrowding")
"""The four kinds of contingency that the SOP names (P24, 一、(三)7)."""

LISTED_IN = {"materials": "print_gifts", "equipment": "staging"}
"""Each list, and the account whose lines must be on it (OM-013)."""

HIGH, MIDDLE = 15, 8
"""「默认」 probability × impact from which a risk is high, and from which it is of the middle."""


# --- reading -------------------------------------------------------------------------------------------------------


def state_of(content: Mapping[str, Any], key: str) -> str:
    return str((content.get(key) or {}).get("state", "unfilled"))


def told(content: Mapping[str, Any], key: str) -> Any:
    """The value of a filled field; None for 无, 不适用 and 未填."""
    return content[key].get("value") if state_of(content, key) == "filled" else None


def rows(content: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told(content, key) or []
    return found


def live_parts(content: Mapping[str, Any], section: str) -> list[dict[str, Any]]:
    """What live data brought to a section: `{"title", "fills", "gives_way", "blocks"}`."""
    found: list[dict[str, Any]] = (content.get("live") or {}).get(section, [])
    return found


# --- OM-010: the SOP's contents ------------------------------------------------------------------------------------


def is_told(content: Mapping[str, Any], section: str) -> bool:
    """Whether a core section says something; 无 and 不适用 are answers, live data is."""
    if any(part["fills"] for part in live_parts(content, section)):
        return True
    return all(state_of(content, key) != "unfilled" for key in CONTENT_OF[section])


def contents_lacking(content: Mapping[str, Any]) -> list[str]:
    """Core sections that say nothing."""
    return [section for section in CORE_SECTIONS if not is_told(content, section)]


def contingencies_lacking(content: Mapping[str, Any]) -> list[str]:
    """Kinds that the SOP names and the plan has no measure with an owner for."""
    ready = {row["kind"] for row in rows(content, "contingency") if row.get("response") and row.get("owner")}
    return [kind for kind in SOP_RISKS if kind not in ready]


# --- OM-012: the budget adds up ------------------------------------------------------------------------------------


def subtotal(row: Mapping[str, Any]) -> int:
    """One budget line, in cents."""
    return int(row.get("quantity") or 0) * int(row.get("price") or 0)


def summed(content: Mapping[str, Any]) -> int:
    """All budget lines, in cents."""
    return sum(subtotal(row) for row in rows(content, "budget"))


def by_category(content: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Budget lines by account, in the order they first appear."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows(content, "budget"):
        found.setdefault(str(row.get("category") or ""), []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class BudgetFault:
    """The lines add up to `lines` and not to `total`, both in cents."""

    lines: int
    total: int

    @property
    def off_by(self) -> int:
        return self.lines - self.total


def budget_fault(content: Mapping[str, Any]) -> BudgetFault | None:
    """None while either side is missing, or when both agree to the cent."""
    total = told(content, "budget_total")
    if total is None or not rows(content, "budget"):
        return None
    lines = summed(content)
    return BudgetFault(lines, total) if lines != total else None


# --- OM-013: lists and budget --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A row of a list without a budget line (`list` is materials or equipment), or a budget line without a row (budget)."""

    list: str
    number: int
    name: str


def unmatched(content: Mapping[str, Any]) -> Iterator[Unmatched]:
    """Things on a list that no budget line pays for, and budget lines of those accounts for nothing on the lists."""
    lines = {_folded(row.get("item")) for row in rows(content, "budget")}
    paying: set[str] = set()
    for key in LISTED_IN:
        for number, row in enumerate(rows(content, key), 1):
            names = {_folded(row.get("budget_line") or row.get("name"))}
            paying |= names
            if not row.get("free") and not names & lines:
                yield Unmatched(key, number, str(row.get("name") or ""))
    for number, row in enumerate(rows(content, "budget"), 1):
        if row.get("category") in LISTED_IN.values() and _folded(row.get("item")) not in paying:
            yield Unmatched("budget", number, str(row.get("item") or ""))


def _folded(name: Any) -> str:
    return "".join(str(name or "").split()).casefold()


# --- OM-011, OM-017 ------------------------------------------------------------------------------------------------

AGREED_WITH_BRIEF = ("name", "start_date", "end_date", "city")
"""名称、日期、地点: fields that the brief has under the same keys."""


def contradictions(plan: Mapping[str, Any], brief: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(key, in the plan, in the brief) where both say something and it differs; white space alone is no difference."""
    found = []
    for key in AGREED_WITH_BRIEF:
        ours, theirs = told(plan, key), told(brief, key)
        if ours and theirs and _folded(ours) != _folded(theirs):
            found.append((key, str(ours), str(theirs)))
    return found


def alternatives_lacking(content: Mapping[str, Any]) -> list[str]:
    """Which of alternative dates and alternative venues the plan does not name (OM-017; both are the default)."""
    return [key for key in ("alt_dates", "alt_venues") if not told(content, key)]


# --- risks ---------------------------------------------------------------------------------------------------------


def risk_value(row: Mapping[str, Any]) -> int:
    """Probability × impact, 1 to 25; 0 while one of them is unfilled."""
    return int(row.get("probability") or 0) * int(row.get("impact") or 0)


def risk_level(row: Mapping[str, Any]) -> str:
    """high, middle or low; empty while it cannot be told."""
    value = risk_value(row)
    return "" if not value else "high" if value >= HIGH else "middle" if value >= MIDDLE else "low"
