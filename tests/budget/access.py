"""Who may do what at the budget's addresses."""

from __future__ import annotations

from typing import Any

from huiwu.budget import services
from huiwu.budget.models import BudgetLine
from huiwu.contracts.choices import Direction, Kind, Status
from huiwu.contracts.models import Contract
from huiwu.documents.choices import ChangeOrderStatus
from huiwu.documents.models import ChangeOrder
from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from tests.access.may import LEADS, TEAM, May, act, both, page

WRITERS = LEADS | {"finance", "planner", "commercial_manager", "procurement"}
APPROVERS = LEADS | {"department_head", "operations_head"}
REPORTERS = LEADS | {"finance"}

ROWS: dict[str, May] = {
    "budget:budget": page(TEAM),
    "budget:begin": act(WRITERS, send={"origin": "template"}),
    "budget:settings": both(WRITERS),
    "budget:propose": act(LEADS, few=True),
    "budget:file": page(TEAM, at={"form": "xlsx"}, few=True),
    "budget:ledger": page(TEAM),
    "budget:ledger_file": page(TEAM, at={"form": "xlsx"}, few=True),
    "budget:import": both(WRITERS),
    "budget:import_template": page(WRITERS),
    "budget:what_if": both(TEAM),
    "budget:what_if_apply": act(WRITERS),
    "budget:allocations": May(get=TEAM, post=WRITERS),
    "budget:allocation": May(get=TEAM, post=WRITERS, at={"kind": "contract", "source_id": "budget_contract_id"}),
    "budget:adjustments": page(TEAM),
    "budget:draw": act(WRITERS),
    "budget:decide_draw": act(APPROVERS, at={"draw_id": "budget_draw_id"}),
    "budget:transfer": act(APPROVERS),
    "budget:change_order": act(WRITERS, at={"order_id": "budget_order_id"}),
    "budget:reports": May(get=TEAM, post=REPORTERS),
    "budget:report": page(TEAM, at={"number": "budget_report_number"}),
    "budget:report_act": act(REPORTERS, at={"number": "budget_report_number", "act": "save"}),
    "budget:line_new": both(WRITERS),
    "budget:line": page(TEAM, at={"key": "budget_line_key"}),
    "budget:line_edit": both(WRITERS, at={"key": "budget_line_key"}),
    "budget:line_remove": act(WRITERS, at={"key": "budget_line_key"}),
    "budget:line_restore": act(WRITERS, at={"key": "budget_line_key"}),
    "budget:line_approve": act(APPROVERS, at={"key": "budget_line_key"}),
}


def fill(world: Any) -> None:
    """A budget from the template with a signed baseline, a contract, a draw, a change order and a report in draft."""
    cast = world.cast
    lead, meeting = cast.actor("lead"), cast.meeting
    budget = services.begin_budget(actor=lead, meeting=meeting, origin="template")
    version, link, _token = services.send_budget(actor=lead, budget=budget, person="赵明远")
    holder = Actor.of_link(link, address="203.0.113.9", agent="phone")
    sign_version(actor=holder, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    budget.refresh_from_db()
    row = BudgetLine.objects.filter(budget=budget).first()
    assert row is not None
    contract = Contract.objects.create(
        meeting=meeting,
        kind=Kind.SUPPLIER,
        direction=Direction.PAYABLE,
        number="YS-HT-1",
        title="餐饮服务合同",
        category="catering",
        party_name="清禾餐饮",
        amount_cents=100_000,
        status=Status.SIGNED,
        signed_on=version.proposed_at.date(),
        starts_on=meeting.start_on,
        ends_on=meeting.end_on,
    )
    draw = services.request_draw(actor=lead, budget=budget, line_id=row.pk, amount_cents=100, reason="临时加餐")
    order = ChangeOrder.objects.create(
        document=version.document,
        base_version=version,
        summary="加一场",
        reason="客户要求",
        requested_by="赵明远",
        requested_party="client",
        cost_cents=100,
        status=ChangeOrderStatus.SIGNED,
    )
    report = services.draft_report(actor=lead, budget=budget)
    world.ids |= {
        "budget_line_key": row.key,
        "budget_contract_id": contract.pk,
        "budget_draw_id": draw.pk,
        "budget_order_id": order.pk,
        "budget_report_number": report.number,
    }
