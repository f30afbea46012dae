"""Data that completes a step or opens a gate, declared by the capability that owns the data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
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
    """`steps` complete when all their evidence kinds are present; `gates` open with it; `facts` may change it, and are
    followed in their own transaction. `busy_facts` may change it too, but come one after the other by the hundred: the
    worker reads it again some seconds later, once for all of them.
    """

    code: str
    title: Any
    steps: tuple[str, ...]
    gates: tuple[str, ...]
    facts: tuple[str, ...]
    state: Callable[[Any], Evidence]
    busy_facts: tuple[str, ...] = ()

    def may_follow(self, fact_kinds: Collection[str]) -> bool:
        """Whether facts of these kinds may change it."""
        return not {*self.facts, *self.busy_facts}.isdisjoint(fact_kinds)


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
    busy_facts: tuple[str, ...] = (),
) -> Callable[[Callable[[Any], Evidence]], Callable[[Any], Evidence]]:
    """Register `state(meeting) -> Evidence`. After `facts` it is read at once, after `busy_facts` soon (EvidenceKind)."""

    def keep(state: Callable[[Any], Evidence]) -> Callable[[Any], Evidence]:
        if code in KINDS:
            raise ValueError(f"two kinds of evidence share the code {code}")
        KINDS[code] = EvidenceKind(code, title, steps, gates, facts, state, busy_facts)
        return state

    return keep
