"""A rule pack, and which one holds for a meeting (domain/compliance.md, head)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

EVERYWHERE = "CN"


@dataclass(frozen=True, slots=True)
class Pack:
    """One rule pack. `pending` names parameters (dotted) or aspects that are 待核 while `status` is pending.

    `applies_to` holds natures of hosts, empty for all. `region` is CN or names of places separated by 、.
    """

    code: str
    topic: str
    region: str
    applies_to: tuple[str, ...]
    basis: str
    effective_from: date
    effective_to: date | None
    params: dict[str, Any]
    status: str
    pending: tuple[str, ...]
    severity: str
    exception_policy: str
    is_own: bool = False
    revision: int = 0

    def is_pending(self, *paths: str) -> bool:
        """Whether any of these parameters still waits to be verified. `a.b` waits when `a`, `b` or `a.b` is named."""
        if self.status != "pending":
            return False
        return any(name == path or name in path.split(".") for path in paths for name in self.pending)

    def grade(self, *paths: str) -> str:
        """The severity of a finding that rests on these parameters: 待核 is never the only reason to block (README §1)."""
        return "warn" if self.severity == "block" and self.is_pending(*paths) else self.severity

    def at(self, path: str) -> Any:
        """A parameter by its dotted path; None when it is not there."""
        held: Any = self.params
        for part in path.split("."):
            held = held.get(part) if isinstance(held, dict) else None
        return held


def holds_at(pack: Pack, *, place: str, nature: str, on: date) -> bool:
    """Whether the pack is in force on the day, at the place, for a host of this nature."""
    in_force = pack.effective_from <= on and (pack.effective_to is None or on <= pack.effective_to)
    return in_force and (not pack.applies_to or nature in pack.applies_to) and _covers(pack.region, place)


def chosen(packs: Iterable[Pack], *, topic: str, place: str, nature: str, on: date) -> Pack | None:
    """The pack of a topic: a local one before the general one, the organisation's own before the built-in, then the newest."""
    fit = [p for p in packs if p.topic == topic and holds_at(p, place=place, nature=nature, on=on)]
    return max(fit, key=lambda p: (p.region != EVERYWHERE, p.is_own, p.effective_from, p.code), default=None)


def _covers(region: str, place: str) -> bool:
    names = [name.strip() for name in region.replace(",", "、").replace("，", "、").split("、") if name.strip()]
    return EVERYWHERE in names or any(place and (name in place or place in name) for name in names)


def flattened(params: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Parameters as (dotted path, value); lists and single values are leaves."""
    found: list[tuple[str, Any]] = []
    for key, value in params.items():
        path = f"{prefix}{key}"
        found += flattened(value, f"{path}.") if isinstance(value, dict) else [(path, value)]
    return found


def nested(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The opposite of `flattened`."""
    made: dict[str, Any] = {}
    for path, value in pairs:
        *parents, last = path.split(".")
        held = made
        for parent in parents:
            held = held.setdefault(parent, {})
        held[last] = value
    return made
