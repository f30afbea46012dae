"""Orders come into being: by hand, or from an approved selection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.contracts.models import Contract
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput
from huiwu.kernel.money import tax_on
from huiwu.meetings.models import Meeting
from huiwu.meetings.rules.naming import search_text
from huiwu.orders.choices import OrderState
from huiwu.orders.errors import NothingToOrder
from huiwu.orders.events import OrderChanged, OrderDrafted
from huiwu.orders.models import Order, OrderLine, OrderSeries
from huiwu.orders.services.holding import advance, held
from huiwu.procurement.choices import SelectionState
from huiwu.procurement.models import Selection
from huiwu.suppliers.choices import EngagementState, SupplierCategory
from huiwu.suppliers.models import Supplier
from huiwu.suppliers.services import engage_supplier

COLUMNS = (
    "title",
    "category",
    "deliver_at",
    "place",
    "space_id",
    "contract_id",
    "receiver_name",
    "receiver_phone",
    "needs_setup",
    "requirements",
    "headcount",
)
LONGEST = {"title": 160, "place": 200, "receiver_name": 80, "receiver_phone": 32}
EARLIEST, LATEST = timedelta(days=365), timedelta(days=30)
MOST_LINES = 500
MOST_CENTS = 10**13


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineValues:
    """One line as typed in; price with tax in cents, rate in basis points. `id` names the row it replaces."""

    item: str
    quantity: Decimal
    spec: str = ""
    unit: str = ""
    unit_cents: int = 0
    tax_bp: int = 600
    function_id: UUID | None = None
    follows_headcount: bool = False
    id: UUID | None = None


@transaction.atomic
def draft_order(
    *,
    actor: Actor,
    meeting: Meeting,
    supplier: Supplier,
    values: Mapping[str, Any],
    lines: Sequence[OrderLineValues],
    selection: Selection | None = None,
) -> Order:
    """A new order with the meeting's next number. The supplier stands in the category from now on, at least selected.

    Raises InvalidInput, SupplierStopped, NotAllowed.
    """
    require(actor, "orders.edit", meeting)
    kept = _cleaned(values)
    _refuse(_problems(meeting, supplier, kept, lines))
    engage_supplier(
        actor=actor, meeting=meeting, supplier=supplier, category=kept["category"], state=EngagementState.SELECTED
    )
    row = Order.objects.create(
        meeting=meeting,
        supplier=supplier,
        selection=selection,
        number=_next_number(meeting),
        search_text=_search(kept["title"], supplier, lines),
        saved_by=actor.user,
        **kept,
    )
    _write(row, lines)
    record(OrderDrafted(meeting_id=meeting.pk, order_id=row.pk), actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def draft_order_from_selection(
    *, actor: Actor, meeting: Meeting, selection_id: UUID, values: Mapping[str, Any]
) -> Order:
    """An order with the priced lines of the chosen quotation; `values` as for `draft_order`, without category.

    Prices quoted without tax are written with it. Raises NothingToOrder, InvalidInput.
    """
    require(actor, "orders.edit", meeting)
    rows = Selection.objects.select_related("rfq", "quotation__supplier")
    chosen = rows.filter(pk=selection_id, meeting=meeting, state=SelectionState.APPROVED).first()
    if chosen is None:
        raise NothingToOrder
    lines = list(_lines_of(chosen))
    if not lines:
        raise NothingToOrder
    return draft_order(
        actor=actor,
        meeting=meeting,
        supplier=chosen.quotation.supplier,
        values={"headcount": chosen.rfq.headcount, **values, "category": chosen.rfq.category},
        lines=lines,
        selection=chosen,
    )


def _lines_of(chosen: Selection) -> Iterable[OrderLineValues]:
    quotation = chosen.quotation
    for row in quotation.lines.select_related("rfq_line"):
        if row.unit_cents is None or row.quantity <= 0:
            continue
        asked = row.rfq_line
        tax_bp = next((bp for bp in (row.tax_bp, quotation.tax_bp) if bp is not None), 600)
        with_tax = quotation.with_tax is not False
        yield OrderLineValues(
            item=row.item or (asked.item if asked else ""),
            spec=(row.spec or (asked.spec if asked else ""))[:300],
            unit=row.unit or (asked.unit if asked else ""),
            quantity=row.quantity,
            unit_cents=row.unit_cents if with_tax else _with_tax(row.unit_cents, tax_bp),
            tax_bp=tax_bp,
            function_id=asked.function_id if asked else None,
            follows_headcount=bool(asked and asked.per_person),
        )


def _with_tax(net_cents: int, tax_bp: int) -> int:
    return net_cents + tax_on(net_cents, tax_bp)


@transaction.atomic
def revise_order(
    *,
    actor: Actor,
    order_id: UUID,
    revision: int,
    values: Mapping[str, Any],
    lines: Sequence[OrderLineValues],
) -> Order:
    """Change a draft over the given revision; a sent order is recalled first. Raises StaleEdit, OrderMoved, InvalidInput."""
    row = held(actor, order_id, "orders.edit", OrderState.DRAFT)
    kept = _cleaned(values)
    _refuse(_problems(row.meeting, row.supplier, kept, lines))
    more = {"search_text": _search(kept["title"], row.supplier, lines), "saved_by": actor.user}
    advance(row, before=OrderState.DRAFT, revision=revision, **kept, **more)
    _write(row, lines)
    record(OrderChanged(meeting_id=row.meeting_id, order_id=row.pk), actor=actor, org_id=row.meeting.org_id)
    return row


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: v.strip() if isinstance(v, str) else v for key, v in values.items() if key in COLUMNS}


def _problems(
    meeting: Meeting, supplier: Supplier, values: Mapping[str, Any], lines: Sequence[OrderLineValues]
) -> Iterable[tuple[str, str]]:
    if not values.get("title"):
        yield "title", _("请填写订单名称。")
    if values.get("category") not in SupplierCategory.values:
        yield "category", _("请选择品类。")
    for key, most in LONGEST.items():
        if len(values.get(key) or "") > most:
            yield key, _("最多 {most} 个字。").format(most=most)
    yield from _problems_with_time(meeting, values.get("deliver_at"))
    if values.get("contract_id"):
        contract = Contract.objects.filter(pk=values["contract_id"], meeting=meeting).first()
        if contract is None or contract.supplier_id != supplier.pk:
            yield "contract", _("请选本会议与这家供应商的合同。")
    if values.get("space_id") and not meeting.spaces.filter(pk=values["space_id"]).exists():
        yield "space", _("这个场地不属于本会议。")
    yield from _problems_with_lines(meeting, lines)


def _problems_with_time(meeting: Meeting, at: datetime | None) -> Iterable[tuple[str, str]]:
    if at is None:
        yield "deliver_at", _("请填写到货时间。")
        return
    day = at.astimezone(meeting.zone).date()
    if not meeting.start_on - EARLIEST <= day <= meeting.end_on + LATEST:
        yield "deliver_at", _("到货时间离会期太远，请核对年份与日期。")


def _problems_with_lines(meeting: Meeting, lines: Sequence[OrderLineValues]) -> Iterable[tuple[str, str]]:
    if len(lines) > MOST_LINES:
        yield "lines", _("一份订单最多 {most} 行。").format(most=MOST_LINES)
    known = set(meeting.functions.values_list("pk", flat=True))
    for nth, line in enumerate(lines, 1):
        where = _("第 {nth} 行：").format(nth=nth)
        if not line.item.strip() or len(line.item.strip()) > 160:
            yield "lines", where + _("请填写名称，最多 160 个字。")
        if not 0 < line.quantity < 10**10:
            yield "lines", where + _("数量须大于 0。")
        if not 0 <= line.unit_cents < MOST_CENTS or not 0 <= line.tax_bp < 10_000:
            yield "lines", where + _("单价或税率不对。")
        if line.function_id and line.function_id not in known:
            yield "lines", where + _("这个功能单元不属于本会议。")


def _refuse(problems: Iterable[tuple[str, str]]) -> None:
    fields: dict[str, list[str]] = {}
    for key, sentence in problems:
        fields.setdefault(key, []).append(sentence)
    if fields:
        raise InvalidInput(fields, detail=" ".join(dict.fromkeys(s for found in fields.values() for s in found)))


def _write(row: Order, lines: Sequence[OrderLineValues]) -> None:
    kept = {line.pk: line for line in row.lines.all()}
    for position, values in enumerate(lines):
        line = kept.pop(values.id, None) if values.id else None
        line = line or OrderLine(order=row)
        line.position, line.item, line.spec = position, values.item.strip(), values.spec.strip()[:300]
        line.unit, line.quantity = values.unit.strip()[:20], values.quantity
        line.unit_cents, line.tax_bp = values.unit_cents, values.tax_bp
        line.function_id, line.follows_headcount = values.function_id, values.follows_headcount
        line.save()
    OrderLine.objects.filter(pk__in=kept).delete()


def _search(title: str, supplier: Supplier, lines: Sequence[OrderLineValues]) -> str:
    most = Order._meta.get_field("search_text").max_length
    return search_text(title, supplier.name, *(line.item for line in lines[:20]))[:most]


def _next_number(meeting: Meeting) -> str:
    """One conditional update raises the series and holds its row, so no two transactions get the same number."""
    series = OrderSeries.objects.filter(meeting=meeting)
    if not series.update(last=F("last") + 1):
        OrderSeries.objects.get_or_create(meeting=meeting)
        series.update(last=F("last") + 1)
    serial = series.values_list("last", flat=True).get()
    return f"PO-{serial:03d}"
