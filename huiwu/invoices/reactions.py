"""What follows from facts of invoices."""

from __future__ import annotations

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.invoices.models import InvoiceImport
from huiwu.invoices.queries.addresses import address
from huiwu.notifications.services import write_message


def tell_person_when_import_ends(what: Occurrence) -> None:
    """LATER. Whoever asked for it, once."""
    batch = (
        InvoiceImport.objects.select_related("meeting", "org", "asked_by").filter(pk=what.payload["import_id"]).first()
    )
    if batch is None or batch.asked_by is None or not batch.asked_by.is_active:
        return
    counts = ("taken", "joined", "duplicate", "refused")
    write_message(
        actor=SYSTEM,
        kind="invoices.imported",
        key=f"invoices.imported:{batch.pk}",
        user=batch.asked_by,
        meeting=batch.meeting,
        org=batch.org,
        values={name: what.payload[name] for name in counts},
        url=address(batch.meeting, "import", batch.pk),
    )
