"""Suppliers in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.suppliers.queries import suppliers_of
from huiwu.suppliers.queries.library import matching


@searchable("supplier", title=gettext_lazy("供应商"))
def find_suppliers(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By name, pinyin, initials, category or unified social credit code."""
    if not text.strip() or "\0" in text:
        return
    for row in suppliers_of(actor).filter(matching(text)).order_by("name")[:limit]:
        yield SearchHit(
            kind="supplier",
            title=row.name,
            detail=" · ".join(filter(None, [_("、").join(row.category_labels), row.unified_code, row.city])),
            url=reverse("suppliers:supplier", args=[row.pk]),
        )
