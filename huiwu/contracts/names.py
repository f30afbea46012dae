"""What contracts' records and codes are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.contracts.choices import Kind
from huiwu.contracts.models import Contract
from huiwu.foundation.registry.names import names, words

names("contract_kind")(words(Kind))


@names("contract")
def contracts(ids: set[str]) -> dict[str, Any]:
    rows = Contract.objects.filter(pk__in=ids).values_list("pk", "number", "title")
    return {str(pk): f"{number} {title}" for pk, number, title in rows}
