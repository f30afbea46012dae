"""《供应商比价表》."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from huiwu.documents.blocks import (
    Block,
    Callout,
    Cell,
    Column,
    Emphasis,
    Heading,
    KeyValues,
    NamedTable,
    Sheet,
    Table,
)
from huiwu.kernel.money import yuan
from huiwu.procurement.documents.paper import procurement_sheet, quantity_text, scoring_text
from huiwu.procurement.documents.selection import selection_blocks
from huiwu.procurement.models import Selection
from huiwu.procurement.queries.basis import basis_text
from huiwu.procurement.queries.comparing import Compared
from huiwu.procurement.queries.words import gaps_text, likeness_text, points, step_label, step_source
from huiwu.procurement.rules.comparison import Judged


def comparison_sheet(compared: Compared, selection: Selection | None = None) -> Sheet:
    blocks = comparison_blocks(compared)
    if selection is not None:
        blocks += selection_blocks(selection)
    return procurement_sheet(
        compared.rfq, _("供应商比价表"), blocks, orientation="landscape", paper=paper_size(compared)
    )


def paper_size(compared: Compared) -> Any:
    return "a3" if len(compared.quotations) > 5 else "a4"


def comparison_blocks(compared: Compared) -> list[Block]:
    rfq = compared.rfq
    head = KeyValues(
        (
            (_("品类"), rfq.get_category_display()),
            (_("询价日期"), rfq.sent_at.astimezone(rfq.meeting.zone).date().isoformat() if rfq.sent_at else ""),
            (_("比价口径"), basis_text(rfq.with_tax, rfq.with_transport, rfq.with_setup)),
            (_("评分办法"), scoring_text(rfq)),
            (_("有效报价"), _("{count} 家").format(count=compared.valid_count)),
        )
    )
    blocks: list[Block] = [head, Heading(1, _("综合比较")), _totals_table(compared)]
    blocks += [Heading(1, _("逐项比较（小计，元）")), _lines_table(compared)]
    blocks += [Heading(1, _("归一过程")), _working_table(compared)]
    blocks += _sign_blocks(compared)
    return blocks


def totals_rows(compared: Compared) -> list[tuple[Cell, ...]]:
    return [
        (
            row.rank,
            row.bid.name,
            basis_text(row.bid.basis.tax, row.bid.basis.transport, row.bid.basis.setup),
            row.quoted_cents,
            row.normal_cents,
            deviation_text(row, compared),
            points(row.price_score),
            points(row.technical_score),
            points(row.total_score),
            notes_text(row),
        )
        for row in sorted(compared.comparison.bids, key=lambda row: (row.rank is None, row.rank, row.bid.name))
    ]


def _totals_columns() -> tuple[Column, ...]:
    return (
        Column(_("名次"), 0.6, "center", "number"),
        Column(_("供应商"), 1.6),
        Column(_("报价口径"), 2.2),
        Column(_("原报价"), 1.3, kind="money"),
        Column(_("归一后"), 1.3, kind="money"),
        Column(_("比最低高"), 1.0, "right"),
        Column(_("价格分"), 0.8, "right"),
        Column(_("技术分"), 0.8, "right"),
        Column(_("综合分"), 0.8, "right"),
        Column(_("说明"), 2.4),
    )


def _totals_table(compared: Compared) -> Table:
    return Table(_totals_columns(), tuple(totals_rows(compared)))


def deviation_text(row: Judged, compared: Compared) -> str:
    """How much more than the lowest, in percent to one decimal."""
    lowest = compared.comparison.lowest_total
    if not row.normal_cents or not lowest:
        return ""
    permille = ((row.normal_cents - lowest) * 2000 + lowest) // (2 * lowest)
    return _("最低") if permille == 0 and row.normal_cents == lowest else f"+{permille // 10}.{permille % 10}%"


def notes_text(row: Judged) -> str:
    parts = [gaps_text(row)] if row.gaps else []
    if row.is_low and row.share_of_mean is not None:
        parts.append(_("异常低价：均价的 {percent}%").format(percent=int(row.share_of_mean * 100)))
    fills = sum(1 for step in row.working if step.kind == "scope")
    if fills:
        parts.append(_("{count} 项未报，按所示金额补入").format(count=fills))
    return "；".join(parts)


def lines_rows(compared: Compared) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for line in compared.lines:
        key = str(line.pk)
        cells = [row.line_cents.get(key) for row in compared.comparison.bids]
        rows.append((line.item, f"{quantity_text(line.quantity)} {line.unit}", *cells))
    return rows


def _lines_columns(compared: Compared) -> tuple[Column, ...]:
    names = [Column(row.bid.name, 1.2, kind="money") for row in compared.comparison.bids]
    return (Column(_("项目"), 2.0), Column(_("数量"), 1.0, "right"), *names)


def _lines_table(compared: Compared) -> Table:
    """Amounts as text, so that the lowest carries a mark that does not rest on colour and a gap says 未报."""
    rows = []
    for line in compared.lines:
        key = str(line.pk)
        low = compared.comparison.lowest.get(key)
        cells = [_priced(row.line_cents.get(key), low) for row in compared.comparison.bids]
        rows.append((line.item, f"{quantity_text(line.quantity)} {line.unit}", *cells))
    names = [Column(row.bid.name, 1.2, "right") for row in compared.comparison.bids]
    caption = _("▼ 表示该项最低")
    return Table((Column(_("项目"), 2.0), Column(_("数量"), 1.0, "right"), *names), tuple(rows), caption)


def _priced(cents: int | None, low: int | None) -> str:
    if cents is None:
        return _("未报")
    return f"▼ {yuan(cents)}" if cents == low else yuan(cents)


def _working_table(compared: Compared) -> Table:
    items = {str(line.pk): line.item for line in compared.lines}
    rows: list[tuple[Cell, ...]] = []
    totals: dict[int, Emphasis] = {}
    for row in compared.comparison.bids:
        for step in row.working:
            rows.append((row.bid.name, step_label(step, items), step.amount_cents, step_source(step)))
        totals[len(rows)] = "total"
        rows.append((row.bid.name, _("归一后合计"), row.normal_cents, gaps_text(row)))
    columns = (
        Column(_("供应商"), 1.4),
        Column(_("内容"), 2.2),
        Column(_("金额"), 1.2, kind="money"),
        Column(_("来源"), 3.0),
    )
    return Table(columns, tuple(rows), emphasis=totals)


def _sign_blocks(compared: Compared) -> list[Block]:
    names = {row.bid.id: row.bid.name for row in compared.comparison.bids}
    signs = [likeness_text(sign, names) for sign in compared.alike]
    signs += [
        _("{name}：报价为均价的 {percent}%，{why}").format(
            name=row.bid.name,
            percent=int((row.share_of_mean or 0) * 100),
            why=compared.quotation(row).low_explained or _("没有说明"),
        )
        for row in compared.comparison.bids
        if row.is_low
    ]
    if not signs:
        return []
    return [Heading(1, _("需要留意")), *(Callout(text, "warning") for text in signs)]


def comparison_tables(compared: Compared) -> list[NamedTable]:
    """The comparison as a workbook: totals, lines, working."""
    return [
        NamedTable(_("综合比较"), _totals_table(compared)),
        NamedTable(_("逐项比较"), Table(_lines_columns(compared), tuple(lines_rows(compared)))),
        NamedTable(_("归一过程"), _working_table(compared)),
    ]
