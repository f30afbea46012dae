"""Data that completes a step or opens a gate, declared by the capability that owns the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The state of one piece of evidence for one meeting. `by_client` is true only for the client's own sign-off."""

    present: bool
    label: str = ""
    url: str = ""
    at: datetime | None = None
    by: str = ""
    by_client: bool = False
    version_hash: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """`steps` complete when all their evidence kinds are present; `gates` open with it; `facts` may change it."""

    code: str
    title: Any
    steps: tuple[str, ...]
    gates: tuple[str, ...]
    facts: tuple[str, ...]
    state: Callable[[Any], Evidence]


KINDS: dict[str, EvidenceKind] = {}
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("what one reading has fetched", default=None)


@contextmanager
def one_reading(kept: dict[Any, Any]) -> Iterator[None]:
    """Inside, `once` keeps what it fetches in `kept`: kinds of evidence read together share it."""
    token = _kept.set(kept)
    try:
        yield
    finally:
        _kept.reset(token)


def once(fetch: Callable[[Any], Found], meeting: Any) -> Found:
    """`fetch(meeting)`, asked for once within one reading; every time outside of one."""
    kept = _kept.get()
    if kept is None:
        return fetch(meeting)
    key = (fetch, meeting.pk)
    if key not in kept:
        kept[key] = fetch(meeting)
    found: Found = kept[key]
    return found


def evidence(
    code: str,
    *,
    title: Any,
    steps: tuple[str, ...] = (),
    gates: tuple[str, ...] = (),
    facts: tuple[str, ...],
) -> Callable[[Callable[[Any], Evidence]], Callable[[Any], Evidence]]:
    """Register `state(meeting) -> Evidence`. `facts` are the kinds after which it must be read again."""

    def keep(state: Callable[[Any], Evidence]) -> Callable[[Any], Evidence]:
        if code in KINDS:
            raise ValueError(f"two kinds of evidence share the code {code}")
        KINDS[code] = EvidenceKind(code, title, steps, gates, facts, state)
        return state

    return keep
