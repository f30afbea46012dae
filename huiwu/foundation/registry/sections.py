"""Entries of a meeting's menu, of the top bar and of the organisation's settings, contributed by each capability."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from huiwu.foundation.actors import Actor


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


def _is_signed_in(actor: Actor) -> bool:
    return actor.is_signed_in


@dataclass(frozen=True, slots=True)
class Place:
    """A page over all meetings, in the top bar. `group`: "" (a link of its own), library or finance."""

    code: str
    title: Any
    icon: str
    group: str
    order: int
    shown: Callable[[Actor], bool]
    url: Callable[[], str]


PLACES: list[Place] = []


def place(
    code: str,
    *,
    title: Any,
    icon: str,
    order: int,
    url: Callable[[], str],
    group: str = "",
    shown: Callable[[Actor], bool] = _is_signed_in,
) -> None:
    """Register a page over all meetings. `shown` is asked on every page: it must not query. Codes are unique."""
    if any(known.code == code for known in PLACES):
        raise ValueError(f"two places share the code {code}")
    PLACES.append(Place(code, title, icon, group, order, shown, url))
    PLACES.sort(key=lambda p: (p.order, p.code))
