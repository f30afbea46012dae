"""P07: the register of invoices is kept (发票登记簿), nothing in it is late or cannot be used."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.invoices.choices import COUNTED, InvoiceState
from huiwu.invoices.models import Invoice, RepeatedArrival
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting


@evidence(
    "invoices.register",
    title=gettext_lazy("发票登记簿"),
    steps=("P07",),
    facts=(
        "invoice_received",
        "invoices_imported",
        "invoices_expected",
        "invoice_expected",
        "expectation_dropped",
        "invoice_assigned",
        "invoice_corrected",
        "invoice_returned",
        "invoice_brought_again",
        "repeat_cleared",
    ),
)
def invoice_register(meeting: Meeting) -> Evidence:
    """Rows are there, no expected invoice is overdue, none at hand is blocked, nothing is claimed twice. Three queries."""
    url = reverse("invoices:register", args=[meeting.slug])
    rows = list(Invoice.objects.filter(meeting=meeting).values_list("state", "weight", "expected_on", "created_at"))
    today = clock.today(meeting.time_zone)
    is_late = any(state == InvoiceState.EXPECTED and due and due < today for state, _w, due, _at in rows)
    is_blocked = any(state in COUNTED and weight == "block" for state, weight, _due, _at in rows)
    is_open = RepeatedArrival.objects.filter(meeting=meeting, cleared_at=None).exists()
    if not rows or is_late or is_blocked or is_open:
        return Evidence(present=False, label=_("发票登记簿"), url=url)
    label = _("发票登记簿，{count} 张").format(count=len(rows))
    return Evidence(present=True, label=label, url=url, at=max(at for *_rest, at in rows))
