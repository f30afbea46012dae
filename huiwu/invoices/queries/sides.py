"""The fields of an invoice side by side: what stands, who said so, and what each other file says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiwu.invoices.choices import Field, InvoiceKind, InvoiceState, Source
from huiwu.invoices.models import Invoice, InvoiceFile
from huiwu.kernel.money import yuan

SHOWN = (
    Field.KIND, Field.CODE, Field.NUMBER, Field.ISSUED_ON, Field.BUYER_NAME, Field.BUYER_TAX_ID, Field.SELLER_NAME,
    Field.SELLER_TAX_ID, Field.NET_CENTS, Field.TAX_CENTS, Field.GROSS_CENTS, Field.CAPITALS, Field.DRAWER, Field.REMARK,
    Field.REVERSES_NUMBER,
)  # fmt: skip
STAGES = (InvoiceState.EXPECTED, InvoiceState.RECEIVED, InvoiceState.VERIFIED, InvoiceState.REIMBURSED)


@dataclass(frozen=True, slots=True)
class FieldRow:
    """`others`: (source, its word) of every source that says otherwise."""

    label: str
    value: str
    source: str
    others: tuple[tuple[str, str], ...] = ()


def field_rows(invoice: Invoice, files: Sequence[InvoiceFile]) -> list[FieldRow]:
    """Fields that say something, in the order of the paper."""
    words = [file.said for file in files if file.said] + list(invoice.typed.values())
    rows = []
    for field in SHOWN:
        value = _shown(field, getattr(invoice, field.value))
        if not value:
            continue
        source = invoice.where.get(field.value, "")
        others = {
            (_source(word["source"]), said)
            for word in words
            if (said := _shown(field, word.get("fields", {}).get(field.value))) and said != value
        }
        rows.append(FieldRow(str(field.label), value, _source(source), tuple(sorted(others))))
    return rows


def next_stages(invoice: Invoice) -> list[tuple[str, str]]:
    """待收 → 已收 → 已验 → 已报销 with where it stands, or the one word of a reversed or returned one."""
    if invoice.state not in STAGES:
        return [(str(invoice.get_state_display()), "done")]
    present = STAGES.index(InvoiceState(invoice.state))
    last = len(STAGES) - 1
    return [
        (str(stage.label), "done" if at < present or at == last == present else "doing" if at == present else "open")
        for at, stage in enumerate(STAGES)
        if at > 0 or present == 0
    ]


def _source(code: str) -> str:
    return str(Source(code).label) if code in Source.values else ""


def _shown(field: Field, value: Any) -> str:
    if value in (None, ""):
        return ""
    if field.value.endswith("_cents"):
        return yuan(int(value))
    if field == Field.KIND and value in InvoiceKind.values:
        return str(InvoiceKind(value).label)
    return value.isoformat() if isinstance(value, date) else str(value)
