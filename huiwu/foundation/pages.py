"""Page plumbing: who asks, from where, and what every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from huiwu.foundation.actors import NOBODY, Actor


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person, or the holder of the link this page was opened with, or NOBODY. One object per request."""
    actor: Actor | None = getattr(request, "_actor", None)
    if actor is None:
        where = {"address": address_of(request), "agent": request.headers.get("User-Agent", "")[:300]}
        user = getattr(request, "user", None)
        actor = Actor.of_user(user, **where) if user is not None and user.is_authenticated else NOBODY
        request._actor = actor  # type: ignore[attr-defined]  # one per request; HttpRequest has no slot for it
    return actor


def address_of(request: HttpRequest) -> str:
    """The peer's address; a proxy in front must set REMOTE_ADDR (granian does from its own connection)."""
    return str(request.META.get("REMOTE_ADDR", ""))[:64]


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the actor, for `{% if %}` and the `can` tag; the chosen theme."""
    return {"actor": actor_of(request), "theme": theme_of(request)}


THEME_COOKIE = "huiwu_theme"


def theme_of(request: HttpRequest) -> str:
    """`light`, `dark`, or empty for what the device prefers."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in ("light", "dark") else ""
