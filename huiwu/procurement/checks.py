"""OM-037, OM-038, OM-041 (domain/failures.md, 供应商). OM-050 is judged by contracts, from `queries.promises`."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.kernel.money import yuan
from huiwu.procurement.queries.basis import basis_text
from huiwu.procurement.queries.comparing import Compared
from huiwu.procurement.queries.review import Reviewed, chosen_without_request, reviewed
from huiwu.procurement.queries.words import gaps_text
from huiwu.procurement.rules.comparison import Judged


def _requests(scope: Scope) -> list[Reviewed]:
    found: list[Reviewed] = scope.once("procurement.reviewed", lambda: reviewed(scope.meeting))
    return found


def _rfq(row: Reviewed) -> Subject:
    return Subject("rfq", str(row.rfq.pk), f"{row.rfq.number} {row.rfq.title}")


def _bid(judged: Judged) -> Subject:
    return Subject("quotation", judged.bid.id, judged.bid.name)


def _url(row: Reviewed) -> str:
    return reverse("procurement:comparison", args=[row.rfq.meeting.slug, row.rfq.pk])


@check(
    "OM-037",
    module="supplier",
    severity="warn",
    title=gettext_lazy("有效报价不足且没有单一来源理由"),
    step="P10",
    owner_role="procurement",
    from_days_before=42,
)
def too_few_quotations(scope: Scope) -> Iterator[Hit]:
    """Once quoting has ended or somebody was chosen; and suppliers taken without any request."""
    for row in _requests(scope):
        if row.is_short and (row.selection is not None or row.rfq.due_on < scope.today):
            names = _("、").join(judged.bid.name for judged in row.compared.comparison.bids if judged.is_ranked)
            yield Hit(
                detail=_("《{rfq}》有效报价 {count} 家（{names}），少于 {fewest} 家，也没有写明单一来源理由。").format(
                    rfq=row.rfq, count=row.compared.valid_count, names=names or _("无"), fewest=row.rfq.fewest_quotes
                ),
                subjects=(_rfq(row),),
                url=_url(row),
                action=_("再邀请供应商报价并延长期限，或在选定时写明不足家数、单一来源的理由。"),
                root=str(row.rfq.pk),
            )
    for engaged in chosen_without_request(scope.meeting):
        yield Hit(
            detail=_("{category}已选定“{supplier}”，没有询价单，报价 0 家，也没有单一来源理由。").format(
                category=engaged.get_category_display(), supplier=engaged.supplier.name
            ),
            subjects=(Subject("supplier", str(engaged.supplier_id), engaged.supplier.name),),
            url=reverse("procurement:rfqs", args=[scope.meeting.slug]),
            action=_("补一份询价单；确属单一来源的，登记报价并在选定时写明理由。"),
            root=f"category:{engaged.category}:{engaged.supplier_id}",
        )


@check(
    "OM-038",
    module="supplier",
    severity="warn",
    title=gettext_lazy("报价口径不一致却已选定"),
    step="P10",
    owner_role="procurement",
    from_days_before=42,
)
def chosen_on_another_basis(scope: Scope) -> Iterator[Hit]:
    """The chosen quotation, or one it was ranked against, is on another basis and no amounts close the gap."""
    for row in _requests(scope):
        if row.selection is None:
            continue
        asked = basis_text(row.rfq.with_tax, row.rfq.with_transport, row.rfq.with_setup)
        for judged in _ranked_on_another_basis(row):
            basis = judged.bid.basis
            yield Hit(
                detail=_(
                    "《{rfq}》询价口径是{asked}，“{supplier}”报的是{theirs}（{gaps}），却已参与排名并选定了“{chosen}”。"
                ).format(
                    rfq=row.rfq,
                    asked=asked,
                    supplier=judged.bid.name,
                    theirs=basis_text(basis.tax, basis.transport, basis.setup),
                    gaps=gaps_text(judged),
                    chosen=row.selection.quotation.supplier.called,
                ),
                subjects=(_rfq(row), _bid(judged)),
                url=_url(row),
                action=_("撤销选定，请对方书面说明口径并补齐归一金额，重新比价。"),
                root=f"{row.rfq.pk}:{judged.bid.id}",
            )


def _ranked_on_another_basis(row: Reviewed) -> Iterator[Judged]:
    """Not comparable today, though it had a rank in the comparison that was kept with the selection."""
    assert row.selection is not None
    ranks = {bid["quotation"]: bid.get("rank") for bid in row.selection.comparison.get("bids", [])}
    for judged in row.compared.comparison.bids:
        is_chosen = judged.bid.id == str(row.selection.quotation_id)
        if judged.gaps and (is_chosen or ranks.get(judged.bid.id) is not None):
            yield judged


@check(
    "OM-041",
    module="supplier",
    severity="warn",
    title=gettext_lazy("异常低价没有说明"),
    step="P10",
    owner_role="procurement",
    from_days_before=42,
)
def low_without_a_word(scope: Scope) -> Iterator[Hit]:
    for row in _requests(scope):
        for judged in row.compared.comparison.bids:
            if judged.is_low and not row.compared.quotation(judged).low_explained.strip():
                yield _low(row, row.compared, judged)


def _low(row: Reviewed, compared: Compared, judged: Judged) -> Hit:
    mean = compared.comparison.mean_cents or 0
    return Hit(
        detail=_(
            "《{rfq}》“{supplier}”归一后 {cents} 元，均价 {mean} 元，是均价的 {percent}%，低于 {line}%，没有说明。"
        ).format(
            rfq=row.rfq,
            supplier=judged.bid.name,
            cents=yuan(judged.normal_cents or 0),
            mean=yuan(round(mean)),
            percent=int((judged.share_of_mean or 0) * 100),
            line=row.rfq.low_percent,
        ),
        subjects=(_rfq(row), _bid(judged)),
        url=reverse("procurement:quotation", args=[row.rfq.meeting.slug, judged.bid.id]),
        action=_("请对方书面说明成本构成和履约保证，登记说明；说明不通的不采用。"),
        root=f"{row.rfq.pk}:{judged.bid.id}",
    )
