"""What invoices and titles are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names, words
from huiwu.invoices.choices import Source
from huiwu.invoices.models import Invoice, LegalEntity

names("invoice_received.source")(words(Source))
names("invoice_imported.source")(words(Source))
names("invoice_file_joined.source")(words(Source))


@names("invoice", "red")
def invoices(ids: set[str]) -> dict[str, Any]:
    rows = Invoice.objects.filter(pk__in=ids).values_list("pk", "code", "number", "seller_name")
    return {str(pk): f"{code} {number}".strip() or seller for pk, code, number, seller in rows}


@names("title")
def titles(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in LegalEntity.objects.filter(pk__in=ids).values_list("pk", "name")}
