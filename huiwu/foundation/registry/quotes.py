"""What quotes a version of a document: a handbook, a registration page, a screen, a run of show that carries the agenda.

The capability that makes such a thing declares it in its drawer `impact.py`; the owner of the document finds what is
outdated (OM-057), without knowing who quotes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Quotation:
    """`label` (as a person names it) carries version number `version`; `kind` and `id` tell one thing from another."""

    kind: str
    id: str
    label: str
    version: int
    url: str = ""


Find = Callable[[Any], Iterable[Quotation]]
_FINDERS: dict[str, list[Find]] = {}


def quotes(document: str) -> Callable[[Find], Find]:
    """Register `find(meeting)` over what is in use and quotes a kind of document (`agenda`)."""

    def keep(find: Find) -> Find:
        _FINDERS.setdefault(document, []).append(find)
        return find

    return keep


def quotations(meeting: Any, document: str) -> list[Quotation]:
    """Everything in use that quotes the document."""
    return [row for find in _FINDERS.get(document, ()) for row in find(meeting)]
