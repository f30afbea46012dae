"""Who may open orders and deliveries."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from huiwu.accounts.models import ScopedLink
from huiwu.foundation.actors import SYSTEM
from huiwu.orders import services
from huiwu.orders.models import OrderPhoto
from huiwu.procurement.models import Quotation, Rfq, Selection
from huiwu.suppliers.models import Supplier
from tests.access.may import LEADS, PUBLIC, TEAM, May, act, both, page
from tests.orders.conftest import LINES, photo, values

WRITERS = LEADS | {"procurement", "commercial_manager", "materials_team", "av_team", "venue_team", "catering_team"}
ACCEPTERS = LEADS | {
    "commercial_manager",
    "procurement",
    "venue_team",
    "finance",
    "av_team",
    "materials_team",
    "catering_team",
    "lodging_team",
}
READERS = WRITERS | ACCEPTERS | {"compliance_officer", "operations_head"}
LINK = {"token": "order_token"}
FILE = {"form": "xlsx"}
ORDER = {"order_id": "our_order_id"}

ROWS: dict[str, May] = {
    "orders:link": page(PUBLIC, at=LINK),
    "orders:link_confirm": act(PUBLIC, at=LINK),
    "orders:link_return": act(PUBLIC, at=LINK),
    "orders:link_production": act(PUBLIC, at=LINK),
    "orders:link_dispatch": act(PUBLIC, at=LINK),
    "orders:link_delivered": act(PUBLIC, at=LINK),
    "orders:link_file": page(PUBLIC, at=LINK | FILE),
    "orders:list": page(READERS),
    "orders:new": both(WRITERS),
    "orders:from_selection": both(WRITERS, at={"selection_id": "our_selection_id"}),
    "orders:deliveries": page(TEAM),
    "orders:deliveries_pdf": page(TEAM, few=True),
    "orders:order": page(READERS, at=ORDER),
    "orders:edit": both(WRITERS, at=ORDER),
    "orders:send": act(WRITERS, at=ORDER),
    "orders:more_link": act(WRITERS, at=ORDER),
    "orders:revoke_link": act(WRITERS, at=ORDER | {"link_id": "order_link_id"}),
    "orders:recall": act(WRITERS, at=ORDER),
    "orders:cancel": act(WRITERS, at=ORDER),
    "orders:reply": act(WRITERS, at=ORDER | {"kind": "production"}),
    "orders:accept": both(ACCEPTERS, at=ORDER),
    "orders:file": page(READERS, at=ORDER | FILE),
    "orders:photo": page(READERS, at=ORDER | {"photo_id": "order_photo_id", "size": "small"}),
}


def fill(world: Any) -> None:
    """One confirmed order with a link and a photo."""
    cast, ids = world.cast, world.ids
    lead = cast.actor("lead")
    row = services.draft_order(
        actor=lead,
        meeting=cast.meeting,
        supplier=Supplier.objects.get(pk=ids["library_supplier_id"]),
        values=values(category="build"),
        lines=LINES,
    )
    row, ids["order_token"] = services.send_order(actor=lead, order_id=row.pk, revision=1, person="石磊")
    services.confirm_order(actor=lead, order_id=row.pk, seen_revision=row.revision, person_name="石磊")
    services.report_delivery(
        actor=SYSTEM, order_id=row.pk, person_name="石磊", photos=[("a.jpg", BytesIO(photo().read()))]
    )
    ids["our_order_id"] = row.pk
    ids["order_photo_id"] = OrderPhoto.objects.get(order=row).pk
    ids["order_link_id"] = ScopedLink.objects.get(subject_id=row.pk).pk
    ids["our_selection_id"] = _selection(cast.meeting, row.supplier).pk


def _selection(meeting: Any, supplier: Supplier) -> Selection:
    rfq = Rfq.objects.create(meeting=meeting, category="build", number="XJ-901", title="搭建", due_on=meeting.start_on)
    quotation = Quotation.objects.create(rfq=rfq, supplier=supplier)
    return Selection.objects.create(
        meeting=meeting,
        rfq=rfq,
        quotation=quotation,
        state="approved",
        reason="价低",
        total_cents=1,
        comparison_hash="x",
    )
