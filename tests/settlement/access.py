"""Who may open the pages of settlement."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from huiwu.budget.models import Budget
from huiwu.foundation.files import keep_file
from huiwu.settlement.models import SettlementPaper, SupplierSettlement
from tests.access.may import LEADS, May, act, page
from tests.settlement.conftest import contract_with

WRITERS = LEADS | {"finance", "procurement", "commercial_manager"}
READERS = WRITERS | {"operations_head", "compliance_officer"}
APPROVERS = LEADS | {"finance"}
CONTRACT = {"contract_id": "settled_contract_id"}
PAPER = {"paper_id": "settlement_paper_id"}
ROWS: dict[str, May] = {
    "settlement:suppliers": page(READERS),
    "settlement:excel": page(READERS),
    "settlement:supplier": May(get=READERS, post=WRITERS, at=CONTRACT),
    "settlement:agree": act(WRITERS, at=CONTRACT),
    "settlement:approve": act(APPROVERS, at=CONTRACT, own=True),
    "settlement:return": act(APPROVERS, at=CONTRACT, send={"reason": "漏了加时费"}),
    "settlement:sheet": page(READERS, at=CONTRACT | {"form": "settlement_form"}, few=True),
    "settlement:final": May(get=READERS, post=WRITERS),
    "settlement:propose": act(WRITERS, own=True),
    "settlement:add_paper": act(WRITERS),
    "settlement:paper": page(READERS, at=PAPER),
    "settlement:remove_paper": act(WRITERS, at=PAPER),
}


def fill(world: Any) -> None:
    """A signed contract with a settlement, a budget, a paper."""
    meeting = world.cast.meeting
    contract = contract_with(meeting, "CT-901", "结算供应商")
    SupplierSettlement.objects.create(meeting=meeting, contract=contract, amount_cents=100)
    Budget.objects.get_or_create(meeting=meeting, defaults={"origin": "empty"})
    file = keep_file(BytesIO(b"%PDF-1.4 x"), name="通知.pdf", meeting_id=meeting.pk)
    paper = SettlementPaper.objects.create(meeting=meeting, kind="notice", file=file)
    world.ids |= {"settled_contract_id": contract.pk, "settlement_paper_id": paper.pk, "settlement_form": "pdf"}
