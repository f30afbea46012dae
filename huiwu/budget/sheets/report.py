"""《预算执行简报》: what was agreed, what is committed and paid, what changed; with pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from huiwu.budget.choices import Pricing
from huiwu.budget.pictures import bars, burn_up
from huiwu.budget.sheets.budget import category_word
from huiwu.documents.blocks import Block, Cell, Column, Drawing, Heading, KeyValues, Paragraph, Sheet, Table
from huiwu.documents.choices import ChangeOrderStatus
from huiwu.documents.language import readers_language
from huiwu.kernel.money import yuan

Content = dict[str, Any]


def sheet(meeting: Any, content: Content, version: Any) -> Sheet:
    as_of = datetime.fromisoformat(content["as_of"]).astimezone(meeting.zone)
    return Sheet(
        title=_("预算执行简报"),
        subtitle=_("第 {number} 期 · 数据截至 {day}").format(number=content["number"], day=f"{as_of:%Y-%m-%d %H:%M}"),
        blocks=tuple(blocks(meeting, content)),
        doc_no=version.header.get("document", "") if version else "",
        version=str(version.number) if version else "",
        dated_on=as_of.date(),
        meeting_name=meeting.name,
        language=readers_language(),
        status_word=_("草稿") if version is None else "",
        issuer=meeting.org.name,
        numbered=False,
    )


def blocks(meeting: Any, content: Content) -> Iterator[Block]:
    figures = content["figures"]
    is_lump = figures["pricing"] == Pricing.LUMP
    done, whole = figures["progress"]
    head = [
        (_("客户"), meeting.client.name if meeting.client else ""),
        (_("计价方式"), str(Pricing(figures["pricing"]).label)),
    ]
    head.append((_("预算总额（含税）"), f"¥{yuan(figures['total_cents'])}"))
    if not is_lump:
        at = figures["total"]
        head += [
            (_("其中变更与调整"), f"¥{yuan(at['adjusted'])}"),
            (_("已签"), _with_share(at["committed"], at["approved"])),
            (_("已付"), _with_share(at["paid"], at["approved"])),
            (_("预测"), _with_share(at["forecast"], at["approved"])),
            (_("不可预见费"), _reserve(figures["reserve"])),
        ]
    head.append((_("工作进度"), _("{done}/{whole} 步完成").format(done=done, whole=whole)))
    yield KeyValues(tuple(head))
    if content["remarks"]:
        yield Heading(1, _("情况说明"))
        for text in content["remarks"].splitlines():
            if text.strip():
                yield Paragraph(text)
    if not is_lump:
        yield from _money(figures)
    yield Heading(1, _("变更"))
    yield _changes(figures["changes"])
    for text in _reading(is_lump):
        yield Paragraph(text)


def _reading(is_lump: bool) -> list[str]:
    if is_lump:
        return [_("本项目为总价包干：合同价只随双方确认的变更单变化。")]
    return [
        _(
            "已签：已签合同与已确认订单的含税金额，及已批准的劳务费；已付：已付出的款项；预测：已签与已发生的较大者，加上按当前人数仍须采购的部分。"
        ),
    ]


def _money(figures: Content) -> Iterator[Block]:
    yield Heading(1, _("预算与执行"))
    yield _table(figures)
    rows = [
        (category_word(row["category"]), row["approved"], row["committed"], row["paid"])
        for row in figures["categories"]
    ]
    yield Drawing(
        bars(rows, (_("预算"), _("已签"), _("已付")), _("万元")), _("各科目的预算、已签与已付；右侧为预算与已签比例")
    )
    burn = figures["burn"]
    labels = [f"{day.month}/{day.day}" for day in (date.fromisoformat(point["on"]) for point in burn)]
    series = [(_("已签"), [point["committed"] for point in burn]), (_("已付"), [point["paid"] for point in burn])]
    limit = (_("预算"), figures["total"]["approved"])
    yield Drawing(burn_up(labels, series, limit, _("万元")), _("签约与付款进度"))


def _table(figures: Content) -> Table:
    names = ("approved", "committed", "paid", "forecast")
    rows: list[tuple[Cell, ...]] = []
    marks: dict[int, Any] = {}
    lines = figures.get("lines")
    for at in figures["categories"]:
        if lines is not None:
            rows += [
                ("　" + line["item"], *(line[n] for n in names), line["forecast"] - line["approved"])
                for line in lines
                if line["category"] == at["category"]
            ]
            marks[len(rows)] = "total"
        rows.append((category_word(at["category"]), *(at[n] for n in names), at["forecast"] - at["approved"]))
    loose = figures["unallocated"]
    if any(loose[n] for n in names):
        rows.append((_("未分摊"), *(loose[n] for n in names), loose["forecast"] - loose["approved"]))
    whole = figures["total"]
    marks[len(rows)] = "total"
    rows.append((_("合计"), *(whole[n] for n in names), whole["forecast"] - whole["approved"]))
    columns = (
        Column(_("科目"), 2.4),
        Column(_("预算（元）"), 1.6, kind="money"),
        Column(_("已签（元）"), 1.6, kind="money"),
        Column(_("已付（元）"), 1.6, kind="money"),
        Column(_("预测（元）"), 1.6, kind="money"),
        Column(_("预测差异（元）"), 1.6, kind="money"),
    )
    return Table(columns, tuple(rows), emphasis=marks)


def _changes(changes: list[Content]) -> Block:
    if not changes:
        return Paragraph(_("没有变更单。"))
    rows: list[tuple[Cell, ...]] = [
        (row["number"], row["summary"], row["cost_cents"], str(ChangeOrderStatus(row["status"]).label))
        for row in changes
    ]
    agreed = (ChangeOrderStatus.SIGNED, ChangeOrderStatus.APPLIED, ChangeOrderStatus.DONE)
    total = sum(row["cost_cents"] for row in changes if row["status"] in agreed)
    rows.append((_("客户已确认合计"), "", total, ""))
    columns = (
        Column(_("变更单"), 1.6),
        Column(_("内容"), 4),
        Column(_("费用（元）"), 1.6, kind="money"),
        Column(_("状态"), 1.2),
    )
    return Table(columns, tuple(rows), emphasis={len(rows) - 1: "total"})


def _with_share(cents: int, whole: int) -> str:
    return f"¥{yuan(cents)}（{cents * 1000 // whole / 10:.1f}%）" if whole > 0 else f"¥{yuan(cents)}"


def _reserve(row: Content) -> str:
    left = row["total_cents"] - row["drawn_cents"]
    return _("共 ¥{total}，已动用 ¥{drawn}，余 ¥{left}").format(
        total=yuan(row["total_cents"]), drawn=yuan(row["drawn_cents"]), left=yuan(left)
    )


def fields(content: Content) -> Iterator[tuple[str, Any, Any]]:
    """What a client may remark on."""
    yield "remarks", _("情况说明"), ""
    for at in content["figures"].get("categories", ()):
        yield f"category.{at['category']}", category_word(at["category"]), _("预算与执行")
    yield "changes", _("变更"), ""
