"""《订单》 as a sheet (PDF, Word) and a workbook; the day's deliveries to print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiwu.documents.blocks import (
    Block,
    Callout,
    Column,
    Heading,
    KeyValues,
    NamedTable,
    Paragraph,
    Party,
    Sheet,
    SignatureBlock,
    Table,
)
from huiwu.documents.language import readers_language
from huiwu.kernel import clock
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting
from huiwu.orders.choices import OrderState
from huiwu.orders.models import Order
from huiwu.orders.queries import Delivery, Ordered, ordered


def order_sheet(row: Order) -> Sheet:
    """One order; a draft and a cancelled one say so in every page's head."""
    whole = ordered([row])[0]
    words = {OrderState.DRAFT: _("草稿"), OrderState.CANCELLED: _("已取消")}
    return Sheet(
        title=_("订单"),
        subtitle=row.title,
        doc_no=row.number,
        blocks=(*_head(row), line_table(whole), *_closing(row, whole)),
        dated_on=(row.sent_at or row.created_at).astimezone(row.meeting.zone).date(),
        meeting_name=row.meeting.name,
        status_word=words.get(OrderState(row.state), ""),
        language=readers_language(),
        numbered=False,
    )


def _head(row: Order) -> tuple[Block, ...]:
    at = row.deliver_at.astimezone(row.meeting.zone)
    place = " · ".join(filter(None, [row.space.name if row.space else "", row.place]))
    return (
        KeyValues(
            (
                (_("供应商"), row.supplier.name),
                (_("订货单位"), row.meeting.org.name),
                (_("到货时间"), f"{at:%Y-%m-%d %H:%M}"),
                (_("送货地点"), place),
                (_("收货人"), " ".join(filter(None, [row.receiver_name, row.receiver_phone]))),
                (_("所属合同"), str(row.contract) if row.contract else _("未定")),
            )
        ),
    )


def line_table(whole: Ordered) -> Table:
    """The lines with their sums; the last row is the total with tax."""
    rows = [
        (
            n,
            line.item,
            line.spec,
            line.unit,
            _quantity(line.quantity),
            line.unit_cents,
            f"{line.tax_bp / 100:g}%",
            line.gross_cents,
        )
        for n, line in enumerate(whole.lines, 1)
    ]
    total = (None, _("价税合计"), "", "", "", None, "", whole.totals.gross_cents)
    return Table(
        columns=(
            Column(_("序"), 0.5, kind="number"),
            Column(_("名称"), 2.2),
            Column(_("规格"), 2.2),
            Column(pgettext("计量", "单位"), 0.7),
            Column(_("数量"), 0.9, align="right"),
            Column(_("单价（含税）"), 1.2, kind="money"),
            Column(_("税率"), 0.7, align="right"),
            Column(_("金额（含税）"), 1.4, kind="money"),
        ),
        rows=(*rows, total),
        emphasis={len(rows): "total"},
    )


def _quantity(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"


def _closing(row: Order, whole: Ordered) -> tuple[Block, ...]:
    sums = _("其中税额 {tax} 元，不含税 {net} 元。").format(
        tax=yuan(whole.totals.tax_cents), net=yuan(whole.totals.net_cents)
    )
    blocks: list[Block] = [Paragraph(sums, indent=False)]
    if row.needs_setup:
        blocks.append(Callout(_("须供应商到场安装，会后按撤场时间拆除运走。")))
    if row.requirements:
        blocks += [Heading(2, _("要求与说明")), Paragraph(row.requirements)]
    theirs = Party(
        role=_("供应商确认"),
        organisation=row.supplier.name,
        name=row.confirmed_by_name,
        signed_at=row.confirmed_at.astimezone(row.meeting.zone) if row.confirmed_at else None,
    )
    return (*blocks, SignatureBlock((Party(role=_("订货方"), organisation=row.meeting.org.name), theirs)))


def order_workbook(row: Order) -> list[NamedTable]:
    return [NamedTable(row.number, line_table(ordered([row])[0]))]


def delivery_sheet(meeting: Meeting, day: date | None, rows: Sequence[Delivery]) -> Sheet:
    """到货安排, without prices: for the door, landscape."""
    return Sheet(
        title=_("到货安排"),
        subtitle=day.isoformat() if day else "",
        blocks=(_delivery_table(meeting, rows),),
        dated_on=clock.today(meeting.time_zone),
        meeting_name=meeting.name,
        orientation="landscape",
        issuer=meeting.org.name,
        language=readers_language(),
        numbered=False,
    )


def _delivery_table(meeting: Meeting, rows: Sequence[Delivery]) -> Table:
    return Table(
        columns=(
            Column(_("时间"), 1.2),
            Column(_("订单"), 1.0),
            Column(_("供应商"), 1.6),
            Column(_("内容"), 3.0),
            Column(_("地点"), 1.8),
            Column(_("送货人与车牌"), 1.8),
            Column(_("收货人"), 1.4),
            Column(_("签收"), 0.9),
        ),
        rows=tuple(
            (
                f"{row.at.astimezone(meeting.zone):%m-%d %H:%M}",
                row.order.number,
                row.order.supplier.called,
                _("、").join(row.items),
                row.place,
                " ".join(filter(None, [row.order.driver_name, row.order.driver_phone, row.order.plates])),
                " ".join(filter(None, [row.order.receiver_name, row.order.receiver_phone])),
                "",
            )
            for row in rows
        ),
    )
