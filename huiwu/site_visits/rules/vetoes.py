"""What the data says about the five vetoes (documents.md §3). A person decides; data only suggests."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Says = Literal["pass", "fail", "unknown"]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a candidate. None: nobody said."""

    capacity: int | None
    needed: int
    dates: str
    fire_papers: Collection[str]
    has_fire_certificate: bool
    fire_certificate_expired: bool
    exit_scores: Collection[int]
    invoice_ok: bool | None
    is_designated: bool | None
    is_own: bool
    is_public_body: bool


def applying(known: Known) -> tuple[str, ...]:
    """The vetoes that can hit this meeting at all, in order."""
    return ("capacity", "date", "fire", "invoice") + (("designated",) if known.is_public_body else ())


DATES_SAY: dict[str, Says] = {"free": "pass", "option": "pass", "taken": "fail"}


def says(item: str, known: Known) -> Says:
    """`unknown` where the data does not settle it."""
    if item == "capacity":
        return "unknown" if known.capacity is None else "pass" if known.capacity >= known.needed else "fail"
    if item == "date":
        return DATES_SAY.get(known.dates, "unknown")
    if item == "fire":
        return _fire(known)
    if item == "invoice":
        return _plain(known.invoice_ok)
    if item == "designated":
        return "pass" if known.is_own else _plain(known.is_designated)
    raise ValueError(f"no veto called {item}")


def seal_of(item: str, known: Known) -> str:
    """A short text that differs when what a veto was judged on differs."""
    facts: dict[str, object] = {
        "capacity": (known.capacity, known.needed),
        "date": known.dates,
        "fire": (
            sorted(set(known.fire_papers)),
            known.has_fire_certificate,
            known.fire_certificate_expired,
            0 in known.exit_scores,
        ),
        "invoice": known.invoice_ok,
        "designated": (known.is_designated, known.is_own),
    }
    return f"{item}={facts[item]!r}"[:64]


def _fire(known: Known) -> Says:
    """Bad news counts before good: a missing paper, an expired one, or exits that somebody scored 0."""
    if "missing" in known.fire_papers or known.fire_certificate_expired or 0 in known.exit_scores:
        return "fail"
    if "seen" in known.fire_papers or known.has_fire_certificate:
        return "pass"
    return "unknown"


def _plain(value: bool | None) -> Says:
    return "unknown" if value is None else "pass" if value else "fail"
