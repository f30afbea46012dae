"""The register of invoices as it stands on a sheet and in a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from huiwu.documents.blocks import Cell, Column, KeyValues, NamedTable, Sheet, Table
from huiwu.documents.language import readers_language
from huiwu.invoices.choices import Direction, InvoiceState
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries.issues import issue_text
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting


def register_tables(rows: Iterable[Invoice]) -> list[NamedTable]:
    """Two tabs: invoices, and their lines. Numbers and tax IDs are text (EX-204); amounts figures in yuan."""
    invoices = list(rows)
    head = (
        Column(_("方向")), Column(_("状态")), Column(_("发票代码")), Column(_("发票号码")), Column(_("票种")),
        Column(_("开票日期"), kind="date"), Column(_("销售方名称")), Column(_("销售方税号")), Column(_("购买方名称")),
        Column(_("购买方税号")), Column(_("项目")), Column(_("金额（不含税）"), kind="money"),
        Column(_("税额"), kind="money"), Column(_("价税合计"), kind="money"), Column(_("应收日期"), kind="date"),
        Column(_("所属会议")), Column(_("合同")), Column(_("供应商")), Column(_("文件")), Column(_("问题")),
        Column(_("验票人")), Column(_("凭证号")), Column(_("备注")),
    )  # fmt: skip
    lines = (
        Column(_("发票号码")), Column(_("行")), Column(_("项目名称")), Column(_("规格型号")), Column(_("计量单位")),
        Column(_("数量")), Column(_("单价")), Column(_("金额"), kind="money"), Column(_("税率")),
        Column(_("税额"), kind="money"),
    )  # fmt: skip
    return [
        NamedTable(_("发票登记簿"), Table(head, tuple(_row(invoice) for invoice in invoices))),
        NamedTable(_("发票明细"), Table(lines, tuple(row for invoice in invoices for row in _lines(invoice)))),
    ]


def _row(invoice: Invoice) -> tuple[Cell, ...]:
    expected = invoice.state == InvoiceState.EXPECTED
    return (
        str(invoice.get_direction_display()), str(invoice.get_state_display()), invoice.code, invoice.number,
        str(invoice.get_kind_display()), invoice.issued_on, invoice.seller_name, invoice.seller_tax_id,
        invoice.buyer_name, invoice.buyer_tax_id, invoice.item_name, invoice.net_cents, invoice.tax_cents,
        invoice.expected_cents if expected else invoice.gross_cents, invoice.expected_on,
        invoice.meeting.name if invoice.meeting else "", invoice.contract.number if invoice.contract else "",
        invoice.supplier.name if invoice.supplier else "", _files(invoice), _issues(invoice),
        invoice.verified_by.name if invoice.verified_by else "", invoice.reimburse_reference, invoice.remark,
    )  # fmt: skip


def _lines(invoice: Invoice) -> Iterable[tuple[Cell, ...]]:
    for line in invoice.lines.all():
        yield (
            invoice.full_number, str(line.order), line.name, line.spec, line.unit, line.quantity, line.unit_price,
            line.net_cents, line.rate, line.tax_cents,
        )  # fmt: skip


def _files(invoice: Invoice) -> str:
    return " ".join(sorted({str(file.get_kind_display()) for file in invoice.files.all()}))


def _issues(invoice: Invoice) -> str:
    return "".join(issue_text(issue) for issue in invoice.issues if issue["weight"] != "hint")


def register_sheet(org_name: str, meeting: Meeting | None, rows: Iterable[Invoice], day: date) -> Sheet:
    """发票登记簿 (SOP P07): what is there, what is to come, with its sums."""
    invoices = list(rows)
    columns = (
        Column(_("序"), 0.5), Column(_("开票日期"), 1.1, kind="date"), Column(_("发票号码"), 2.2), Column(_("对方"), 2.6),
        Column(_("项目"), 2.4), Column(_("税额"), 1.1, kind="money"), Column(_("价税合计"), 1.3, kind="money"),
        Column(_("状态"), 0.8), Column(_("文件"), 0.9),
    )  # fmt: skip
    blocks: list[KeyValues | Table] = []
    pairs = []
    for direction in (Direction.IN, Direction.OUT):
        part = [row for row in invoices if row.direction == direction]
        if part:
            total = sum(row.counted_cents for row in part)
            pairs.append(
                (str(direction.label), _("{count} 张，价税合计 {total} 元").format(count=len(part), total=yuan(total)))
            )
            blocks.append(
                Table(columns, tuple(_sheet_row(n, row) for n, row in enumerate(part, 1)), caption=str(direction.label))
            )
    return Sheet(
        title=_("发票登记簿"),
        blocks=(KeyValues(tuple(pairs)), *blocks),
        meeting_name=meeting.name if meeting else "",
        dated_on=day,
        issuer=org_name,
        orientation="landscape",
        language=readers_language(),
    )


def _sheet_row(number: int, row: Invoice) -> tuple[Cell, ...]:
    expected = row.state == InvoiceState.EXPECTED
    return (
        number, row.issued_on or row.expected_on, row.full_number, row.party_name, row.item_name or row.note, row.tax_cents,
        row.expected_cents if expected else row.gross_cents, str(row.get_state_display()), _files(row),
    )  # fmt: skip
