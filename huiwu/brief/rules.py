"""Pure checks on the values of a first contact and of a brief. Content is four-state (documents.md 0.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

MOST_PEOPLE = 200_000
LONGEST = 5_000
ALTERNATIVES = 2
PER_LINK_AN_HOUR = 40
PER_ADDRESS_AN_HOUR = 12
"""Default limits of the public form, per hour: more than a busy client's office, fewer than a program."""

GROUPS = ("vip", "guest", "general", "media", "staff", "entourage")
MUST_ASK = ("special_ethnic", "special_religious", "special_accessibility", "special_allergy")
"""The requirements of OM-004: what is not asked before cannot be mended on the day."""


# --- first contact -------------------------------------------------------------------------------------------------


def intake_problems(values: Mapping[str, Any]) -> dict[str, str]:
    """Field → codes (errors.SENTENCES) of what a model column cannot say about a first contact."""
    found: dict[str, str] = {}
    if not values.get("phone") and not values.get("email"):
        found["phone"] = "unreachable"
    if not _days_in_order(values.get("start_on"), values.get("end_on")):
        found["end_on"] = "end_before_start"
    if not all(map(_is_span, values.get("alt_dates", ()))):
        found["alt_dates"] = "alternative_out_of_order"
    if not all(_is_answer(key, value) for key, value in values.get("answers", {}).items()):
        found["answers"] = "unusable_answer"
    counts = values.get("headcount", {})
    if any(type(n) is not int or not 0 <= n <= MOST_PEOPLE or key not in GROUPS for key, n in counts.items()):
        found["headcount"] = "unusable_headcount"
    if counts and not values.get("headcount_basis"):
        found["headcount_basis"] = "basis_missing"
    return found


def _days_in_order(first: date | None, last: date | None) -> bool:
    return first is None or last is None or first <= last


def _is_span(pair: Any) -> bool:
    try:
        first, last = map(date.fromisoformat, pair)
    except (TypeError, ValueError):
        return False
    return first <= last


def _is_answer(key: str, value: Any) -> bool:
    return key.isidentifier() and (type(value) is int or (isinstance(value, str) and len(value) <= 1_000))


# --- reading four-state content ------------------------------------------------------------------------------------


def state_of(content: Mapping[str, Any], key: str) -> str:
    return str((content.get(key) or {}).get("state", "unfilled"))


def told(content: Mapping[str, Any], key: str) -> Any:
    """The value of a filled field; None for 无, 不适用 and 未填."""
    return content[key].get("value") if state_of(content, key) == "filled" else None


def is_open(content: Mapping[str, Any], key: str) -> bool:
    """未填: the one state gates object to."""
    return state_of(content, key) == "unfilled"


# --- head-count: OM-001, OM-002 ------------------------------------------------------------------------------------


def groups_not_told(content: Mapping[str, Any]) -> list[str]:
    """Groups still 未填 (OM-001). 0 is an answer."""
    groups = (told(content, "headcount") or {}).get("groups", {})
    return [code for code in GROUPS if groups.get(code) is None]


def group_numbers(content: Mapping[str, Any]) -> dict[str, int]:
    """People per group told so far."""
    groups = (told(content, "headcount") or {}).get("groups", {})
    return {code: groups[code] for code in GROUPS if groups.get(code) is not None}


def stated_total(content: Mapping[str, Any]) -> int | None:
    total: int | None = (told(content, "headcount") or {}).get("total")
    return total


def headcount_basis(content: Mapping[str, Any]) -> str:
    return str((told(content, "headcount") or {}).get("basis") or "")


def expected_people(content: Mapping[str, Any]) -> int | None:
    """The agreed total: as stated, else the sum of the groups."""
    stated = stated_total(content)
    return stated if stated is not None else (sum(group_numbers(content).values()) or None)


@dataclass(frozen=True, slots=True)
class HeadcountFault:
    """OM-002: the groups add up to `summed` and not to `stated`, or nobody said what kind of number it is."""

    summed: int
    stated: int | None
    has_basis: bool

    @property
    def adds_up(self) -> bool:
        return self.stated is None or self.summed == self.stated


def headcount_fault(content: Mapping[str, Any]) -> HeadcountFault | None:
    """None when the numbers agree and their basis is named. A head-count not begun is OM-001's matter."""
    numbers, stated = group_numbers(content), stated_total(content)
    if not numbers and stated is None:
        return None
    fault = HeadcountFault(sum(numbers.values()), stated, bool(headcount_basis(content)))
    return None if fault.adds_up and fault.has_basis else fault


# --- special requirements, goals, budget, approver: OM-004, 006, 007, 008 ------------------------------------------


def requirements_not_asked(content: Mapping[str, Any]) -> list[str]:
    return [key for key in MUST_ASK if is_open(content, key)]


