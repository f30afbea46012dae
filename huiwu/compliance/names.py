"""What compliance's records and codes are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.compliance.choices import Decision, PermitKind
from huiwu.compliance.models import Release
from huiwu.foundation.registry.names import names, words

names("permit_kind")(words(PermitKind))
names("compliance_item_decided.decision")(words(Decision))


@names("release")
def releases(ids: set[str]) -> dict[str, Any]:
    return {str(pk): title for pk, title in Release.objects.filter(pk__in=ids).values_list("pk", "title")}
