"""Nouns of suppliers: the library, and the suppliers of a meeting."""

from huiwu.suppliers.queries.library import (
    SupplierFilter,
    alike,
    found_suppliers,
    lapsing,
    supplier_for,
    suppliers_of,
)
from huiwu.suppliers.queries.meeting import (
    contracted_categories,
    engaged,
    engagement_for,
    meeting_suppliers,
    strike_day,
)

__all__ = [
    "SupplierFilter",
    "alike",
    "contracted_categories",
    "engaged",
    "engagement_for",
    "found_suppliers",
    "lapsing",
    "meeting_suppliers",
    "strike_day",
    "supplier_for",
    "suppliers_of",
]
