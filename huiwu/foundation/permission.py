"""Permission is asked in every service and shown on every page from the same predicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from huiwu.foundation.actors import Actor
from huiwu.kernel.errors import NotAllowed

Predicate = Callable[[Actor, Any], bool]
PERMISSIONS: dict[str, tuple[Any, Predicate]] = {}


def permission(name: str, *, title: Any = "") -> Callable[[Predicate], Predicate]:
    """Register the predicate `(actor, subject) -> bool` under `capability.verb`. Each is stated once."""

    def keep(predicate: Predicate) -> Predicate:
        if name in PERMISSIONS:
            raise ValueError(f"two predicates for the permission {name}")
        PERMISSIONS[name] = (title, predicate)
        return predicate

    return keep


def can(actor: Actor, name: str, subject: Any = None) -> bool:
    """Whether the actor may. The system itself always may; an unknown permission is a fault, not a refusal."""
    _, predicate = PERMISSIONS[name]
    return actor.kind == "system" or predicate(actor, subject)


def require(actor: Actor, name: str, subject: Any = None) -> None:
    """Raise NotAllowed unless the actor may."""
    if not can(actor, name, subject):
        raise NotAllowed(permission=name)
