"""The only module that reads the clock, so that any moment can be judged or replayed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_pinned: ContextVar[datetime | None] = ContextVar("huiwu_pinned_clock", default=None)
_ceiling: ContextVar[datetime | None] = ContextVar("huiwu_clock_ceiling", default=None)


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _pinned.get() or datetime.now(UTC)


def today(zone: str = "Asia/Shanghai") -> date:
    """The calendar day it is in `zone`."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Judge as if it were `instant` (aware) within the block: `huiwu check --at`, demo data, tests."""
    if instant.tzinfo is None:
        raise ValueError("clock.at needs an aware instant")
    ceiling = _ceiling.get()
    token = _pinned.set(min(instant, ceiling or instant).astimezone(UTC))
    try:
        yield
    finally:
        _pinned.reset(token)


@contextmanager
def not_after(instant: datetime) -> Iterator[None]:
    """Within the block `at` pins nothing later than `instant`: invented histories end where the present begins."""
    token = _ceiling.set(instant)
    try:
        yield
    finally:
        _ceiling.reset(token)
