"""The organisation's suppliers as one person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from huiwu.accounts.models import Organisation
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can, require
from huiwu.kernel.credit_code import plain_code
from huiwu.meetings.rules.naming import search_key
from huiwu.suppliers.choices import SupplierCategory, SupplierStatus
from huiwu.suppliers.errors import SupplierElsewhere
from huiwu.suppliers.models import Qualification, Supplier, SupplierRating
from huiwu.suppliers.rules.naming import name_key

SOON = timedelta(days=60)
"""Papers that lapse within this time are shown as lapsing soon."""
SORTS = ("name", "-name", "-updated_at")


@dataclass(frozen=True, slots=True)
class SupplierFilter:
    """What the address of the library asks for; empty means all. `lapsing`: with a paper that has lapsed or soon will."""

    text: str = ""
    category: str = ""
    status: str = ""
    taxpayer: str = ""
    lapsing: bool = False
    sort: str = "name"

    @property
    def is_open(self) -> bool:
        return not (self.text or self.category or self.status or self.taxpayer or self.lapsing)


def suppliers_of(actor: Actor) -> QuerySet[Supplier]:
    """The suppliers of every organisation the actor works in."""
    if actor.kind == "system":
        return Supplier.objects.all()
    if not actor.is_signed_in:
        return Supplier.objects.none()
    theirs = Organisation.objects.filter(memberships__user=actor.user).values("pk")
    return Supplier.objects.filter(org_id__in=theirs)


def supplier_for(actor: Actor, supplier_id: UUID, permission: str = "suppliers.view") -> Supplier:
    """Raises SupplierElsewhere for those who may not even see it, NotAllowed for those who may not do that with it."""
    found = Supplier.objects.select_related("org", "saved_by").filter(pk=supplier_id).first()
    if found is None or not can(actor, "suppliers.view", found.org_id):
        raise SupplierElsewhere
    require(actor, permission, found.org_id)
    return found


def found_suppliers(actor: Actor, asked: SupplierFilter, today: date) -> QuerySet[Supplier]:
    """The library under a filter, each with contacts, papers and ratings: four queries however many rows."""
    rows = suppliers_of(actor)
    if asked.text.strip():
        rows = rows.filter(matching(asked.text))
    if asked.category in SupplierCategory.values:
        rows = rows.filter(category_key__contains=f"|{asked.category}|")
    if asked.status in SupplierStatus.values:
        rows = rows.filter(status=asked.status)
    if asked.taxpayer:
        rows = rows.filter(taxpayer=asked.taxpayer)
    if asked.lapsing:
        lapse = Qualification.objects.filter(supplier=OuterRef("pk"), meeting=None, expires_on__lte=today + SOON)
        rows = rows.filter(Exists(lapse))
    dated = Qualification.objects.filter(meeting=None).order_by("expires_on", "id")
    rated = SupplierRating.objects.order_by("-rated_at")
    return rows.prefetch_related(
        "contacts",
        Prefetch("qualifications", queryset=dated, to_attr="papers"),
        Prefetch("ratings", queryset=rated, to_attr="rated"),
    ).order_by(asked.sort if asked.sort in SORTS else "name", "pk")


def matching(text: str) -> Q:
    """Name, short name, code or category; pinyin in full or initials."""
    plain = Q(name__icontains=text.strip()) | Q(unified_code__icontains=plain_code(text))
    key = search_key(text)
    found = plain | Q(search_text__contains=key) if key else plain
    for code, label in SupplierCategory.choices:
        if text.strip() and text.strip().casefold() in str(label).casefold():
            found |= Q(category_key__contains=f"|{code}|")
    return found


def alike(org_id: UUID, *, name: str, unified_code: str, but: UUID | None = None) -> list[tuple[Supplier, str]]:
    """Suppliers that are, or may be, the same company: `code`, `name` (both forbid saving) or `near` (shown only)."""
    key, code = name_key(name), plain_code(unified_code)
    ways = Q(name_key=key) | (Q(unified_code=code) if code else Q(pk=None))
    if len(key) >= 4:
        ways |= Q(name_key__contains=key) | Q(short_name=name.strip())
    rows = Supplier.objects.filter(ways, org_id=org_id)
    if but is not None:
        rows = rows.exclude(pk=but)
    return [
        (row, "code" if code and row.unified_code == code else "name" if row.name_key == key else "near")
        for row in rows[:10]
        if key or row.unified_code == code
    ]


def lapsing(supplier: Supplier, on_day: date) -> list[Qualification]:
    """Papers of the library that are no longer valid on a day: those that end before it. One that ends on it is valid."""
    return list(supplier.qualifications.filter(meeting=None, expires_on__lt=on_day))
