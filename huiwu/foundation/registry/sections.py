"""Entries of a meeting's menu, contributed by each capability."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Section:
    """`group`: before, during, after or meeting. `permission` decides who sees it. `url(meeting) -> str`."""

    code: str
    title: Any
    icon: str
    group: str
    order: int
    permission: str
    url: Callable[[Any], str]


SECTIONS: list[Section] = []


def section(
    code: str, *, title: Any, icon: str, group: str, order: int, permission: str, url: Callable[[Any], str]
) -> None:
    SECTIONS.append(Section(code, title, icon, group, order, permission, url))
    SECTIONS.sort(key=lambda s: s.order)


@dataclass(frozen=True, slots=True)
class Setting:
    """A page of the organisation's settings; `permission` is asked of the organisation's id."""

    code: str
    title: Any
    detail: Any
    icon: str
    order: int
    permission: str
    url: Callable[[], str]


SETTINGS: list[Setting] = []


def setting(
    code: str, *, title: Any, detail: Any, icon: str, order: int, permission: str, url: Callable[[], str]
) -> None:
    """Register a page of the organisation's settings."""
    SETTINGS.append(Setting(code, title, detail, icon, order, permission, url))
    SETTINGS.sort(key=lambda s: s.order)
