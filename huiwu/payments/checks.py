"""OM-049, and what a careful cashier would see: payments without a voucher, figures that do not match."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.contracts.choices import Kind, TermKind
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.kernel.money import yuan
from huiwu.payments.choices import Side
from huiwu.payments.links import contract_url
from huiwu.payments.queries import open_items, payments_of, three_way_rows
from huiwu.payments.queries.dues import OpenItem

AHEAD = timedelta(days=2)
"""节点前 2 天 (failures.md)."""


@check(
    "OM-049",
    module="payments",
    severity="warn",
    title=gettext_lazy("付款节点已到而没有付款记录"),
    step="P09",
    owner_role="finance",
)
def term_reached_without_a_payment(scope: Scope) -> Iterable[Hit]:
    """Two days before a payable term falls due, and after, until it is paid whole. A venue's deposit keeps the booking."""
    for item in _items(scope):
        if item.side != Side.PAYABLE or item.term is None or item.contract is None or item.due_on is None:
            continue
        if item.due_on > scope.today + AHEAD:
            continue
        holds = item.contract.kind == Kind.VENUE and item.term.kind == TermKind.DEPOSIT
        yield Hit(
            detail=_("{item}（{party}）{day} 到期，应付 {amount} 元，已付 {paid} 元，还差 {open} 元{more}。").format(
                item=item.label,
                party=item.party,
                day=item.due_on.isoformat(),
                amount=yuan(item.amount_cents),
                paid=yuan(item.settled_cents),
                open=yuan(item.open_cents),
                more=_("；定金未付，场地可能被释放") if holds else "",
            ),
            subjects=(Subject("payment_term", str(item.term.pk), item.label),),
            url=reverse("payments:new", args=[scope.meeting.slug]) + f"?source=term:{item.term.pk}",
            action=_("提出付款申请并付款；已付的，登记付款记录。"),
            root=str(item.term.pk),
        )


@check(
    "GEN-PAY-01",
    module="payments",
    severity="hint",
    title=gettext_lazy("付款没有留存凭证"),
    step="A06",
    owner_role="finance",
)
def payment_without_a_voucher(scope: Scope) -> Iterable[Hit]:
    for row in payments_of(scope.meeting).filter(voucher=None):
        yield Hit(
            detail=_("{request} {day} 付款 {amount} 元，没有付款凭证。").format(
                request=row.request, day=row.paid_on.isoformat(), amount=yuan(row.amount_cents)
            ),
            subjects=(Subject("payment", str(row.pk), str(row.request)),),
            url=reverse("payments:request", args=[scope.meeting.slug, row.request_id]),
            action=_("作废后带凭证重新登记，或把凭证附在申请上。"),
            root=str(row.pk),
        )


@check(
    "GEN-PAY-02",
    module="payments",
    severity="warn",
    title=gettext_lazy("合同、验收、发票与收付不一致"),
    step="A06",
    owner_role="finance",
)
def figures_that_do_not_match(scope: Scope) -> Iterable[Hit]:
    """While a contract runs only what goes too far; an advance before its invoice is the usual way and no fault."""
    for row in three_way_rows(scope.meeting):
        for gap in row.differences:
            if gap.code == "settled_above_invoiced" and not row.is_over:
                continue
            sentence = row.sentences[row.differences.index(gap)]
            yield Hit(
                detail=_("{contract}：{what}。").format(contract=row.contract, what=sentence),
                subjects=(Subject("contract", str(row.contract.pk), str(row.contract)),),
                url=contract_url(row.contract),
                action=_("打开合同逐笔核对，更正登记或补齐单据。"),
                root=f"{row.contract.pk}:{gap.code}",
            )


@check(
    "GEN-PAY-03",
    module="payments",
    severity="warn",
    title=gettext_lazy("客户应付款已逾期"),
    step="A07",
    owner_role="finance",
)
def client_is_late(scope: Scope) -> Iterable[Hit]:
    for item in _items(scope):
        if item.side == Side.RECEIVABLE and item.term is not None and item.due_on and item.due_on < scope.today:
            yield Hit(
                detail=_("{item}（{party}）{day} 到期，已收 {paid} 元，还差 {open} 元，逾期 {days} 天。").format(
                    item=item.label,
                    party=item.party,
                    day=item.due_on.isoformat(),
                    paid=yuan(item.settled_cents),
                    open=yuan(item.open_cents),
                    days=item.days_late(scope.today),
                ),
                subjects=(Subject("payment_term", str(item.term.pk), item.label),),
                url=reverse("payments:receipts", args=[scope.meeting.slug]),
                action=_("向客户催款；已到账的，登记收款。"),
                root=str(item.term.pk),
            )


def _items(scope: Scope) -> list[OpenItem]:
    found: list[OpenItem] = scope.once("payments.items", lambda: open_items([scope.meeting]))
    return found
