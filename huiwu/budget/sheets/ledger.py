"""费用台账 on paper and in Excel: every posting with the record behind it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from huiwu.budget.choices import Account, SourceKind
from huiwu.budget.queries.books import LedgerRow
from huiwu.budget.sheets.budget import category_word
from huiwu.documents.blocks import Cell, Column, Heading, NamedTable, Sheet, Table
from huiwu.documents.language import readers_language
from huiwu.kernel import clock


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("日期"), 1.2, kind="date"),
        Column(_("栏目"), 1),
        Column(_("科目"), 1.2),
        Column(_("预算行"), 2),
        Column(_("凭据"), 1.1),
        Column(_("编号与名称"), 3),
        Column(_("对方"), 2),
        Column(_("金额（元）"), 1.6, kind="money"),
    )


def _cells(row: LedgerRow) -> tuple[Cell, ...]:
    source = row.source
    return (
        source.on if source else None,
        str(Account(row.posting.account).label),
        category_word(row.line.category) if row.line else "",
        row.line.item if row.line else _("未分摊"),
        str(SourceKind(source.kind).label) if source else "",
        source.label if source else "",
        source.party if source else "",
        row.posting.amount_cents,
    )


def table(rows: list[LedgerRow]) -> NamedTable:
    """All rows, for Excel."""
    return NamedTable(_("费用台账"), Table(_columns(), tuple(_cells(row) for row in rows)))


def sheet(meeting: Any, rows: list[LedgerRow]) -> Sheet:
    """A table for each account with its sum."""
    blocks: list[Any] = []
    for code, label in Account.choices:
        mine = [row for row in rows if row.posting.account == code and code != "covered"]
        if mine:
            cells = [_cells(row) for row in mine]
            total = sum(row.posting.amount_cents for row in mine)
            cells.append((None, "", "", "", "", _("合计"), "", total))
            blocks += [Heading(1, str(label)), Table(_columns(), tuple(cells), emphasis={len(mine): "total"})]
    return Sheet(
        title=_("费用台账"),
        subtitle=meeting.name,
        blocks=tuple(blocks),
        dated_on=clock.today(meeting.time_zone),
        meeting_name=meeting.name,
        language=readers_language(),
        orientation="landscape",
        issuer=meeting.org.name,
        numbered=False,
    )
