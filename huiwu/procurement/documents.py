"""What stands on procurement's sheets: 《询价单》, 《供应商比价表》, the three-quote evidence pack, the letter to those not chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiwu.documents.blocks import (
    Block,
    Callout,
    Cell,
    Column,
    Emphasis,
    Heading,
    KeyValues,
    Language,
    NamedTable,
    PageBreak,
    Paragraph,
    Party,
    Sheet,
    SignatureBlock,
    Table,
)
from huiwu.kernel import clock
from huiwu.kernel.money import yuan
from huiwu.procurement.choices import LineScope
from huiwu.procurement.models import Decline, Quotation, QuotationRevision, Rfq, RfqLine, Selection
from huiwu.procurement.queries.basis import basis_text
from huiwu.procurement.queries.comparing import Compared
from huiwu.procurement.queries.words import gaps_text, likeness_text, points, step_label, step_source
from huiwu.procurement.rules.comparison import Judged
from huiwu.suppliers.models import Qualification


def _language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def _sheet(rfq: Rfq, title: str, blocks: Sequence[Block], **more: Any) -> Sheet:
    return Sheet(
        title=title,
        subtitle=rfq.title,
        blocks=tuple(blocks),
        doc_no=rfq.number,
        dated_on=clock.today(rfq.meeting.time_zone),
        meeting_name=rfq.meeting.name,
        language=_language(),
        issuer=rfq.meeting.org.name,
        **more,
    )


def quantity_text(value: Any) -> str:
    """600.000 → 600."""
    return f"{value.normalize():f}"


def rate_text(rate_bp: int | None) -> str:
    return "" if rate_bp is None else f"{rate_bp / 100:g}%"


# --- 《询价单》 ----------------------------------------------------------------------------------------------------


def rfq_sheet(rfq: Rfq, lines: Sequence[RfqLine]) -> Sheet:
    """The request as it is sent: what is asked for, on which basis, and the lines with room for prices."""
    return _sheet(rfq, _("询价单"), [*_rfq_blocks(rfq, lines), *_answer_blocks()])


def _rfq_blocks(rfq: Rfq, lines: Sequence[RfqLine]) -> list[Block]:
    meeting = rfq.meeting
    head = KeyValues(
        (
            (_("会议"), meeting.name),
            (
                _("日期与地点"),
                f"{meeting.start_on:%Y-%m-%d}—{meeting.end_on:%Y-%m-%d}　{meeting.city} {meeting.venue_name}",
            ),
            (_("品类"), rfq.get_category_display()),
            (_("报价截止"), f"{rfq.due_on:%Y-%m-%d} 24:00"),
            (_("价格口径"), basis_text(rfq.with_tax, rfq.with_transport, rfq.with_setup)),
            (
                _("交货与地点"),
                " ".join(filter(None, [rfq.deliver_on.isoformat() if rfq.deliver_on else "", rfq.place])),
            ),
            (_("评分办法"), _scoring_text(rfq)),
        )
    )
    columns = (
        Column(_("序号"), 0.5, "center"),
        Column(_("分项"), 1.0),
        Column(_("项目"), 1.8),
        Column(_("规格与要求"), 2.6),
        Column(_("单位"), 0.7),
        Column(_("数量"), 0.8, "right"),
        Column(_("单价（元）"), 1.1),
        Column(_("小计（元）"), 1.1),
    )
    rows = tuple(
        (str(n), line.section, line.item, line.spec, line.unit, quantity_text(line.quantity), "", "")
        for n, line in enumerate(lines, 1)
    )
    blocks: list[Block] = [head, Heading(1, _("询价明细")), Table(columns, rows)]
    if rfq.terms.strip():
        blocks += [Heading(1, _("要求与条款")), Paragraph(rfq.terms, indent=False)]
    return blocks


def _scoring_text(rfq: Rfq) -> str:
    parts = [_("价格 {weight} 分（最低有效报价÷报价×权重）").format(weight=rfq.price_weight)]
    parts += [_("{label} {weight} 分").format(label=row["label"], weight=row["weight"]) for row in rfq.criteria]
    return "；".join(parts)


def _answer_blocks() -> list[Block]:
    asked: tuple[str, ...] = (
        _("价格是否含税、税率"),
        _("是否含运输"),
        _("是否含安装撤场"),
        _("不包含的内容"),
        _("报价有效期"),
        _("交期"),
    )
    asked += (_("付款方式"), _("质保与违约责任"), _("近三个同类案例"), _("联系人（至少两位）与电话"))
    return [
        Heading(1, _("报价方填写")),
        KeyValues(tuple((label, "") for label in asked)),
        SignatureBlock((Party(_("报价单位（盖章）")),)),
    ]


# --- 《供应商比价表》 ------------------------------------------------------------------------------------------------


def comparison_sheet(compared: Compared, selection: Selection | None = None) -> Sheet:
    blocks = _comparison_blocks(compared)
    if selection is not None:
        blocks += _selection_blocks(selection)
    return _sheet(compared.rfq, _("供应商比价表"), blocks, orientation="landscape", paper=_paper(compared))


def _paper(compared: Compared) -> Any:
    return "a3" if len(compared.quotations) > 5 else "a4"


def _comparison_blocks(compared: Compared) -> list[Block]:
    rfq = compared.rfq
    head = KeyValues(
        (
            (_("品类"), rfq.get_category_display()),
            (_("询价日期"), rfq.sent_at.astimezone(rfq.meeting.zone).date().isoformat() if rfq.sent_at else ""),
            (_("比价口径"), basis_text(rfq.with_tax, rfq.with_transport, rfq.with_setup)),
            (_("评分办法"), _scoring_text(rfq)),
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


# --- selection, letter, evidence pack ------------------------------------------------------------------------------


def _selection_blocks(selection: Selection) -> list[Block]:
    zone = selection.meeting.zone
    chosen = selection.chosen_by.name if selection.chosen_by else ""
    approver = selection.approved_by.name if selection.approved_by else ""
    pairs = [
        (_("选定"), selection.quotation.supplier.name),
        (_("归一后金额"), yuan(selection.total_cents)),
        (_("推荐理由"), selection.reason),
        (_("单一来源或不足家数的理由"), selection.single_source_reason),
        (_("选定人"), f"{chosen}　{selection.chosen_at.astimezone(zone):%Y-%m-%d %H:%M}"),
    ]
    if selection.is_above_limit:
        when = f"{selection.approved_at.astimezone(zone):%Y-%m-%d %H:%M}" if selection.approved_at else _("待审批")
        pairs.append((_("审批"), f"{approver}　{when}　{selection.approval_note}"))
    if selection.must_tell_client:
        told = f"{selection.client_told_on}　{selection.client_told_how}" if selection.client_told_on else _("尚未告知")
        pairs.append((_("告知客户"), told))
    rows = tuple((row.quotation.supplier.name, row.reason) for row in _declines(selection))
    blocks: list[Block] = [Heading(1, _("选定与审批")), KeyValues(tuple(pair for pair in pairs if pair[1]))]
    if rows:
        blocks.append(Table((Column(_("未中选"), 1.4), Column(_("理由"), 4.0)), rows))
    return blocks


def _declines(selection: Selection) -> list[Decline]:
    return list(selection.declines.select_related("quotation__supplier"))


def decline_sheet(decline: Decline) -> Sheet:
    """落选通知 to one bidder: their own reason only, nothing of the others."""
    rfq = decline.selection.rfq
    supplier = decline.quotation.supplier
    blocks: list[Block] = [
        Paragraph(_("{name}：").format(name=supplier.name), indent=False),
        Paragraph(_("感谢贵公司参加“{rfq}”的报价。经比较，本次没有选用贵公司的报价。").format(rfq=rfq.title)),
        Paragraph(_("理由：{reason}").format(reason=decline.reason)),
        Paragraph(_("贵公司的报价资料由我方按保密要求保存，不向第三方提供。期待今后的合作。")),
    ]
    return _sheet(rfq, _("落选通知"), blocks)


def evidence_sheet(compared: Compared, selection: Selection, papers: Sequence[Qualification]) -> Sheet:
    """《三方比价证据包》: request, every submission, working, scores, comparison, selection, approval, papers with expiry."""
    rfq = compared.rfq
    blocks: list[Block] = [Heading(1, _("一览")), _contents(compared, selection)]
    blocks += _selection_blocks(selection)
    blocks += [PageBreak(), Heading(1, _("询价单")), *_rfq_blocks(rfq, compared.lines)]
    blocks += [PageBreak(), *_comparison_blocks(compared), *_score_blocks(compared)]
    for quotation in compared.quotations:
        blocks += [PageBreak(), *_quotation_blocks(quotation, compared)]
    blocks += [PageBreak(), Heading(1, _("资质清单")), _papers_table(papers, selection.meeting.end_on)]
    return _sheet(
        rfq, _("三方比价证据包"), blocks, orientation="landscape", paper=_paper(compared), toc=True, toc_depth=1
    )


def _contents(compared: Compared, selection: Selection) -> Block:
    return KeyValues(
        (
            (_("询价单"), f"{compared.rfq.number} {compared.rfq.title}"),
            (_("报价"), "、".join(row.supplier.name for row in compared.quotations)),
            (_("选定"), selection.quotation.supplier.name),
            (_("比价指纹（SHA-256）"), selection.comparison_hash),
        )
    )


def _score_blocks(compared: Compared) -> list[Block]:
    labels = {row["code"]: row["label"] for row in compared.rfq.criteria}
    rows: list[tuple[Cell, ...]] = [
        (
            quotation.supplier.called,
            labels.get(score.criterion, score.criterion),
            score.scorer.name,
            score.score,
            score.note,
        )
        for quotation in compared.quotations
        for score in quotation.scores.all()
    ]
    if not rows:
        return []
    columns = (
        Column(_("供应商"), 1.4),
        Column(_("技术项"), 1.6),
        Column(_("评分人"), 1.0),
        Column(_("分数"), 0.7, kind="number"),
    )
    return [Heading(1, _("技术评分")), Table((*columns, Column(_("说明"), 2.4)), tuple(rows))]


def _quotation_blocks(quotation: Quotation, compared: Compared) -> list[Block]:
    zone = compared.rfq.meeting.zone
    pairs = (
        (_("报价时间"), f"{quotation.submitted_at.astimezone(zone):%Y-%m-%d %H:%M}" if quotation.submitted_at else ""),
        (_("来源"), f"{quotation.get_source_display()}　{quotation.submitted_by}　{quotation.submitted_from}"),
        (_("第几次提交"), str(quotation.submission)),
        (_("口径"), basis_text(quotation.with_tax, quotation.with_transport, quotation.with_setup)),
        (_("税率"), rate_text(quotation.tax_bp)),
        (_("有效期至"), quotation.valid_until.isoformat() if quotation.valid_until else ""),
        (_("交期"), quotation.delivery),
        (_("付款"), quotation.payment),
        (_("质保"), quotation.warranty),
        (_("违约责任"), quotation.breach),
        (_("不包含"), quotation.excluded),
        (_("近三个案例"), quotation.cases),
        (_("承诺"), "；".join(promise.text for promise in quotation.promises.all())),
        (_("附件（SHA-256）"), f"{quotation.file.name}　{quotation.file.sha256}" if quotation.file else ""),
    )
    columns = (
        Column(_("项目"), 2.2),
        Column(_("单位"), 0.7),
        Column(_("数量"), 0.9, "right"),
        Column(_("单价"), 1.1, kind="money"),
        Column(_("税率"), 0.7, "right"),
        Column(_("小计"), 1.2, kind="money"),
        Column(_("备注"), 1.8),
    )
    rows = tuple(
        (
            line.item if line.scope != LineScope.EXTRA else _("另加：{item}").format(item=line.item),
            line.unit,
            quantity_text(line.quantity),
            line.unit_cents,
            rate_text(line.tax_bp),
            line.total_cents,
            line.note if line.unit_cents is not None else _("未报"),
        )
        for line in compared.quoted(quotation.pk)
    )
    title = _("报价：{name}").format(name=quotation.supplier.name)
    return [Heading(1, title), KeyValues(tuple(pair for pair in pairs if pair[1].strip())), Table(columns, rows)]


def _papers_table(papers: Sequence[Qualification], needed_on: date) -> Table:
    rows = tuple(
        (
            paper.supplier.name,
            str(paper),
            paper.number,
            paper.issuer,
            paper.expires_on.isoformat() if paper.expires_on else _("长期"),
            _("会期内到期") if paper.expires_on and paper.expires_on < needed_on else _("有效"),
        )
        for paper in papers
    )
    titles = (_("供应商"), _("资质"), _("编号"), _("发证机关"), _("有效期至"), _("状态"))
    return Table(tuple(Column(title, 1.4) for title in titles), rows)


def revision_rows(revision: QuotationRevision) -> list[dict[str, Any]]:
    """Lines of a kept submission for the page."""
    rows: list[dict[str, Any]] = revision.content["lines"]
    return rows
