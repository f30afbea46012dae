"""Who may open orders and deliveries."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from huiwu.accounts.models import ScopedLink
from huiwu.foundation.actors import SYSTEM
from huiwu.orders import services
from huiwu.orders.models import OrderPhoto
from huiwu.suppliers.models import Supplier
from tests.access.may import LEADS, NOBODY, PUBLIC, TEAM, May, act, both, page
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
FILE = {"form": "excel"}

ROWS: dict[str, May] = {
    "l/<str:token>/order": page(PUBLIC, at=LINK),
    "l/<str:token>/order/confirm": act(PUBLIC, at=LINK),
    "l/<str:token>/order/return": act(PUBLIC, at=LINK),
    "l/<str:token>/order/production": act(PUBLIC, at=LINK),
    "l/<str:token>/order/dispatch": act(PUBLIC, at=LINK),
    "l/<str:token>/order/delivered": act(PUBLIC, at=LINK),
    "l/<str:token>/order/file/<str:form>": page(PUBLIC, at=LINK | FILE),
    "m/<slug:slug>/orders/": page(READERS),
    "m/<slug:slug>/orders/new/": both(WRITERS),
    "m/<slug:slug>/orders/from/<uuid:selection_id>/": both(NOBODY, at={"selection_id": "no_selection"}),
    "m/<slug:slug>/orders/deliveries/": page(TEAM),
    "m/<slug:slug>/orders/deliveries/print/": page(TEAM, few=True),
    "m/<slug:slug>/orders/<uuid:order_id>/": page(READERS),
    "m/<slug:slug>/orders/<uuid:order_id>/edit/": both(WRITERS),
    "m/<slug:slug>/orders/<uuid:order_id>/send/": act(WRITERS),
    "m/<slug:slug>/orders/<uuid:order_id>/links/": act(WRITERS),
    "m/<slug:slug>/orders/<uuid:order_id>/links/<uuid:link_id>/revoke/": act(WRITERS, at={"link_id": "order_link_id"}),
    "m/<slug:slug>/orders/<uuid:order_id>/recall/": act(WRITERS),
    "m/<slug:slug>/orders/<uuid:order_id>/cancel/": act(WRITERS),
    "m/<slug:slug>/orders/<uuid:order_id>/reply/<slug:kind>/": act(WRITERS, at={"kind": "production"}),
    "m/<slug:slug>/orders/<uuid:order_id>/accept/": both(ACCEPTERS),
    "m/<slug:slug>/orders/<uuid:order_id>/file/<str:form>/": page(READERS, at=FILE),
    "m/<slug:slug>/orders/<uuid:order_id>/photos/<uuid:photo_id>/<slug:size>/": page(
        READERS, at={"size": "small_size"}
    ),
}


def fill(world: Any) -> None:
    """One confirmed order with a link and a photo."""
    cast, ids = world.cast, world.ids
    lead = cast.actor("lead")
    row = services.draft_order(
        actor=lead,
        meeting=cast.meeting,
        supplier=Supplier.objects.get(pk=ids["supplier_id"]),
        values=values(category="build"),
        lines=LINES,
    )
    row, ids["order_token"] = services.send_order(actor=lead, order_id=row.pk, revision=1, person="石磊")
    services.confirm_order(actor=lead, order_id=row.pk, seen_revision=row.revision, person_name="石磊")
    services.report_delivery(
        actor=SYSTEM, order_id=row.pk, person_name="石磊", photos=[("a.jpg", BytesIO(photo().read()))]
    )
    ids["order_id"] = row.pk
    ids["photo_id"] = OrderPhoto.objects.get(order=row).pk
    ids["order_link_id"] = ScopedLink.objects.get(subject_id=row.pk).pk
    ids |= {"no_selection": row.pk, "production": "production", "small_size": "small", "excel": "xlsx"}
