"""What notices are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names
from huiwu.notices.models import Notice


@names("notice")
def notices(ids: set[str]) -> dict[str, Any]:
    return {str(pk): title for pk, title in Notice.objects.filter(pk__in=ids).values_list("pk", "title")}
