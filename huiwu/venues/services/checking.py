"""What the services of venues share: values against their columns, a row over its revision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit


def refuse(**fields: str) -> InvalidInput:
    """One sentence for each field."""
    return InvalidInput(fields={name: [text] for name, text in fields.items()}, detail=" ".join(fields.values()))


def verified(row: Model) -> None:
    """The row's values fit its columns: lengths, choices, ranges. Raises InvalidInput."""
    try:
        row.clean_fields()
    except ValidationError as fault:
        fields = {name: [str(text) for text in texts] for name, texts in fault.message_dict.items()}
        raise InvalidInput(fields=fields, detail=" ".join(t for texts in fields.values() for t in texts)) from fault


def saved_over(row: Any, actor: Actor, revision: int, values: Mapping[str, Any]) -> bool:
    """Write what differs over `revision`; False when nothing does. Raises InvalidInput, StaleEdit with the present row."""
    model = type(row)
    if row.revision != revision:
        raise stale(row)
    changed = {key: value for key, value in values.items() if getattr(row, key) != value}
    if not changed:
        return False
    for key, value in changed.items():
        setattr(row, key, value)
    verified(row)
    won = model._base_manager.filter(pk=row.pk, revision=revision).update(
        **changed, revision=F("revision") + 1, saved_by=actor.user, updated_at=clock.now()
    )
    if not won:
        raise stale(model._base_manager.select_related("saved_by").get(pk=row.pk))
    row.refresh_from_db()
    return True


def stale(row: Any) -> StaleEdit:
    return StaleEdit(row, who=row.saved_by.name if row.saved_by else _("同事"))
