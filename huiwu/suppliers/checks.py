"""OM-039, OM-040, OM-042, OM-043 (domain/failures.md, 供应商)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.planning.models import Step
from huiwu.suppliers.choices import QualificationKind
from huiwu.suppliers.queries import category_rows, engaged_with_papers, strike_day
from huiwu.suppliers.queries.needs import TAKEN, CategoryRow, Engaged


def _taken(scope: Scope) -> list[Engaged]:
    """Selected and signed suppliers."""
    found = scope.once("suppliers.engaged", lambda: engaged_with_papers(scope.meeting))
    return [engaged for engaged in found if engaged.row.state in TAKEN]


def _categories(scope: Scope) -> list[CategoryRow]:
    found: list[CategoryRow] = scope.once("suppliers.categories", lambda: category_rows(scope.meeting))
    return found


def _subject(engaged: Engaged) -> Subject:
    row = engaged.row
    return Subject("supplier", str(row.supplier_id), f"{row.supplier.name}（{row.get_category_display()}）")


def _url(engaged: Engaged) -> str:
    row = engaged.row
    return reverse("suppliers:engagement", args=[row.meeting.slug, row.pk])


@check(
    "OM-039",
    module="supplier",
    severity="block",
    title=gettext_lazy("供应商资质有效期早于撤场日"),
    step="P10",
    owner_role="procurement",
    from_days_before=28,
)
def papers_that_end_before_the_strike(scope: Scope) -> Iterator[Hit]:
    """One hit per supplier and paper, whatever the number of categories it serves."""
    last, told = strike_day(scope.meeting), set()
    for engaged in _taken(scope):
        for paper in engaged.lapsing:
            if paper.pk in told or paper.expires_on is None:
                continue
            told.add(paper.pk)
            yield Hit(
                detail=_("“{supplier}”的{paper}有效到 {expires}，撤场日是 {strike}。").format(
                    supplier=engaged.row.supplier.name,
                    paper=paper,
                    expires=paper.expires_on.isoformat(),
                    strike=last.isoformat(),
                ),
                subjects=(_subject(engaged), Subject("qualification", str(paper.pk), str(paper))),
                url=_url(engaged),
                action=_("请供应商续期并登记新的有效期与扫描件；不能续期的换一家。"),
                root=str(paper.pk),
            )


@check(
    "OM-040",
    module="supplier",
    severity="block",
    title=gettext_lazy("需要的品类没有签约供应商"),
    step="P10",
    owner_role="procurement",
    from_days_before=28,
)
def needed_category_without_a_signed_supplier(scope: Scope) -> Iterator[Hit]:
    """A meeting begun late plans P10 later than T-28: until that day, suppliers being chosen are as planned (a hint)."""
    planned = Step.objects.filter(plan__meeting=scope.meeting, code="P10").values_list("finish_on", flat=True).first()
    in_time = planned is not None and scope.today <= planned
    lacking = [row for row in _categories(scope) if row.is_lacking]
    if planned is not None and in_time and (chosen := [row for row in lacking if row.live]):
        yield _being_chosen(scope, chosen, planned)
    for row in lacking:
        if in_time and row.live:
            continue
        grounds = _("；").join(
            f"{reason.where}·{reason.label}" + (f"（{reason.text}）" if reason.text else "")
            for reason in row.reasons[:3]
        )
        live = _("、").join(f"{e.row.supplier.name}（{e.row.get_state_display()}）" for e in row.live)
        yield Hit(
            detail=_("需要{category}（{grounds}），没有签约的供应商；目前：{standing}。").format(
                category=row.label, grounds=grounds or _("人工列入"), standing=live or _("一家也没有")
            ),
            subjects=(Subject("category", row.category, str(row.label)),),
            url=reverse("suppliers:meeting", args=[scope.meeting.slug]) + f"#category-{row.category}",
            action=_("选定并签约；由场地、客户或我方提供的，在“由谁提供”里写明依据。"),
            root=row.category,
        )


def _being_chosen(scope: Scope, rows: list[CategoryRow], planned: date) -> Hit:
    """One hint for all categories that the plan still gives time."""
    return Hit(
        detail=_("还有 {count} 个品类没有签约：{categories}；计划 {day} 前签妥。").format(
            count=len(rows), categories=_("、").join(str(row.label) for row in rows), day=planned.isoformat()
        ),
        subjects=tuple(Subject("category", row.category, str(row.label)) for row in rows),
        url=reverse("suppliers:meeting", args=[scope.meeting.slug]),
        action=_("按计划选定并签约；由场地、客户或我方提供的，在“由谁提供”里写明依据。"),
        root="being_chosen",
        severity="hint",
    )


@check(
    "OM-042",
    module="supplier",
    severity="hint",
    title=gettext_lazy("供应商联系人不足或没有现场联系人"),
    step="P10",
    owner_role="procurement",
    from_days_before=28,
)
def supplier_that_cannot_be_reached(scope: Scope) -> Iterator[Hit]:
    told = set()
    for engaged in _taken(scope):
        if engaged.is_reachable or engaged.row.supplier_id in told:
            continue
        told.add(engaged.row.supplier_id)
        site = (
            _("没有留下电话的现场联系人")
            if engaged.on_site is None
            else _("现场联系人是{name}").format(name=engaged.on_site.name)
        )
        yield Hit(
            detail=_("“{supplier}”登记了 {count} 位联系人（应有 2 位以上），{site}。").format(
                supplier=engaged.row.supplier.name, count=len(engaged.contacts), site=site
            ),
            subjects=(_subject(engaged),),
            url=reverse("suppliers:contacts", args=[engaged.row.supplier_id]),
            action=_("补登联系人，并指定一位有电话的现场联系人。"),
            root=str(engaged.row.supplier_id),
        )


@check(
    "OM-043",
    module="supplier",
    severity="block",
    title=gettext_lazy("搭建供应商缺承重计算书或阻燃证明"),
    step="P10",
    owner_role="procurement",
    from_days_before=7,
)
def builder_without_load_calculation_or_fire_certificate(scope: Scope) -> Iterator[Hit]:
    for engaged in _taken(scope):
        if not engaged.lacks_papers:
            continue
        words = _("、").join(str(QualificationKind(kind).label) for kind in engaged.lacks_papers)
        yield Hit(
            detail=_("“{supplier}”负责{category}，缺有效到撤场日 {strike} 的{papers}。").format(
                supplier=engaged.row.supplier.name,
                category=engaged.row.get_category_display(),
                strike=strike_day(scope.meeting).isoformat(),
                papers=words,
            ),
            subjects=(_subject(engaged),),
            url=_url(engaged),
            action=_("请供应商出具本会议的计算书与证明，登记在该供应商页的“本会议专用的文件”。"),
            root=str(engaged.row.pk),
        )
