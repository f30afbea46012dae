"""Nouns of suppliers: the library, and the suppliers of a meeting."""

from huiwu.suppliers.queries.cards import engagements_seen_by, ratings_seen_by
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
from huiwu.suppliers.queries.needs import (
    CategoryRow,
    category_rows,
    crew_contacts,
    engaged_with_papers,
    lacking_categories,
)

__all__ = [
    "CategoryRow",
    "SupplierFilter",
    "alike",
    "category_rows",
    "contracted_categories",
    "crew_contacts",
    "engaged",
    "engaged_with_papers",
    "engagement_for",
    "engagements_seen_by",
    "found_suppliers",
    "lacking_categories",
    "lapsing",
    "meeting_suppliers",
    "ratings_seen_by",
    "strike_day",
    "supplier_for",
    "suppliers_of",
]
