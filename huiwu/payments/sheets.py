"""Registers of payments as tables for Excel and PDF. Every foot is the sum of the rows above it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from huiwu.documents.blocks import Block, Cell, Column, Heading, KeyValues, NamedTable, Paragraph, Sheet, Table
from huiwu.documents.language import readers_language
from huiwu.meetings.models import Meeting
from huiwu.payments.choices import Bucket, RequestState
from huiwu.payments.models import Payment, PaymentRequest, Receipt
from huiwu.payments.queries import open_items, payments_of, receipts_of, requests_of, three_way_rows
from huiwu.payments.queries.dues import AgeRow, OpenItem, age_rows
from huiwu.payments.queries.matching import ThreeWay


def register_tables(meeting: Meeting, today: date) -> list[NamedTable]:
    """Requests, payments, receipts, match, open items, ageing: one tab each."""
    items = open_items([meeting])
    return [
        NamedTable(_("付款申请"), requests_table(list(requests_of(meeting)))),
        NamedTable(_("付款记录"), payments_table(list(payments_of(meeting)))),
        NamedTable(_("收款记录"), receipts_table(list(receipts_of(meeting)))),
        NamedTable(_("三单匹配"), matching_table(three_way_rows(meeting))),
        NamedTable(_("应收应付"), items_table(items, today)),
        NamedTable(_("账龄"), ageing_table(age_rows(items, today))),
    ]


def register_sheet(meeting: Meeting, today: date) -> Sheet:
    blocks: list[Block] = [
        KeyValues(
            (
                (_("会议"), meeting.name),
                (_("立项号"), meeting.number),
                (_("截至"), today.isoformat()),
            )
        )
    ]
    for named in register_tables(meeting, today):
        blocks.append(Heading(1, named.name))
        is_empty = not named.table.rows or (len(named.table.rows) == 1 and named.table.emphasis)
        blocks.append(Paragraph(_("无。"), indent=False) if is_empty else named.table)
    return _sheet(_("付款与收款登记簿"), blocks, meeting.org.name, meeting.name)


def ageing_sheet(org_name: str, rows: Sequence[AgeRow], items: Sequence[OpenItem], today: date) -> Sheet:
    """Across meetings: ageing, then every open item."""
    blocks: list[Block] = [
        KeyValues(((_("填报单位"), org_name), (_("截至"), today.isoformat()))),
        Heading(1, _("账龄")),
        ageing_table(rows),
        Heading(1, _("应收应付")),
        items_table(items, today),
    ]
    return _sheet(_("应收应付账龄表"), blocks, org_name, "")


def _sheet(title: str, blocks: list[Block], issuer: str, meeting_name: str) -> Sheet:
    return Sheet(
        title=title,
        blocks=tuple(blocks),
        meeting_name=meeting_name,
        language=readers_language(),
        orientation="landscape",
        issuer=issuer,
    )


def requests_table(rows: Sequence[PaymentRequest]) -> Table:
    columns = (
        Column(_("编号"), 1.2),
        Column(_("用途"), 3),
        Column(_("依据"), 2.4),
        Column(_("收款方"), 2.2),
        Column(_("申请金额（元）"), 1.6, kind="money"),
        Column(_("已付（元）"), 1.6, kind="money"),
        Column(_("未付（元）"), 1.6, kind="money"),
        Column(_("状态"), 1.2),
    )
    lines: list[tuple[Cell, ...]] = []
    for row in rows:
        paid = int(getattr(row, "paid", 0))
        is_off = row.state == RequestState.CANCELLED
        asked = 0 if is_off else row.amount_cents
        based = row.contract or row.order or row.speaker_fee or _("手工")
        lines.append(
            (row.label, row.purpose, str(based), row.payee, asked, paid, asked - paid, str(row.get_state_display()))
        )
    return _with_foot(columns, lines, (4, 5, 6))


def payments_table(rows: Sequence[Payment]) -> Table:
    columns = (
        Column(_("付款日期"), 1.4, kind="date"),
        Column(_("申请"), 1.2),
        Column(_("用途"), 3),
        Column(_("收款方"), 2.4),
        Column(_("金额（元）"), 1.6, kind="money"),
        Column(_("方式"), 1.3),
        Column(_("流水号"), 2),
        Column(_("凭证"), 1),
    )
    lines: list[tuple[Cell, ...]] = [
        (
            row.paid_on,
            row.request.label,
            row.request.purpose,
            row.request.payee,
            row.amount_cents,
            str(row.get_method_display()),
            row.reference,
            _("有") if row.voucher_id else _("缺"),
        )
        for row in rows
    ]
    return _with_foot(columns, lines, (4,))


def receipts_table(rows: Sequence[Receipt]) -> Table:
    columns = (
        Column(_("收款日期"), 1.4, kind="date"),
        Column(_("付款方"), 2.4),
        Column(_("合同"), 3),
        Column(_("款项"), 1.4),
        Column(_("金额（元）"), 1.6, kind="money"),
        Column(_("方式"), 1.3),
        Column(_("流水号"), 2),
    )
    lines: list[tuple[Cell, ...]] = [
        (
            row.received_on,
            row.payer,
            str(row.contract or ""),
            str(row.term.label if row.term else row.get_kind_display()),
            row.amount_cents,
            str(row.get_method_display()),
            row.reference,
        )
        for row in rows
    ]
    return _with_foot(columns, lines, (4,))


def matching_table(rows: Sequence[ThreeWay]) -> Table:
    columns = (
        Column(_("合同"), 3),
        Column(_("对方"), 2.4),
        Column(_("合同额（元）"), 1.6, kind="money"),
        Column(_("验收（元）"), 1.6, kind="money"),
        Column(_("发票（元）"), 1.6, kind="money"),
        Column(_("收付（元）"), 1.6, kind="money"),
        Column(_("差异"), 3.4),
    )
    lines: list[tuple[Cell, ...]] = [
        (
            str(row.contract),
            row.contract.party_name,
            row.figures.contract_cents,
            row.figures.accepted_cents,
            row.figures.invoiced_cents,
            row.figures.settled_cents,
            "\n".join(row.sentences) or _("一致"),
        )
        for row in rows
    ]
    return Table(columns, tuple(lines))


def items_table(items: Sequence[OpenItem], today: date) -> Table:
    columns = (
        Column(_("方向"), 1),
        Column(_("会议"), 3),
        Column(_("对方"), 2.2),
        Column(_("事项"), 2.8),
        Column(_("到期日"), 1.4, kind="date"),
        Column(_("逾期（天）"), 1, kind="number"),
        Column(_("应结（元）"), 1.6, kind="money"),
        Column(_("已结（元）"), 1.6, kind="money"),
        Column(_("未结（元）"), 1.6, kind="money"),
    )
    lines: list[tuple[Cell, ...]] = [
        (
            item.side_word,
            item.meeting.name,
            item.party,
            item.label,
            item.due_on,
            item.days_late(today),
            item.amount_cents,
            item.settled_cents,
            item.open_cents,
        )
        for item in items
    ]
    return Table(columns, tuple(lines))


def ageing_table(rows: Sequence[AgeRow]) -> Table:
    columns = (
        Column(_("方向"), 1),
        Column(_("会议"), 3),
        *(Column(str(label), 1.4, kind="money") for label in Bucket.labels),
        Column(_("合计"), 1.5, kind="money"),
    )
    lines: list[tuple[Cell, ...]] = [
        (
            row.side_word,
            row.meeting.name if row.meeting else _("全部"),
            *(cents for _code, _label, cents in row.sums),
            row.total_cents,
        )
        for row in rows
    ]
    return Table(columns, tuple(lines))


def _with_foot(columns: tuple[Column, ...], lines: list[tuple[Cell, ...]], summed: tuple[int, ...]) -> Table:
    foot: list[Cell] = [None if column.kind == "date" else "" for column in columns]
    first = next(n for n, column in enumerate(columns) if column.kind == "text")
    foot[first] = _("合计")
    for place in summed:
        cells = [line[place] for line in lines]
        foot[place] = sum(cell for cell in cells if isinstance(cell, int))
    return Table(columns, (*lines, tuple(foot)), emphasis={len(lines): "total"})
