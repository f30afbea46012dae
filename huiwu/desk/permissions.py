"""Who may take what out of the desk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission


@permission("desk.subscribe", title=_("订阅自己的日历"))
def can_subscribe(actor: Actor, subject: Any) -> bool:  # every predicate takes both
    return actor.is_signed_in
