"""Invoices in the one search box."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries import matching
from huiwu.invoices.queries.addresses import url_of
from huiwu.kernel.money import yuan
from huiwu.meetings.queries import meetings_of


@searchable("invoice", title=_("发票"))
def find_invoices(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By number, party (pinyin too) or tax ID, in meetings whose invoices the actor may see."""
    if not text.strip():
        return
    rows = Invoice.objects.filter(matching(text), meeting__in=meetings_of(actor)).select_related("meeting__org")
    found = 0
    for invoice in rows.order_by("-issued_on", "pk")[: limit * 4]:
        if found == limit:
            return
        if not can(actor, "invoices.view", invoice.meeting):
            continue
        assert invoice.meeting is not None  # asked for above
        found += 1
        amount = yuan(invoice.gross_cents) if invoice.gross_cents is not None else ""
        yield SearchHit(
            kind="invoice",
            title=" ".join(filter(None, [invoice.full_number, invoice.party_name])),
            detail=" · ".join(filter(None, [amount, str(invoice.get_state_display()), invoice.meeting.name])),
            url=url_of(invoice),
        )
