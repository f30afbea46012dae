"""Rules that find omissions and contradictions by themselves (domain/failures.md).

A rule looks at one meeting at one instant and yields a `Hit` per object in trouble. The checks capability runs them,
remembers when each was found and mended, and shows them; `huiwu check` prints them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Severity = Literal["block", "warn", "hint"]


@dataclass(frozen=True, slots=True)
class Subject:
    """An object the finding is about, as a person would name it."""

    type: str
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One object in trouble. `root` tells two hits of one rule apart and must be stable from run to run.

    `detail` is a full sentence with both sides' values; `action` says what to do; `url` leads to where it is mended.
    """

    detail: str
    subjects: tuple[Subject, ...]
    url: str = ""
    action: str = ""
    root: str = ""
    severity: Severity | None = None
    owner_role: str = ""


@dataclass(slots=True)
class Scope:
    """What a rule may look at. `at` is the instant judged, `today` the day there in the meeting's own zone."""

    meeting: Any
    at: datetime
    today: date
    memo: dict[str, Any] = field(default_factory=dict)

    @property
    def days_to_start(self) -> int:
        """T-n: 60 means sixty days before the first day; negative once it has begun."""
        return int((self.meeting.start_on - self.today).days)

    @property
    def days_after_end(self) -> int:
        return int((self.today - self.meeting.end_on).days)

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        """Fetch once per run what several rules need."""
        if key not in self.memo:
            self.memo[key] = make()
        return self.memo[key]


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    module: str
    severity: Severity
    title: Any
    step: str
    owner_role: str
    from_days_before: int | None
    from_days_after: int | None
    find: Callable[[Scope], Iterable[Hit]]

    def applies(self, scope: Scope) -> bool:
        """Whether the rule has begun to watch at the scope's instant (the catalogue's column 起查)."""
        if self.from_days_before is not None and scope.days_to_start > self.from_days_before:
            return False
        return self.from_days_after is None or scope.days_after_end >= self.from_days_after


RULES: dict[str, Rule] = {}


def check(
    code: str,
    *,
    module: str,
    severity: Severity,
    title: Any,
    step: str = "",
    owner_role: str = "project_manager",
    from_days_before: int | None = None,
    from_days_after: int | None = None,
) -> Callable[[Callable[[Scope], Iterable[Hit]]], Callable[[Scope], Iterable[Hit]]]:
    """Register a rule under its code of domain/failures.md, or `GEN-…` for the general layer. Codes are unique."""

    def keep(find: Callable[[Scope], Iterable[Hit]]) -> Callable[[Scope], Iterable[Hit]]:
        if code in RULES:
            raise ValueError(f"two rules share the code {code}")
        RULES[code] = Rule(code, module, severity, title, step, owner_role, from_days_before, from_days_after, find)
        return find

    return keep
