"""Who may open and send what of procurement."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from huiwu.procurement import services
from huiwu.procurement.services.quoting import LinePrice, Quote
from huiwu.procurement.services.requesting import LineValues
from huiwu.suppliers.services import add_supplier
from tests.access.may import LEADS, OUR_HEADS, OURS, PUBLIC, TEAM, May, act, both, page

HOME = "m/<slug:slug>/procurement/"
RFQ = f"{HOME}<uuid:rfq_id>/"
QUOTATION = f"{HOME}quotations/<uuid:quotation_id>/"
SELECTION = f"{HOME}selections/<uuid:selection_id>/"
DECLINE = f"{HOME}declines/<uuid:decline_id>/"
OUTSIDERS = frozenset({"build_contractor", "interpreter"})
SEES = TEAM - OUTSIDERS
BUYERS = LEADS | {"procurement", "commercial_manager"}
SCORERS = BUYERS | {"finance", "venue_team", "materials_team", "av_team", "planner"}
ROWS: dict[str, May] = {
    HOME: page(SEES),
    f"{HOME}new/": both(BUYERS),
    RFQ: page(SEES),
    f"{RFQ}edit/": both(BUYERS),
    f"{RFQ}lines/": both(BUYERS),
    f"{RFQ}invite/": act(BUYERS),
    f"{RFQ}extend/": act(BUYERS),
    f"{RFQ}cancel/": act(BUYERS),
    f"{RFQ}template/": act(BUYERS, send={"name": "模板"}),
    f"{RFQ}file/<str:form>/": page(SEES, at={"form": "excel"}, few=True),
    f"{RFQ}compare/": page(SEES),
    f"{RFQ}compare/<str:form>/": page(SEES, at={"form": "excel"}, few=True),
    f"{RFQ}select/<uuid:quotation_id>/": both(BUYERS),
    QUOTATION: page(SEES),
    f"{QUOTATION}enter/": both(BUYERS),
    f"{QUOTATION}returned/": both(BUYERS),
    f"{QUOTATION}returned/<uuid:file_id>/": act(BUYERS, own=True),
    f"{QUOTATION}returned/<uuid:file_id>/corrections/": page(BUYERS, own=True),
    f"{QUOTATION}basis/": act(BUYERS),
    f"{QUOTATION}addition/": act(BUYERS),
    f"{QUOTATION}assume/": act(BUYERS),
    f"{QUOTATION}clear/<uuid:adjustment_id>/": act(BUYERS),
    f"{QUOTATION}explain/": act(BUYERS),
    f"{QUOTATION}score/": act(SCORERS),
    f"{QUOTATION}promise/": act(BUYERS),
    f"{QUOTATION}promise/<uuid:promise_id>/remove/": act(BUYERS),
    f"{QUOTATION}withdraw/": act(BUYERS),
    f"{QUOTATION}file/": page(SEES, own=True),
    f"{QUOTATION}submissions/<int:number>/": page(SEES, at={"number": "1"}),
    SELECTION: page(SEES),
    f"{SELECTION}approve/": act(OUR_HEADS | {"project_manager"}),
    f"{SELECTION}refuse/": act(OUR_HEADS | {"project_manager"}),
    f"{SELECTION}revoke/": act(BUYERS),
    f"{SELECTION}client/": act(BUYERS),
    f"{SELECTION}evidence/": page(SEES, few=True),
    f"{DECLINE}notify/": act(BUYERS),
    f"{DECLINE}letter/<str:form>/": page(SEES, at={"form": "word"}, few=True),
    "l/<str:token>/quote/": both(PUBLIC, at={"token": "quote_token"}),
    "l/<str:token>/quote/decline/": act(PUBLIC, at={"token": "quote_token"}),
    "l/<str:token>/quote/sheet/<str:form>/": page(PUBLIC, at={"token": "quote_token", "form": "excel"}, few=True),
    "settings/procurement/": May(get=OURS | {"stranger"}, post=OUR_HEADS | {"stranger"}),
}


def fill(world: Any) -> None:
    """A request with three quotations, one chosen by the buyer and waiting."""
    meeting, buyer = world.cast.meeting, world.cast.actor("account")
    owner = world.cast.actor("owner")
    rows = [
        add_supplier(actor=owner, org=world.cast.org, values={"name": name, "categories": ["build"]})
        for name in ("甲搭建公司", "乙搭建公司", "丙搭建公司")
    ]
    values = {"category": "build", "title": "搭建", "due_on": date(2027, 2, 1), "with_tax": True, "with_transport": True, "with_setup": True}
    rfq = services.open_rfq(actor=buyer, meeting=meeting, values=values, lines=[LineValues("舞台", Decimal(10))])
    invited = [services.invite_supplier(actor=buyer, meeting=meeting, rfq_id=rfq.pk, supplier=row) for row in rows]
    line = rfq.lines.get()
    for n, made in enumerate(invited):
        quote = Quote(
            {"with_tax": True, "with_transport": True, "with_setup": True, "tax_bp": 600},
            {line.pk: LinePrice(1_000_000 + n)},
        )
        services.enter_quotation(actor=buyer, meeting=meeting, quotation_id=made.quotation.pk, quote=quote)
    rfq.refresh_from_db()
    first, *others = [made.quotation for made in invited]
    selection = services.select_quotation(
        actor=buyer,
        meeting=meeting,
        rfq_id=rfq.pk,
        quotation_id=first.pk,
        revision=rfq.revision,
        reason="价格最低",
        declines={row.pk: "价格较高" for row in others},
    )
    world.ids |= {
        "rfq_id": rfq.pk,
        "quotation_id": first.pk,
        "selection_id": selection.pk,
        "decline_id": selection.declines.first().pk,
        "adjustment_id": uuid4(),
        "promise_id": uuid4(),
        "quote_token": invited[0].address.split("/l/")[1].split("/")[0],
    }
