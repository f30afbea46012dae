"""Payment requests in the one search box, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.search import SearchHit, searchable
from huiwu.kernel.money import yuan
from huiwu.payments.models import PaymentRequest
from huiwu.payments.queries.across import meetings_with_money


@searchable("payment_request", title=_("付款申请"))
def find_requests(actor: Actor, text: str, limit: int) -> Iterable[SearchHit]:
    """By purpose, payee, or the reference of a payment."""
    if not text.strip():
        return
    named = Q(purpose__icontains=text) | Q(payee__icontains=text) | Q(payments__reference__icontains=text)
    found = PaymentRequest.objects.filter(named, meeting__in=meetings_with_money(actor)).select_related("meeting")
    for row in found.distinct().order_by("-meeting__start_on", "-number")[:limit]:
        yield SearchHit(
            kind="payment_request",
            title=str(row),
            detail=" · ".join([row.payee, yuan(row.amount_cents), row.meeting.name]),
            url=reverse("payments:request", args=[row.meeting.slug, row.pk]),
        )
