"""《询价单》."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiwu.documents.blocks import (
    Block,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Party,
    Sheet,
    SignatureBlock,
    Table,
)
from huiwu.procurement.documents.paper import procurement_sheet, quantity_text, scoring_text
from huiwu.procurement.models import Rfq, RfqLine
from huiwu.procurement.queries.basis import basis_text


def rfq_sheet(rfq: Rfq, lines: Sequence[RfqLine]) -> Sheet:
    """The request as it is sent: what is asked for, on which basis, and the lines with room for prices."""
    return procurement_sheet(rfq, _("询价单"), [*rfq_blocks(rfq, lines), *_answer_blocks()])


def rfq_blocks(rfq: Rfq, lines: Sequence[RfqLine]) -> list[Block]:
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
            (_("评分办法"), scoring_text(rfq)),
        )
    )
    columns = (
        Column(_("序号"), 0.5, "center"),
        Column(_("分项"), 1.0),
        Column(_("项目"), 1.8),
        Column(_("规格与要求"), 2.6),
        Column(pgettext("计量", "单位"), 0.7),
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
