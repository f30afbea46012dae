"""Cards that capabilities put on pages of a lower one: the next gate on a meeting's overview, what is missing, …"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can

Context = Callable[[Actor, Any], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """`context(actor, subject)` gives the template's values, or None when there is nothing to show."""

    code: str
    place: str
    order: int
    template: str
    permission: str
    context: Context


PANELS: list[Panel] = []


def panel(
    code: str, *, place: str, order: int, template: str, context: Context, permission: str = "meetings.view"
) -> None:
    """Register a card for a place (`meeting`: the meeting's overview; `selection` …) in a `sections.py` drawer.

    Codes are unique.
    """
    if any(known.code == code for known in PANELS):
        raise ValueError(f"two panels share the code {code}")
    PANELS.append(Panel(code, place, order, template, permission, context))
    PANELS.sort(key=lambda p: (p.order, p.code))


def drawn_panels(
    place: str, actor: Actor, meeting: Any, request: HttpRequest, *, subject: Any = None
) -> list[SafeString]:
    """The place's cards that the actor may see in this meeting, in order, as HTML.

    A place about a record of the meeting gives it as `subject`; in the templates it stands under the place's name.
    """
    shown = meeting if subject is None else subject
    drawn = []
    for known in PANELS:
        if known.place != place or not can(actor, known.permission, meeting):
            continue
        values = known.context(actor, shown)
        if values is not None:
            drawn.append(render_to_string(known.template, {"meeting": meeting, place: shown, **values}, request))
    return drawn
