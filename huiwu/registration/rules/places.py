"""Places: which limits a registration falls under, and what follows when one is reached."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["confirmed", "waitlisted", "full"]


@dataclass(frozen=True, slots=True)
class Place:
    """A limit as it stands: `limit` None is without end; `waiting` people are before whoever comes now."""

    key: str
    limit: int | None
    taken: int
    waiting: int
    has_waitlist: bool

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.taken)

    @property
    def is_full_for_newcomers(self) -> bool:
        """Nobody passes those who wait."""
        return self.limit is not None and (self.taken >= self.limit or self.waiting > 0)

    @property
    def over(self) -> int:
        """How many more than the limit were let in, after the limit was lowered."""
        return 0 if self.limit is None else max(0, self.taken - self.limit)


def quota_key(
    kind: str, *, category: str = "", org: str = "", function: str = "", field: str = "", option: str = ""
) -> str:
    """What a limit is about, as one word: `total`, `category:vip`, `org:…`, `function:…`, `choice:shirt:xl`."""
    tail = {"category": category, "organisation": org_key(org), "function": function, "choice": f"{field}:{option}"}
    return kind if kind == "total" else f"{kind}:{tail[kind]}"


def org_key(name: str) -> str:
    """The same organisation however it is typed: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())[:120]


def whole_keys(category: str, org: str) -> list[str]:
    """Limits that decide whether somebody can come at all."""
    keys = [quota_key("total"), quota_key("category", category=category)]
    return [*keys, quota_key("organisation", org=org)] if org_key(org) else keys


def part_keys(functions: Iterable[str], choices: Iterable[tuple[str, str]]) -> list[str]:
    """Limits of sessions and options: full, they refuse that wish and not the person."""
    return [quota_key("function", function=f) for f in functions] + [
        quota_key("choice", field=key, option=value) for key, value in choices
    ]


def outcome(places: Sequence[Place], *, waits: bool) -> tuple[Outcome, Place | None]:
    """What a newcomer gets, and the limit that decided it. A list is joined only where every full limit keeps one."""
    full = [place for place in places if place.is_full_for_newcomers]
    if not full:
        return "confirmed", None
    keeps = waits and all(place.has_waitlist for place in full)
    return ("waitlisted" if keeps else "full"), full[0]


def identity(name: str, mobile: str, email: str) -> str:
    """The same person registering again: name with phone, or name with e-mail. Never a name alone (documents.md §8)."""
    who = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    contact = mobile or email.casefold()
    if not contact:
        return ""
    return hashlib.sha256(f"{who}|{contact}".encode()).hexdigest()


def over_capacity(places: Iterable[Place], capacities: Mapping[str, int]) -> list[tuple[Place, int]]:
    """Limits, and rooms behind them, with more people than they hold: (place, capacity) (OM-065)."""
    found = []
    for place in places:
        bounds = [bound for bound in (place.limit, capacities.get(place.key)) if bound is not None]
        if bounds and place.taken > min(bounds):
            found.append((place, min(bounds)))
    return found
