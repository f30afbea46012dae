"""Nouns of invoices: lists and figures others build on."""

from huiwu.invoices.queries.invoices import (
    InvoiceFilter,
    Totals,
    counted_of,
    found_invoices,
    invoice_for,
    invoices_of,
    invoices_of_contract,
    is_about_title,
    matching,
    totals_of,
    visible_invoices,
)
from huiwu.invoices.queries.titles import default_title, titles_of

__all__ = [
    "InvoiceFilter",
    "Totals",
    "counted_of",
    "default_title",
    "found_invoices",
    "invoice_for",
    "invoices_of",
    "invoices_of_contract",
    "is_about_title",
    "matching",
    "titles_of",
    "totals_of",
    "visible_invoices",
]
