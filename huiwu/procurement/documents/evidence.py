"""The three-quote evidence pack."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiwu.documents.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    KeyValues,
    PageBreak,
    Sheet,
    Table,
)
from huiwu.procurement.choices import LineScope
from huiwu.procurement.documents.comparison import comparison_blocks, paper_size
from huiwu.procurement.documents.paper import procurement_sheet, quantity_text, rate_text
from huiwu.procurement.documents.rfq import rfq_blocks
from huiwu.procurement.documents.selection import selection_blocks
from huiwu.procurement.models import Quotation, Selection
from huiwu.procurement.queries.basis import basis_text
from huiwu.procurement.queries.comparing import Compared
from huiwu.suppliers.models import Qualification


def evidence_sheet(compared: Compared, selection: Selection, papers: Sequence[Qualification]) -> Sheet:
    """《三方比价证据包》: request, every submission, working, scores, comparison, selection, approval, papers with expiry."""
    rfq = compared.rfq
    blocks: list[Block] = [Heading(1, _("一览")), _contents(compared, selection)]
    blocks += selection_blocks(selection)
    blocks += [PageBreak(), Heading(1, _("询价单")), *rfq_blocks(rfq, compared.lines)]
    blocks += [PageBreak(), *comparison_blocks(compared), *_score_blocks(compared)]
    for quotation in compared.quotations:
        blocks += [PageBreak(), *_quotation_blocks(quotation, compared)]
    blocks += [PageBreak(), Heading(1, _("资质清单")), _papers_table(papers, selection.meeting.end_on)]
    return procurement_sheet(
        rfq, _("三方比价证据包"), blocks, orientation="landscape", paper=paper_size(compared), toc=True, toc_depth=1
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
        Column(pgettext("计量", "单位"), 0.7),
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
