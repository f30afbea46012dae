"""Permission is asked in every service and shown on every page from the same predicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

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


Service = TypeVar("Service", bound=Callable[..., Any])


def unasked(reason: str) -> Callable[[Service], Service]:
    """Mark a function of a `services` module that names no actor or asks for no permission, and say why that is right."""
    if not reason.strip():
        raise ValueError("a service without a permission needs its reason")
    return lambda service: service


def can(actor: Actor, name: str, subject: Any = None) -> bool:
    """Whether the actor may. The system itself always may; an unknown permission is a fault, not a refusal."""
    _, predicate = PERMISSIONS[name]
    return actor.kind == "system" or predicate(actor, subject)


def require(actor: Actor, name: str, subject: Any = None) -> None:
    """Raise NotAllowed unless the actor may."""
    if not can(actor, name, subject):
        raise NotAllowed(permission=name)
