"""The general layer of the checks: what is stated where, what refers to what, what must be filled by when.

A capability that declares these needs no rule of its own for "two documents say different things", "refers to something
cancelled or expired" and "still empty past its date" (domain/failures.md, head).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Statement:
    """`where` (a document, as a person names it) says that the fact `key` has `value` (compared as text)."""

    key: str
    label: str
    where: str
    value: str
    url: str = ""
    is_signed: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """`source` relies on `target`, which is in `state`, or good until `expires_on` only while needed on `needed_on`."""

    source: str
    target: str
    state: Literal["ok", "cancelled", "missing", "void"]
    url: str = ""
    expires_on: date | None = None
    needed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """`label` must be filled by `due_on`."""

    label: str
    due_on: date
    is_filled: bool
    url: str = ""
    step: str = ""
    owner_role: str = "project_manager"


STATEMENTS: list[Callable[[Any], Iterable[Statement]]] = []
REFERENCES: list[Callable[[Any], Iterable[Reference]]] = []
REQUIREMENTS: list[Callable[[Any], Iterable[Requirement]]] = []


def states(find: Callable[[Any], Iterable[Statement]]) -> Callable[[Any], Iterable[Statement]]:
    """Register what the documents of a meeting state."""
    STATEMENTS.append(find)
    return find


def refers(find: Callable[[Any], Iterable[Reference]]) -> Callable[[Any], Iterable[Reference]]:
    """Register what the records of a meeting rely on."""
    REFERENCES.append(find)
    return find


def requires(find: Callable[[Any], Iterable[Requirement]]) -> Callable[[Any], Iterable[Requirement]]:
    """Register what must be filled by when."""
    REQUIREMENTS.append(find)
    return find
