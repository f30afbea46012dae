"""What of contracts is due: terms, adjustment windows, the next step of a ladder, contracts that expire."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.contracts.choices import Status
from huiwu.contracts.models import Contract
from huiwu.contracts.queries.contracts import with_figures
from huiwu.contracts.queries.money import cancellation_cost, terms_due_in
from huiwu.foundation.registry.messages import Due, reminder_source
from huiwu.kernel import clock
from huiwu.kernel.money import yuan
from huiwu.meetings.choices import MeetingStatus

AHEAD = timedelta(days=14)


@reminder_source
def what_contracts_ask_for() -> Iterator[Due]:
    """Over all live meetings. Six queries, however many contracts."""
    live = with_figures(
        Contract.objects.filter(status=Status.SIGNED, meeting__status=MeetingStatus.ACTIVE).select_related("meeting")
    )
    for due in terms_due_in(live):
        contract = due.contract
        today = clock.today(contract.meeting.time_zone)
        if due.due_on is not None and today <= due.due_on <= today + AHEAD:
            what = _("应收") if contract.is_receivable else _("应付")
            label = _("{what}：{contract} {term} {amount} 元").format(
                what=what, contract=contract, term=due.term.label, amount=yuan(due.amount_cents)
            )
            yield Due(f"contract_term:{due.term.pk}", contract.meeting, label, _url(contract), due_on=due.due_on)
    for contract in live.prefetch_related("ladder", "guarantees"):
        yield from _of_one(contract)


def _of_one(contract: Contract) -> Iterator[Due]:
    today = clock.today(contract.meeting.time_zone)
    cost = None if contract.is_receivable else cancellation_cost(contract, today)
    if cost is not None and cost.next_on is not None and today <= cost.next_on <= today + AHEAD:
        last = cost.next_on - timedelta(days=1)
        label = _("取消阶梯：{contract} 自 {day} 起取消费用由 {now} 元升至 {then} 元").format(
            contract=contract, day=cost.next_on, now=yuan(cost.cents), then=yuan(cost.next_cents or 0)
        )
        key = f"contract_ladder:{contract.pk}:{cost.next_share_bp}"
        yield Due(key, contract.meeting, label, _url(contract) + "#ladder", due_on=last)
    for row in contract.guarantees.all():
        until = row.adjust_until or contract.adjust_until
        if until is not None and today <= until <= today + AHEAD:
            what = row.label or str(row.get_kind_display())
            label = _("保底调整窗口：{contract} {what}").format(contract=contract, what=what)
            key = f"contract_window:{row.pk}"
            yield Due(key, contract.meeting, label, _url(contract) + "#guarantees", due_on=until)
    if contract.expires_on is not None and today <= contract.expires_on <= today + AHEAD:
        label = _("合同到期：{contract}").format(contract=contract)
        yield Due(f"contract_expiry:{contract.pk}", contract.meeting, label, _url(contract), due_on=contract.expires_on)


def _url(contract: Contract) -> str:
    return reverse("contracts:contract", args=[contract.meeting.slug, contract.pk])
