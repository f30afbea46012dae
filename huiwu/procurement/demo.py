"""What a careful team has done by today: a request per needed category, three quotations, scores, a selection with reasons."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.models import Membership
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.procurement import services
from huiwu.procurement.choices import SelectionState
from huiwu.procurement.demo_prices import BASE, TERMS
from huiwu.procurement.models import Quotation, Rfq
from huiwu.procurement.queries.comparing import comparison_of
from huiwu.procurement.queries.policy import template_lines
from huiwu.procurement.services.quoting import LinePrice, Quote
from huiwu.procurement.services.requesting import LineValues
from huiwu.suppliers.choices import EngagementState, SupplierCategory, SupplierStatus
from huiwu.suppliers.models import MeetingSupplier, Supplier
from huiwu.suppliers.queries import category_rows

LISTED, ASKED, SCORED, SELECTED = 72, 71, 44, 33
FEWEST = 3
THRIFT = 80
"""What suppliers ask of a public body, in percent of their usual prices: its meetings keep within the cap per day."""
"""Days before the start; later for a meeting that was opened later. Suppliers are listed before, selected on the same day."""
FEW = "供应商库与公开渠道中，能在本地按期供货的合格单位不足三家；已按近两年同类会议的成交价核对，价格合理。"


@demo(56)
def purchases(ctx: DemoContext) -> None:
    opened = ctx.meeting.created_at.astimezone(ctx.meeting.zone).date()
    listed = max(ctx.nominal_start - timedelta(days=LISTED), opened + timedelta(days=4))
    asked = max(ctx.nominal_start - timedelta(days=ASKED), listed + timedelta(days=1))
    days = {"asked": asked}
    days["selected"] = max(ctx.nominal_start - timedelta(days=SELECTED), listed + timedelta(days=3))
    days["scored"] = min(max(ctx.nominal_start - timedelta(days=SCORED), asked + timedelta(days=2)), days["selected"])
    if asked > ctx.today:
        return
    needed = [row for row in category_rows(ctx.meeting) if row.is_needed]
    for nth, row in enumerate(needed):
        bidders = _bidders(ctx, row.category)
        if bidders:
            _purchase(ctx, row.category, bidders, days, _quoting(days, nth))


def _quoting(days: dict[str, date], nth: int) -> list[date]:
    """When each bidder answers: at once for the first category, one after another for the others; in a hurry, all at once."""
    start = days["asked"] + timedelta(days=1)
    if nth == 0 or days["scored"] - start < timedelta(days=12):
        return [days["asked"]] * FEWEST
    return [start + timedelta(days=2 * n + min(nth, 5) - 1) for n in range(FEWEST)]


def _bidders(ctx: DemoContext, category: str) -> list[Supplier]:
    """Those considered; the one already selected first."""
    rows = MeetingSupplier.objects.filter(meeting=ctx.meeting, category=category).select_related("supplier")
    taken = (EngagementState.SELECTED, EngagementState.CONTRACTED)
    ordered = sorted(rows.order_by("created_at", "id"), key=lambda row: row.state not in taken)
    return [row.supplier for row in ordered if row.supplier.status != SupplierStatus.STOPPED][:FEWEST]


def _purchase(
    ctx: DemoContext, category: str, bidders: list[Supplier], days: dict[str, date], quoting: list[date]
) -> None:
    buyer = _actor(ctx, Role.PROCUREMENT)
    with clock.at(moment(days["asked"], 11)):
        rfq = _ask(ctx, buyer, category, max(quoting) + timedelta(days=2))
        quotations = [
            services.invite_supplier(actor=buyer, meeting=ctx.meeting, rfq_id=rfq.pk, supplier=supplier).quotation
            for supplier in bidders
        ]
    for n, (quotation, day) in enumerate(zip(quotations, quoting, strict=False)):
        if day <= ctx.today:
            with clock.at(moment(day, 11)):
                _quote(ctx, buyer, rfq, quotation, n)
    if days["scored"] <= ctx.today:
        with clock.at(moment(days["scored"], 11)):
            _score(ctx, quotations)
    if days["selected"] <= ctx.today:
        with clock.at(moment(days["selected"], 11)):
            _select(ctx, buyer, rfq, quotations)


def _ask(ctx: DemoContext, buyer: Actor, category: str, due: date) -> Rfq:
    meeting = ctx.meeting
    lines = []
    for row in template_lines(meeting.org_id, category):
        quantity = row["per_person"] * meeting.expected_headcount if row["per_person"] else _scaled(ctx, row)
        lines.append(LineValues(**(row | {"quantity": quantity})))
    values = {
        "category": category,
        "title": str(SupplierCategory(category).label),
        "due_on": due,
        "deliver_on": meeting.start_on - timedelta(days=1),
        "place": meeting.venue_name,
        "with_tax": True,
        "with_transport": True,
        "with_setup": True,
        "headcount": meeting.expected_headcount,
        "terms": TERMS,
    }
    return services.open_rfq(actor=buyer, meeting=meeting, values=values, lines=lines)


def _scaled(ctx: DemoContext, row: dict[str, Any]) -> Decimal:
    """Large quantities of the built-in lines are for 600 people."""
    quantity: Decimal = row["quantity"]
    if quantity < 40:
        return quantity
    return max(Decimal(int(quantity * ctx.meeting.expected_headcount / 600)), Decimal(1))


def _quote(ctx: DemoContext, buyer: Actor, rfq: Rfq, quotation: Quotation, nth: int) -> None:
    """The first is the best value, the second without tax, the third without transport: both are brought to one basis."""
    factor = (100, 97, 112)[nth]
    if ctx.meeting.public_body_mode:
        factor = factor * THRIFT // 100
    prices = {}
    for line in rfq.lines.all():
        base = BASE.get(line.item, BASE["other"])
        price = base * (factor + ctx.rng.randint(-4, 4)) // 100
        prices[line.pk] = LinePrice(max(price - price % 100, 100))
    days = ctx.meeting.end_on + timedelta(days=30)
    values = {
        "with_tax": nth != 1,
        "with_transport": nth != 2,
        "with_setup": True,
        "tax_bp": 600,
        "valid_until": days,
        "delivery": "会前一日 22 点前安装完毕",
        "payment": "签约付 50%，验收后付清",
        "warranty": "会期内现场值守，30 分钟内处理",
        "breach": "逾期每日按合同额 1% 计违约金",
        "cases": "近三年同等规模会议三场，附验收单",
        "contact_name": "",
    }
    quote = Quote(values, prices)
    services.enter_quotation(actor=buyer, meeting=ctx.meeting, quotation_id=quotation.pk, quote=quote)
    if nth == 2:
        services.state_addition(
            actor=buyer,
            meeting=ctx.meeting,
            quotation_id=quotation.pk,
            kind="transport",
            amount_cents=180_000,
            origin="stated",
            note="对方补充报价：往返运输 1,800 元",
        )


def _score(ctx: DemoContext, quotations: list[Quotation]) -> None:
    for who in (Role.PROJECT_MANAGER, Role.PROCUREMENT):
        actor = Actor.of_user(ctx.cast.get(who) or ctx.cast[Role.PROJECT_MANAGER])
        for nth, quotation in enumerate(quotations):
            scores = {row["code"]: (92, 78, 84)[nth] + ctx.rng.randint(-3, 3) for row in quotation.rfq.criteria}
            services.score_quotation(actor=actor, meeting=ctx.meeting, quotation_id=quotation.pk, scores=scores)


def _select(ctx: DemoContext, buyer: Actor, rfq: Rfq, quotations: list[Quotation]) -> None:
    rfq.refresh_from_db()
    first, *others = quotations
    reasons = ("价格分与技术分合计较低，同类会议案例较少。", "归一后总价较高，工期安排较紧。")
    selection = services.select_quotation(
        actor=buyer,
        meeting=ctx.meeting,
        rfq_id=rfq.pk,
        quotation_id=first.pk,
        revision=rfq.revision,
        reason=_why(rfq, first),
        declines={row.pk: text for row, text in zip(others, reasons, strict=False)},
        single_source_reason="" if len(quotations) >= FEWEST else FEW,
    )
    if selection.state == SelectionState.WAITING:
        approver = _approver(ctx, buyer)
        services.approve_selection(actor=approver, meeting=ctx.meeting, selection_id=selection.pk, note="同意")
    if selection.must_tell_client:
        services.tell_client(
            actor=buyer,
            meeting=ctx.meeting,
            selection_id=selection.pk,
            told_on=clock.today(ctx.meeting.time_zone),
            how="周例会纪要书面告知客户项目负责人",
        )


def _why(rfq: Rfq, chosen: Quotation) -> str:
    judged = comparison_of(rfq).judged(chosen.pk)
    return f"综合分第 {judged.rank if judged else 1}，方案完整，驻场人员有同类会议经验。"


def _actor(ctx: DemoContext, role: Role) -> Actor:
    return Actor.of_user(ctx.cast.get(role) or ctx.cast[Role.PROJECT_MANAGER])


def _approver(ctx: DemoContext, buyer: Actor) -> Actor:
    """The project lead; where they chose themselves, the organisation's owner."""
    lead = ctx.cast[Role.PROJECT_MANAGER]
    if lead.pk != buyer.id:
        return Actor.of_user(lead)
    owner = Membership.objects.select_related("user").filter(org=ctx.org, role=OrgRole.OWNER).first()
    assert owner is not None
    return Actor.of_user(owner.user)
