"""Several sources of one invoice, joined: whose word stands on a field, and where two contradict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huiwu.invoices.rules.tax_ids import plain_name

ORDER = ("xml", "ofd", "hand", "pdf", "picture", "qr")
"""The signed original before its prints; what a person typed before what was only recognised."""
COMPARED = (
    "code", "number", "issued_on", "buyer_name", "buyer_tax_id", "seller_name", "seller_tax_id", "net_cents", "tax_cents",
    "gross_cents",
)  # fmt: skip
CERTAIN = ("buyer_tax_id", "seller_tax_id", "net_cents", "tax_cents", "gross_cents")
"""Two originals that contradict on these are not one invoice: that blocks."""
STRUCTURED = ("xml", "ofd")


@dataclass(frozen=True, slots=True)
class Said:
    """One source's word: its fields, and its lines as plain rows."""

    source: str
    fields: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    field: str
    one_source: str
    one: str
    other_source: str
    other: str
    is_certain: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    fields: dict[str, Any]
    where: dict[str, str]
    lines: tuple[Mapping[str, Any], ...] = ()
    conflicts: tuple[Conflict, ...] = field(default_factory=tuple)


def joined(sources: Sequence[Said]) -> Joined:
    """The best source's word on each field; every other source that says otherwise is a conflict, once for each value."""
    ranked = sorted(sources, key=lambda said: ORDER.index(said.source))
    fields: dict[str, Any] = {}
    where: dict[str, str] = {}
    conflicts: list[Conflict] = []
    for said in ranked:
        for name, value in said.fields.items():
            if name not in fields:
                fields[name], where[name] = value, said.source
            elif name in COMPARED and _plain(name, value) != _plain(name, fields[name]):
                certain = name in CERTAIN and said.source in STRUCTURED and where[name] in STRUCTURED
                conflicts.append(Conflict(name, where[name], str(fields[name]), said.source, str(value), certain))
    lines, more = _lines(ranked)
    return Joined(fields, where, lines, tuple(dict.fromkeys([*conflicts, *more])))


def _lines(ranked: Sequence[Said]) -> tuple[tuple[Mapping[str, Any], ...], list[Conflict]]:
    with_lines = [said for said in ranked if said.lines]
    if not with_lines:
        return (), []
    best = with_lines[0]
    differ = [
        Conflict("lines", best.source, str(len(best.lines)), said.source, str(len(said.lines)))
        for said in with_lines[1:]
        if len(said.lines) != len(best.lines)
    ]
    return tuple(best.lines), differ


def _plain(name: str, value: Any) -> Any:
    return plain_name(value) if name.endswith("_name") else value
