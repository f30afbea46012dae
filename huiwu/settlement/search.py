"""Supplier settlements in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.meetings.queries import meetings_of
from huiwu.settlement.models import SupplierSettlement


@searchable("settlement", title=_("供应商结算"))
def find_settlements(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By contract number or the supplier's name, of meetings whose settlement the actor may see."""
    if not text.strip():
        return
    named = Q(contract__number__icontains=text) | Q(contract__party_name__icontains=text)
    found = SupplierSettlement.objects.filter(named, meeting__in=meetings_of(actor)).select_related(
        "meeting", "contract"
    )
    for row in found.order_by("-meeting__start_on")[:limit]:
        if can(actor, "settlement.view", row.meeting):
            yield SearchHit(
                kind="settlement",
                title=f"{row.contract.number} {row.contract.party_name}",
                detail=" · ".join([str(row.get_state_display()), row.meeting.name]),
                url=reverse("settlement:supplier", args=[row.meeting.slug, row.contract_id]),
            )
