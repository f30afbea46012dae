"""What became of the files of an import, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from huiwu.documents.blocks import Cell, Column, NamedTable, Table
from huiwu.invoices.choices import Outcome
from huiwu.invoices.models import ImportRow, InvoiceImport
from huiwu.kernel.errors import Refusal

ORDER = (Outcome.TAKEN, Outcome.JOINED, Outcome.KNOWN, Outcome.DUPLICATE, Outcome.REFUSED)


def counts_of(batch: InvoiceImport) -> dict[str, int]:
    """How many files of each outcome; those nobody met are left out."""
    rows = ImportRow.objects.filter(batch=batch).order_by().values_list("outcome").annotate(n=Count("pk"))
    found: dict[str, int] = dict(rows)
    return {str(outcome): found[outcome] for outcome in ORDER if outcome in found}


def rows_of(batch: InvoiceImport, outcome: str = "") -> QuerySet[ImportRow]:
    """The answers in the order of the files, of one outcome or all."""
    rows = ImportRow.objects.filter(batch=batch).select_related("invoice__meeting")
    if outcome in Outcome.values:
        rows = rows.filter(outcome=outcome)
    return rows.order_by("order")


def reason_of(row: ImportRow) -> str:
    """Why a file was not taken, in the reader's language; empty for those that were."""
    kind = _refusals().get(row.reason_code)
    if kind is None:
        return row.reason_code
    values = dict(row.reason)
    if "raw" in values:
        values["why"] = _(values["raw"]).format_map(_Blank(values))
    return _(kind.sentence).format_map(_Blank(values))


def report_table(batch: InvoiceImport) -> NamedTable:
    columns = (
        Column(_("序")), Column(_("文件")), Column(_("结果")), Column(_("发票代码")), Column(_("发票号码")),
        Column(_("销售方")), Column(_("价税合计"), kind="money"), Column(_("原因")),
    )  # fmt: skip
    return NamedTable(_("发票导入结果"), Table(columns, tuple(_report_rows(batch))))


def _report_rows(batch: InvoiceImport) -> Iterator[tuple[Cell, ...]]:
    for row in rows_of(batch).iterator():
        invoice = row.invoice
        yield (
            str(row.order), row.name, str(row.get_outcome_display()), invoice.code if invoice else "",
            invoice.number if invoice else "", invoice.seller_name if invoice else "",
            invoice.gross_cents if invoice else None, reason_of(row),
        )  # fmt: skip


def _refusals() -> dict[str, type[Refusal]]:
    """Every kind of refusal by its code."""
    found: dict[str, type[Refusal]] = {}
    waiting: list[type[Refusal]] = [Refusal]
    while waiting:
        kind = waiting.pop()
        found[kind.code] = kind
        waiting += kind.__subclasses__()
    return found


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""
