"""Typed rows of a plan to clean shapes. People think in metres with two decimals; plans are kept in whole millimetres."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MOST = 600
"""Shapes on one plan."""
LONGEST_MM = 500_000
MOST_SEATS = 5_000
_METRES = re.compile(r"-?\d{1,3}(\.\d{1,3})?")
_WIDE = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row; `row` counts from 1."""

    row: int
    field: str
    reason: str


def millimetres(text: str) -> int | None:
    """`"3.25"` metres → 3250; full-width digits and a trailing m are taken. None when it is not a length."""
    plain = text.strip().translate(_WIDE).removesuffix("m").removesuffix("米").strip()
    if not _METRES.fullmatch(plain):
        return None
    whole, _, part = plain.lstrip("-").partition(".")
    value = int(whole) * 1000 + int((part + "000")[:3])
    return -value if plain.startswith("-") else value


def metres(mm: int) -> str:
    """3250 → `"3.25"`; whole metres stay whole."""
    sign, mm = ("-", -mm) if mm < 0 else ("", mm)
    whole, part = divmod(mm, 1000)
    return f"{sign}{whole}" + (f".{part:03d}".rstrip("0") if part else "")


def clean(
    rows: Iterable[Mapping[str, str]], *, kinds: Iterable[str], counted: str, round_kinds: frozenset[str] = frozenset()
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Rows as they are kept, and what is wrong with the others. Wholly empty rows are left out.

    `counted` names the whole number of a row: `seats`, or `clear_mm` (typed in metres like every length).
    """
    known, kept, problems = frozenset(kinds), [], []
    for number, row in enumerate(rows, 1):
        if not any(row.get(name, "").strip() for name in ("x", "y", "width", "depth")):
            continue
        shape, faults = _shape(number, row, known, counted, round_kinds)
        problems += faults
        if not faults:
            kept.append(shape)
    if len(kept) > MOST:
        problems.append(Problem(MOST + 1, "kind", "too_many"))
    return kept, problems


def _shape(
    number: int, row: Mapping[str, str], kinds: frozenset[str], counted: str, round_kinds: frozenset[str]
) -> tuple[dict[str, Any], list[Problem]]:
    faults: list[Problem] = []
    shape: dict[str, Any] = {
        "id": row.get("id", ""),
        "kind": row.get("kind", ""),
        "label": row.get("label", "").strip()[:40],
    }
    if shape["kind"] not in kinds:
        faults.append(Problem(number, "kind", "unknown_kind"))
    for name in ("x", "y", "width", "depth"):
        value = millimetres(row.get(name, ""))
        least = 1 if name in ("width", "depth") else -LONGEST_MM
        if value is None or not least <= value <= LONGEST_MM:
            faults.append(Problem(number, name, "not_a_length"))
        else:
            shape[f"{name}_mm"] = value
    if shape["kind"] in round_kinds and "width_mm" in shape:
        shape["depth_mm"] = shape["width_mm"]
    shape[counted], fault = _count(row.get(counted, ""), counted)
    if fault:
        faults.append(Problem(number, counted, fault))
    return shape, faults


def _count(text: str, counted: str) -> tuple[int, str]:
    if not text.strip():
        return 0, ""
    if counted == "clear_mm":
        value = millimetres(text)
        return (value, "") if value is not None and 0 <= value <= 20_000 else (0, "not_a_length")
    plain = text.strip().translate(_WIDE)
    return (int(plain), "") if plain.isdigit() and int(plain) <= MOST_SEATS else (0, "not_a_count")
