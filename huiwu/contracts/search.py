"""Contracts in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.contracts.models import Contract
from huiwu.contracts.permissions import readable_meetings
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import SearchHit, searchable


@searchable("contract", title=_("合同"))
def find_contracts(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By number, title, the other party or its code."""
    if not text.strip():
        return
    named = (
        Q(number__icontains=text)
        | Q(title__icontains=text)
        | Q(party_name__icontains=text)
        | Q(party_code__icontains=text)
    )
    found = Contract.objects.filter(named, meeting__in=readable_meetings(actor)).select_related("meeting")
    for contract in found.order_by("-meeting__start_on", "number")[:limit]:
        yield SearchHit(
            kind="contract",
            title=str(contract),
            detail=" · ".join([contract.party_name, str(contract.get_status_display()), contract.meeting.name]),
            url=reverse("contracts:contract", args=[contract.meeting.slug, contract.pk]),
        )
