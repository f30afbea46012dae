"""What notifications' records are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names
from huiwu.notifications.models import Message


@names("message")
def messages(ids: set[str]) -> dict[str, Any]:
    """The reader's name: what matters about a message is whom it went to."""
    return {str(row.pk): row.reader_name for row in Message.objects.filter(pk__in=ids).select_related("user")}
