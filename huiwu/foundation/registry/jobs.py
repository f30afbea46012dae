"""Background work: what a worker may be asked to do, and what it does by itself every so often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

Work = Callable[..., Any]
JOBS: dict[str, Work] = {}
PERIODIC: dict[str, tuple[timedelta, Callable[[], Any]]] = {}


def job(name: str) -> Callable[[Work], Work]:
    """Register `work(progress, **args) -> JSON-able result`. `progress(done, total)` raises Cancelled when asked to stop.

    Work may be repeated after a crash and must be harmless when it is.
    """

    def keep(work: Work) -> Work:
        if name in JOBS:
            raise ValueError(f"two jobs share the name {name}")
        JOBS[name] = work
        return work

    return keep


def periodic(name: str, *, every: timedelta) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Register work that one worker at a time does at most once per `every`."""

    def keep(work: Callable[[], Any]) -> Callable[[], Any]:
        PERIODIC[name] = (every, work)
        return work

    return keep
