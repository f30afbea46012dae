"""OM-045 (domain/failures.md, 合同), and what only the orders know: GEN-ORD-01 to 04."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.contracts.choices import IN_FORCE
from huiwu.contracts.models import Contract
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.orders.choices import AWAITED, MOVING, OrderState
from huiwu.orders.models import Order
from huiwu.orders.queries import Delivery, deliveries

SILENCE = timedelta(days=3)
"""A supplier that has not answered an order for so long has perhaps not seen it."""


def _deliveries(scope: Scope) -> list[Delivery]:
    found: list[Delivery] = scope.once("orders.deliveries", lambda: deliveries(scope.meeting))
    return found


def _hit(scope: Scope, row: Order, detail: str, action: str) -> Hit:
    return Hit(
        detail=detail,
        subjects=(
            Subject("order", str(row.pk), str(row)),
            Subject("supplier", str(row.supplier_id), row.supplier.name),
        ),
        url=reverse("orders:order", args=[scope.meeting.slug, row.pk]),
        action=action,
        root=str(row.pk),
    )


def _time(scope: Scope, at: object) -> str:
    return f"{at.astimezone(scope.meeting.zone):%Y-%m-%d %H:%M}" if hasattr(at, "astimezone") else ""


@check(
    "OM-045",
    module="contract",
    severity="block",
    title=gettext_lazy("供应商已排产或进场而合同未签"),
    step="P10",
    owner_role="commercial_manager",
)
def made_or_delivered_without_a_signed_contract(scope: Scope) -> Iterator[Hit]:
    """An order without a contract of its own is covered by any contract in force with its supplier."""
    moving = [d.order for d in _deliveries(scope) if d.order.state in MOVING]
    if not moving:
        return
    contracts = Contract.objects.filter(meeting=scope.meeting, status__in=IN_FORCE)
    signed = set(contracts.values_list("supplier_id", flat=True))
    for row in moving:
        covered = row.contract.status in IN_FORCE if row.contract else row.supplier_id in signed
        if covered:
            continue
        standing = (
            _("合同 {contract} 是“{status}”").format(contract=row.contract, status=row.contract.get_status_display())
            if row.contract
            else _("与它没有已签订的合同")
        )
        detail = _("订单 {order}（{supplier}）{state}，而{standing}。").format(
            order=row, supplier=row.supplier.name, state=row.get_state_display(), standing=standing
        )
        yield _hit(scope, row, detail, _("先签合同；来不及的，让供应商停下并留下书面确认。"))


@check(
    "GEN-ORD-01",
    module="supplier",
    severity="warn",
    title=gettext_lazy("到货晚于布置开始"),
    step="P10",
    owner_role="procurement",
)
def delivered_after_the_set_up_began(scope: Scope) -> Iterator[Hit]:
    for found in _deliveries(scope):
        row = found.order
        if not found.is_late or found.is_there or scope.days_after_end >= 0:
            continue
        detail = _("订单 {order}（{supplier}）{at} 送到，所用的场地 {needed} 就开始布置。").format(
            order=row,
            supplier=row.supplier.name,
            at=_time(scope, found.at),
            needed=_time(scope, found.needed_at),
        )
        yield _hit(scope, row, detail, _("与供应商把到货提前，或推迟布置开始时间。"))


@check(
    "GEN-ORD-02",
    module="supplier",
    severity="warn",
    title=gettext_lazy("订单发出后供应商没有答复"),
    step="P10",
    owner_role="procurement",
)
def order_that_nobody_answers(scope: Scope) -> Iterator[Hit]:
    for found in _deliveries(scope):
        row = found.order
        if row.state != OrderState.SENT or row.sent_at is None or scope.at - row.sent_at < SILENCE:
            continue
        detail = _("订单 {order} {sent} 发给 {supplier}，{days} 天没有答复。").format(
            order=row, sent=_time(scope, row.sent_at), supplier=row.supplier.name, days=(scope.at - row.sent_at).days
        )
        yield _hit(scope, row, detail, _("打电话催确认；对方口头确认的，在订单页代记。"))


@check(
    "GEN-ORD-03",
    module="supplier",
    severity="warn",
    title=gettext_lazy("约定的到货时间已过而没有送到"),
    step="P10",
    owner_role="procurement",
)
def delivery_that_did_not_come(scope: Scope) -> Iterator[Hit]:
    for found in _deliveries(scope):
        row = found.order
        if row.state not in AWAITED or found.at >= scope.at:
            continue
        detail = _("订单 {order}（{supplier}）应在 {at} 送到，现在是“{state}”。").format(
            order=row, supplier=row.supplier.name, at=_time(scope, found.at), state=row.get_state_display()
        )
        yield _hit(scope, row, detail, _("联系送货人；已送到的登记验收，来不及的启用备选。"))


@check(
    "GEN-ORD-04",
    module="supplier",
    severity="warn",
    title=gettext_lazy("货已送到而没有验收"),
    step="P15",
    owner_role="procurement",
    from_days_after=1,
)
def delivered_and_never_accepted(scope: Scope) -> Iterator[Hit]:
    for found in _deliveries(scope):
        row = found.order
        if row.state != OrderState.DELIVERED:
            continue
        detail = _("订单 {order}（{supplier}）{at} 送到，会后仍没有验收完毕。").format(
            order=row, supplier=row.supplier.name, at=_time(scope, row.delivered_at)
        )
        yield _hit(scope, row, detail, _("补做验收：数量、质量、问题；没有验收单不付款。"))
