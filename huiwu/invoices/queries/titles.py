"""Our own titles."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from huiwu.invoices.models import LegalEntity
from huiwu.invoices.rules.judging import Entity


def titles_of(org_id: UUID) -> QuerySet[LegalEntity]:
    """Every title of the organisation, the default first, retired ones last."""
    return LegalEntity.objects.filter(org_id=org_id)


def default_title(org_id: UUID) -> LegalEntity | None:
    """What to give to a supplier who asks for the invoice's title."""
    return titles_of(org_id).filter(is_active=True).first()


def plain_titles(org_id: UUID) -> dict[Entity, UUID]:
    """For the rules: titles in use, the default first, and the row of each."""
    return {Entity(row.name, row.tax_id): row.pk for row in titles_of(org_id).filter(is_active=True)}
