"""OM-145 and OM-146: what suppliers are settled at, and what the client is charged without having signed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.kernel.money import yuan
from huiwu.settlement.queries import final_document, rows_of
from huiwu.settlement.sheet import sentence

FORBIDDEN = ("over_contract", "over_accepted")


@check(
    "OM-145",
    module="wrap_up",
    severity="block",
    title=gettext_lazy("供应商结算额超过合同与已签变更，或没有按验收数"),
    step="A06",
    owner_role="finance",
    from_days_after=3,
)
def settled_above_what_is_owed(scope: Scope) -> Iterator[Hit]:
    """One finding a settlement, naming the settled figure and the contract's or the acceptance's."""
    meeting = scope.meeting
    for row in rows_of(meeting):
        wrong = [fault for fault in row.faults if fault in FORBIDDEN]
        if not wrong:
            continue
        contract = row.contract
        said = "".join(sentence(fault, row) for fault in wrong)
        yield Hit(
            detail=_("{party}（{number}）：{said}").format(
                party=contract.party_name, number=contract.number, said=said
            ),
            subjects=(Subject("contract", str(contract.pk), f"{contract.number} {contract.party_name}"),),
            url=reverse("settlement:supplier", args=[meeting.slug, contract.pk]),
            action=_("核减结算额，或先补签补充协议、补登验收。"),
            root=f"settlement:{contract.pk}",
        )


@check(
    "OM-146",
    module="wrap_up",
    severity="block",
    title=gettext_lazy("决算含未经客户签字的变更费用"),
    step="A07",
    owner_role="finance",
    from_days_after=3,
)
def charged_without_signature(scope: Scope) -> Iterator[Hit]:
    """One finding a change order with a cost that stands in the settlement and that the client did not sign."""
    meeting, document = scope.meeting, final_document(scope.meeting)
    if document is None:
        return
    for change in document.draft.get("unsigned_changes", []):
        said = _("变更单 {number}“{summary}”费用 {cost} 元，没有客户签字。").format(
            number=change["number"], summary=change["summary"], cost=yuan(change["cost_cents"])
        )
        yield Hit(
            detail=said,
            subjects=(Subject("change_order", change["number"], change["number"]),),
            url=reverse("settlement:final", args=[meeting.slug]),
            action=_("请客户补签变更单；不认可的费用从决算中剔除，再重新计算决算。"),
            root=f"change_order:{change['number']}",
        )
