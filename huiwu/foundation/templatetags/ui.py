"""The components of the interface as template tags; a built-in library of every template."""

from __future__ import annotations

from typing import Any

from django import template

from huiwu.foundation import permission
from huiwu.foundation.actors import Actor

register = template.Library()


@register.simple_tag
def can(actor: Actor, name: str, subject: Any = None) -> bool:
    """`{% can actor "brief.edit" meeting as may_edit %}`."""
    return permission.can(actor, name, subject)
