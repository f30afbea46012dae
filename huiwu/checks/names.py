"""What findings are called in the history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.checks.models import FindingRecord
from huiwu.checks.queries import title_of
from huiwu.foundation.registry.names import names

SEVERITIES = {"block": _("阻断性"), "warn": _("警告性"), "hint": _("提示性")}
names("severity")(lambda asked: {key: SEVERITIES[key] for key in asked & set(SEVERITIES)})


@names("finding")
def findings(ids: set[str]) -> dict[str, Any]:
    """The rule's code and title; details may name people, and the history outlives them."""
    rows = FindingRecord.objects.filter(pk__in=ids).values_list("pk", "code")
    return {str(pk): f"{code} {title_of(code)}" for pk, code in rows}
