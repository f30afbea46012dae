"""What documents are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.documents.choices import Method
from huiwu.documents.models import ChangeOrder, Document, ImpactItem
from huiwu.foundation.registry.names import names, words

names("document_signed.method")(words(Method))


@names("document")
def documents(ids: set[str]) -> dict[str, Any]:
    return {str(pk): title for pk, title in Document.objects.filter(pk__in=ids).values_list("pk", "title")}


@names("change_order")
def change_orders(ids: set[str]) -> dict[str, Any]:
    rows = ChangeOrder.objects.filter(pk__in=ids).values_list("pk", "sheet__number", "summary")
    return {str(pk): number or summary[:40] for pk, number, summary in rows}


@names("impact_item")
def impact_items(ids: set[str]) -> dict[str, Any]:
    return {str(pk): label for pk, label in ImpactItem.objects.filter(pk__in=ids).values_list("pk", "label")}
