"""What procurement's records are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names
from huiwu.procurement.models import Quotation, Rfq, Selection


@names("rfq")
def rfqs(ids: set[str]) -> dict[str, Any]:
    rows = Rfq.objects.filter(pk__in=ids).values_list("pk", "number", "title")
    return {str(pk): f"{number} {title}" for pk, number, title in rows}


@names("quotation")
def quotations(ids: set[str]) -> dict[str, Any]:
    rows = Quotation.objects.filter(pk__in=ids).values_list("pk", "supplier__name", "rfq__title")
    return {str(pk): f"{name} · {title}" for pk, name, title in rows}


@names("selection")
def selections(ids: set[str]) -> dict[str, Any]:
    rows = Selection.objects.filter(pk__in=ids).values_list("pk", "quotation__supplier__name", "rfq__title")
    return {str(pk): f"{name} · {title}" for pk, name, title in rows}
