"""Half-open spans of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start_at` up to, not including, `end_at`; both aware."""

    start_at: datetime
    end_at: datetime

    def __post_init__(self) -> None:
        if self.start_at.tzinfo is None or self.end_at.tzinfo is None:
            raise ValueError("a span needs aware instants")
        if self.end_at < self.start_at:
            raise ValueError("a span ends before it starts")

    @property
    def length(self) -> timedelta:
        return self.end_at - self.start_at

    def overlaps(self, other: Span) -> bool:
        return self.start_at < other.end_at and other.start_at < self.end_at

    def contains(self, other: Span) -> bool:
        return self.start_at <= other.start_at and other.end_at <= self.end_at