@dataclass(frozen=True, slots=True)
class WeakGoal:
    """OM-006: a goal that cannot be judged at the end."""

    position: int
    metric: str
    lacks: tuple[str, ...]


def goals(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """KPI rows as text: metric, target, measure."""
    rows = told(content, "kpi") or []
    return [{key: str(row.get(key) or "").strip() for key in ("metric", "target", "measure")} for row in rows]


def weak_goals(content: Mapping[str, Any]) -> list[WeakGoal]:
    """Goals without a metric, a target or a way of measuring."""
    return [
        WeakGoal(n, row["metric"], tuple(key for key in ("metric", "target", "measure") if not row[key]))
        for n, row in enumerate(goals(content), start=1)
        if not all(row.values())
    ]


BUDGET_TERMS = ("budget_tax_included", "budget_payer", "budget_restrictions")


def budget_terms_missing(content: Mapping[str, Any]) -> list[str]:
    """OM-007: an amount is named, but not whether it holds tax, who pays, or what it may not be spent on."""
    if told(content, "budget_total") is None and told(content, "budget_floor") is None:
        return []
    return [key for key in BUDGET_TERMS if is_open(content, key)]


def has_approver(content: Mapping[str, Any]) -> bool:
    return bool(_person(told(content, "client_approver")).get("name"))


def last_of_chain(content: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The last person of the approval chain, when a chain is given."""
    rows = told(content, "approval_chain")
    return rows[-1] if rows else None


def is_reachable(person: Mapping[str, Any]) -> bool:
    return bool(str(person.get("phone") or "").strip() or str(person.get("email") or "").strip())


def _person(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


# --- what the meeting takes over from a signed brief ---------------------------------------------------------------

PARTS = ("host_org", "organizer_org", "co_organizer_org", "supporter_org", "guiding_org")
LIMITS = {"name": 160, "theme": 300, "edition": 40, "city": 80}
"""Room for a text where the meeting keeps it."""


def agreed_facts(content: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of the meeting as agreed; what the brief does not say is left out."""
    said = {
        "name": told(content, "name"),
        "meeting_type": told(content, "meeting_type"),
        "theme": told(content, "theme"),
        "city": told(content, "city"),
        "edition": told(content, "edition"),
        "publicness": told(content, "publicness"),
        "expected_headcount": expected_people(content),
    }
    return {key: value for key, value in said.items() if value not in (None, "")}


def agreed_days(content: Mapping[str, Any]) -> tuple[date, date] | None:
    """First and last day, when both are told and in order."""
    first, last = told(content, "start_date"), told(content, "end_date")
    if not first or not last or first > last:
        return None
    return date.fromisoformat(first), date.fromisoformat(last)


def agreed_organisations(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(part, name) in order: one line of the field is one organisation, each once."""
    rows = [(part, line.strip()) for part in PARTS for line in str(told(content, part) or "").splitlines()]
    return list(dict.fromkeys((part, name) for part, name in rows if name))


def settles_organisations(content: Mapping[str, Any]) -> bool:
    """Whether the brief says anything about the bodies behind the meeting, 无 included."""
    return any(not is_open(content, part) for part in PARTS)


def agreed_conditions(content: Mapping[str, Any]) -> dict[str, bool]:
    """Condition of the meeting → whether it holds; conditions the brief does not settle are left out."""
    meals, segments = _codes(content, "meals"), _codes(content, "segments")
    transport, media = _codes(content, "transport_needs"), group_numbers(content).get("media")
    interaction, type_ = _codes(content, "interaction"), told(content, "meeting_type")
    found = {
        "has_lodging": _yes(content, "lodging_needed"),
        "has_meals": None if meals is None else bool(meals - {"coffee_break", "crew_meal"}),
        "has_breaks": None if meals is None else "coffee_break" in meals,
        "has_pickup": None if transport is None else bool(transport & {"pickup", "see_off"}),
        "has_shuttles": _either(transport, {"shuttle", "visit_coach"}, segments, {"visit"}),
        "has_interpretation": _present(content, "interpretation"),
        "has_breakouts": None if segments is None else "breakout" in segments,
        "has_special_segments": _either(
            segments, {"award", "signing", "launch", "performance"}, interaction, {"lucky_draw", "poll"}
        ),
        "has_speaker_fees": None if segments is None else "speaker_fee" in segments,
        "has_controlled_files": _present(content, "special_confidentiality"),
        "has_publicity": None if media is None else media > 0 or told(content, "publicness") == "public",
        "has_minutes": True if type_ in ("gov_work", "seminar") else None,
    }
    return {condition: holds for condition, holds in found.items() if holds is not None}


def unfit(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, code of errors.SENTENCES) for what cannot stand in a version: a contradiction, or a text the meeting cannot hold."""
    found = [(key, "too_long_for_meeting") for key, most in LIMITS.items() if _length(content, key) > most]
    first, last = told(content, "start_date"), told(content, "end_date")
    if first and last and first > last:
        found.append(("end_date", "end_before_start"))
    fault = headcount_fault(content)
    if fault is not None and not fault.adds_up:
        found.append(("headcount", "does_not_add_up"))
    if stated_total(content) == 0:
        found.append(("headcount", "nobody_comes"))
    return found + [(part, "organisation_too_long") for part in PARTS if _longest_line(content, part) > 160]


def _codes(content: Mapping[str, Any], key: str) -> set[str] | None:
    """Chosen options; empty for 无 and 不适用, None while 未填."""
    return None if is_open(content, key) else set(told(content, key) or ())


def _yes(content: Mapping[str, Any], key: str) -> bool | None:
    return None if is_open(content, key) else bool(told(content, key))


def _present(content: Mapping[str, Any], key: str) -> bool | None:
    return None if is_open(content, key) else state_of(content, key) == "filled"


def _either(one: set[str] | None, marks: set[str], other: set[str] | None, others: set[str]) -> bool | None:
    if (one and one & marks) or (other and other & others):
        return True
    return None if one is None or other is None else False


def _length(content: Mapping[str, Any], key: str) -> int:
    return len(str(told(content, key) or ""))


def _longest_line(content: Mapping[str, Any], key: str) -> int:
    return max((len(line.strip()) for line in str(told(content, key) or "").splitlines()), default=0)


# --- dates: OM-005 -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that falls on the dates: a public holiday, a make-up workday, a city event, another big meeting."""

    key: str
    kind: str
    name: str
    first: date
    last: date


def clashing(found: Iterable[Clash], first: date, last: date) -> list[Clash]:
    """Those that overlap the days `first` to `last`, both included."""
    return [clash for clash in found if clash.first <= last and first <= clash.last]


REST = "休息日"
"""What the official table calls a day off that a make-up workday pays for: part of the holiday beside it."""


def runs(days: Iterable[tuple[date, str | None, bool]]) -> list[Clash]:
    """(day, name, is a workday) of unbroken days → a Clash per holiday, weekends within it included, and per make-up day."""
    made: list[Clash] = []
    off: list[tuple[date, str | None]] = []
    for day, name, is_workday in days:
        if not is_workday:
            off.append((day, name))
            continue
        made += _holiday(off)
        off = []
        if name:
            made.append(Clash(f"makeup:{day.isoformat()}", "makeup", name, day, day))
    return made + _holiday(off)


def _holiday(off: list[tuple[date, str | None]]) -> list[Clash]:
    named = [(day, name) for day, name in off if name]
    if not named:
        return []
    words = dict.fromkeys(name for _day, name in named if name != REST)
    first, last = named[0][0], named[-1][0]
    return [Clash(f"holiday:{first.isoformat()}", "holiday", "、".join(words) or REST, first, last)]


# --- judging goals -------------------------------------------------------------------------------------------------

_LIMIT = re.compile(
    r"^\s*(?P<sign>≥|>=|≧|不少于|不低于|至少|≤|<=|≦|不超过|不高于|至多|>|＞|大于|超过|<|＜|小于|少于|低于)?\s*"
    r"(?P<number>[+-]?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^\d]*)$"
)
_AT_LEAST = {"≥", ">=", "≧", "不少于", "不低于", "至少", ""}
_AT_MOST = {"≤", "<=", "≦", "不超过", "不高于", "至多"}
_MORE = {">", "＞", "大于", "超过"}


def meets(target: str, value: str) -> bool | None:
    """Whether a measured value reaches a target such as `≥ 90%`; None when one of them is not a number of one unit."""
    wanted, measured = _measure(target), _measure(value)
    if wanted is None or measured is None or (wanted[2] and measured[2] and wanted[2] != measured[2]):
        return None
    sign, limit, got = wanted[0], wanted[1], measured[1]
    if sign in _AT_LEAST:
        return got >= limit
    if sign in _AT_MOST:
        return got <= limit
    return got > limit if sign in _MORE else got < limit


def _measure(text: str) -> tuple[str, Decimal, str] | None:
    plain = text.translate(_WIDE)
    for tail in ("以上", "以下", "以内"):
        if plain.rstrip().endswith(tail):
            plain = ("≥" if tail == "以上" else "≤") + plain.rstrip().removesuffix(tail)
    found = _LIMIT.match(plain)
    if not found:
        return None
    try:
        return found["sign"] or "", Decimal(found["number"].replace(",", "")), found["unit"].strip()
    except InvalidOperation:
        return None


_WIDE = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")
