"""OM-108 and OM-109: whose invoice it is, and that it is claimed once (domain/failures.md)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.invoices.choices import COUNTED
from huiwu.invoices.models import Invoice, RepeatedArrival
from huiwu.invoices.queries import is_about_title
from huiwu.invoices.queries.addresses import register_url, url_of
from huiwu.invoices.queries.issues import issue_text


@check(
    "OM-108",
    module="budget",
    severity="block",
    title=gettext_lazy("发票抬头、税号不是本方，或购销方颠倒"),
    step="P07",
    owner_role="finance",
)
def not_our_invoice(scope: Scope) -> Iterator[Hit]:
    """Each invoice at hand whose title or tax ID is not ours; returned and reversed ones are settled. One query."""
    rows = Invoice.objects.filter(meeting=scope.meeting, state__in=COUNTED, weight="block").select_related("meeting")
    for invoice in rows.order_by("created_at"):
        wrong = [issue_text(issue) for issue in invoice.issues if is_about_title(issue)]
        if wrong:
            yield Hit(
                detail=_("发票 {number}（{seller} → {buyer}）：{why}").format(
                    number=invoice.full_number,
                    seller=invoice.seller_name,
                    buyer=invoice.buyer_name,
                    why="".join(wrong),
                ),
                subjects=(_subject(invoice),),
                url=url_of(invoice),
                action=_("退回开票方重开；抬头没有错的，请更正单位设置里的开票抬头。"),
                root=str(invoice.pk),
            )


@check(
    "OM-109",
    module="budget",
    severity="block",
    title=gettext_lazy("同一张发票重复提交"),
    step="P07",
    owner_role="finance",
)
def claimed_twice(scope: Scope) -> Iterator[Hit]:
    """Brought to this meeting though registered elsewhere; or the same number with and without its code. Three queries."""
    yield from _brought_again(scope)
    yield from _same_number(scope)


def _brought_again(scope: Scope) -> Iterator[Hit]:
    rows = RepeatedArrival.objects.filter(meeting=scope.meeting, cleared_at=None)
    for repeat in rows.select_related("invoice__meeting", "invoice__received_by", "brought_by").order_by("brought_at"):
        first, zone = repeat.invoice, scope.meeting.zone
        at = first.received_at or first.created_at
        yield Hit(
            detail=_(
                "发票 {number} 于 {again_at} 由{again_by}再次提交；首次由{first_by}于 {first_at} 登记在{where}，现在是“{state}”。"
            ).format(
                number=first.full_number,
                again_at=repeat.brought_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
                again_by=repeat.brought_by.name if repeat.brought_by else _("系统"),
                first_by=first.received_by.name if first.received_by else _("系统"),
                first_at=at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
                where=f"《{first.meeting.name}》" if first.meeting else _("未归会议的发票"),
                state=first.get_state_display(),
            ),
            subjects=(_subject(first),),
            url=register_url(scope.meeting) + "?repeats=1",
            action=_("核对是否重复报销；确认没有的，在登记簿的“重复提交”里写明情况。"),
            root=f"repeat:{repeat.pk}",
        )


def _same_number(scope: Scope) -> Iterator[Hit]:
    """A number typed without its code is the same paper as the one that has it."""
    mine = Invoice.objects.filter(meeting=scope.meeting, state__in=COUNTED).exclude(number="")
    numbers = {row.number: row for row in mine.select_related("meeting") if len(row.number) == 8}
    others = Invoice.objects.filter(org_id=scope.meeting.org_id, state__in=COUNTED, number__in=numbers)
    for other in others.filter(~Q(pk__in=[row.pk for row in numbers.values()])).select_related("meeting"):
        row = numbers[other.number]
        if row.code and other.code:
            continue
        yield Hit(
            detail=_("发票 {one} 与 {other}（{where}）号码相同，其中一张没有写代码，可能是同一张。").format(
                one=row.full_number,
                other=other.full_number,
                where=f"《{other.meeting.name}》" if other.meeting else _("未归会议的发票"),
            ),
            subjects=(_subject(row), _subject(other)),
            url=url_of(row),
            action=_("补上发票代码；确是同一张的，退回其中一张的登记。"),
            root=f"number:{row.pk}:{other.pk}",
        )


def _subject(invoice: Invoice) -> Subject:
    return Subject("invoice", str(invoice.pk), invoice.full_number)
