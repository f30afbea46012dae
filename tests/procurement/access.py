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

OUTSIDERS = frozenset({"build_contractor", "interpreter"})
SEES = TEAM - OUTSIDERS
BUYERS = LEADS | {"procurement", "commercial_manager"}
SCORERS = BUYERS | {"finance", "venue_team", "materials_team", "av_team", "planner"}
ROWS: dict[str, May] = {
    "procurement:rfqs": page(SEES),
    "procurement:rfq_new": both(BUYERS),
    "procurement:rfq": page(SEES),
    "procurement:rfq_edit": both(BUYERS),
    "procurement:rfq_lines": both(BUYERS),
    "procurement:rfq_invite": act(BUYERS),
    "procurement:rfq_extend": act(BUYERS),
    "procurement:rfq_cancel": act(BUYERS),
    "procurement:rfq_template": act(BUYERS, send={"name": "模板"}),
    "procurement:rfq_file": page(SEES, at={"form": "excel"}, few=True),
    "procurement:comparison": page(SEES),
    "procurement:comparison_file": page(SEES, at={"form": "excel"}, few=True),
    "procurement:select": both(BUYERS),
    "procurement:quotation": page(SEES),
    "procurement:quotation_enter": both(BUYERS),
    "procurement:quotation_returned": both(BUYERS),
    "procurement:quotation_returned_confirm": act(BUYERS, own=True),
    "procurement:quotation_corrections": page(BUYERS, own=True),
    "procurement:quotation_basis": act(BUYERS),
    "procurement:quotation_addition": act(BUYERS),
    "procurement:quotation_assume": act(BUYERS),
    "procurement:quotation_clear": act(BUYERS),
    "procurement:quotation_explain": act(BUYERS),
    "procurement:quotation_score": act(SCORERS),
    "procurement:quotation_promise": act(BUYERS),
    "procurement:promise_remove": act(BUYERS),
    "procurement:quotation_withdraw": act(BUYERS),
    "procurement:quotation_file": page(SEES, own=True),
    "procurement:submission": page(SEES, at={"number": "1"}),
    "procurement:selection": page(SEES),
    "procurement:selection_approve": act(OUR_HEADS | {"project_manager"}),
    "procurement:selection_refuse": act(OUR_HEADS | {"project_manager"}),
    "procurement:selection_revoke": act(BUYERS),
    "procurement:selection_client": act(BUYERS),
    "procurement:selection_evidence": page(SEES, few=True),
    "procurement:decline_notify": act(BUYERS),
    "procurement:decline_letter": page(SEES, at={"form": "word"}, few=True),
    "procurement:quote": both(PUBLIC, at={"token": "quote_token"}),
    "procurement:quote_decline": act(PUBLIC, at={"token": "quote_token"}),
    "procurement:quote_sheet": page(PUBLIC, at={"token": "quote_token", "form": "excel"}, few=True),
    "procurement:policy": May(get=OURS | {"stranger"}, post=OUR_HEADS | {"stranger"}),
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
