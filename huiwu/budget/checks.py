"""OM-106, OM-107 and OM-110 (domain/failures.md, 预算). OM-012 and OM-013 are the event plan's, OM-023 compliance's."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.budget.models import Adjustment, Budget
from huiwu.budget.queries.books import Ledger, budget_of, ledger_of
from huiwu.budget.queries.reports import schedule_of
from huiwu.budget.rules.forecast import limit_of
from huiwu.budget.services.approving import AGREED
from huiwu.documents.queries.register import change_orders_of
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.kernel.money import yuan


def _budget(scope: Scope) -> Budget | None:
    found: Budget | None = scope.once("budget.budget", lambda: budget_of(scope.meeting))
    return found


def _ledger(scope: Scope, budget: Budget) -> Ledger:
    found: Ledger = scope.once("budget.ledger", lambda: ledger_of(budget))
    return found


@check(
    "OM-106",
    module="budget",
    severity="block",
    title=gettext_lazy("预算行的已付与已签未付超出预算，且没有审批"),
    step="P07",
    owner_role="finance",
)
def line_overrun(scope: Scope) -> Iterator[Hit]:
    """One hit for each line beyond its approved budget, the threshold and what somebody let it have."""
    budget = _budget(scope)
    if budget is None:
        return
    ledger = _ledger(scope, budget)
    for line in ledger.over:
        at = ledger.figures(line.key)
        detail = _(
            "“{line}”已付 ¥{paid}、已签未付 ¥{unpaid}，合计 ¥{exposure}，超过预算 ¥{approved} 的允许上限 ¥{limit}。"
        ).format(
            line=line.item,
            paid=yuan(at.paid),
            unpaid=yuan(at.unpaid),
            exposure=yuan(at.exposure),
            approved=yuan(at.approved),
            limit=yuan(limit_of(at.approved, budget.threshold_bp)),
        )
        yield Hit(
            detail=detail,
            subjects=(Subject("budget_line", str(line.pk), line.item),),
            url=reverse("budget:line", args=[scope.meeting.slug, line.key]),
            action=_("请有权的人审批超支，或办理变更单、动用不可预见费、调剂。"),
            root=line.key,
        )


@check(
    "OM-107",
    module="budget",
    severity="warn",
    title=gettext_lazy("超过约定周期没有向客户汇报预算执行"),
    step="P07",
    owner_role="finance",
    from_days_before=48,
)
def report_overdue(scope: Scope) -> Iterator[Hit]:
    """From T-48 until the account is settled."""
    budget = _budget(scope)
    schedule = schedule_of(scope.meeting, budget)
    if schedule is None or not schedule.is_late(scope.today):
        return
    page = "budget:reports" if budget else "budget:budget"
    detail = _("应于 {due} 前向客户汇报预算执行（每 {days} 天一次），已过 {late} 天。").format(
        due=schedule.due_on.isoformat(), days=schedule.every_days, late=(scope.today - schedule.due_on).days
    )
    yield Hit(
        detail=detail,
        subjects=(Subject("budget_report", str(budget.pk) if budget else "", str(_("预算执行简报"))),),
        url=reverse(page, args=[scope.meeting.slug]),
        action=_("起草《预算执行简报》并发给客户。") if budget else _("先建立预算表。"),
        root="report",
    )


@check(
    "OM-110",
    module="budget",
    severity="warn",
    title=gettext_lazy("有费用的变更单没有计入预算"),
    step="P07",
    owner_role="finance",
)
def change_order_not_booked(scope: Scope) -> Iterator[Hit]:
    """Change orders the client has signed whose cost does not stand in the budget, or stands there with another amount."""
    orders = [o for o in change_orders_of(scope.meeting) if o.cost_cents and o.status in AGREED]
    if not orders:
        return
    booked: dict[object, int] = {}
    for row in Adjustment.objects.filter(change_order__in=orders):
        booked[row.change_order_id] = booked.get(row.change_order_id, 0) + row.amount_cents
    for order in orders:
        inside = booked.get(order.pk, 0)
        if inside == order.cost_cents:
            continue
        number = order.sheet.number if order.sheet else ""
        detail = _("变更单 {number} 的费用为 ¥{cost}，计入预算的是 ¥{inside}。").format(
            number=number, cost=yuan(order.cost_cents), inside=yuan(inside)
        )
        yield Hit(
            detail=detail,
            subjects=(Subject("change_order", str(order.pk), number),),
            url=reverse("budget:adjustments", args=[scope.meeting.slug]),
            action=_("把费用计入对应的预算行；还没有预算基线的，先请客户确认预算表。"),
            root=str(order.pk),
        )
