"""What plans are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.floor_plans.models import SetupPlan
from huiwu.foundation.registry.names import names


@names("setup_plan")
def setup_plans(ids: set[str]) -> dict[str, Any]:
    rows = SetupPlan.objects.filter(pk__in=ids).values_list("pk", "function__name")
    return {str(pk): name for pk, name in rows}
