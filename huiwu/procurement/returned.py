"""Read the workbook a supplier sent back: every cell in doubt named, nothing written before a person confirms."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

from defusedxml import ElementTree
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from huiwu.foundation.sheets import Column, Note, Problem, Row, SheetRefused, Table, read_table
from huiwu.foundation.sheets.columns import normal
from huiwu.foundation.sheets.scan import place_of
from huiwu.foundation.sheets.values import KINDS, Parsed
from huiwu.kernel.money import times, yuan
from huiwu.procurement.models import RfqLine
from huiwu.procurement.services.quoting import ExtraLine, LinePrice
from huiwu.procurement.workbook import code_of

COLUMNS = (
    Column("code", gettext_lazy("编号"), aliases=("编号", "序号", "行号")),
    Column("section", gettext_lazy("分项"), aliases=("分项", "类别")),
    Column("item", gettext_lazy("项目"), aliases=("项目", "项目名称", "名称", "品名"), is_required=True, must_be_filled=True,
           is_words=True, longest=160),
    Column("spec", gettext_lazy("规格与要求"), aliases=("规格与要求", "规格", "规格型号", "技术要求"), longest=500),
    Column("unit", pgettext_lazy("计量", "单位"), aliases=("单位",), is_words=True, longest=20),
    Column("quantity", gettext_lazy("数量"), "quantity", aliases=("数量",)),
    Column("unit_cents", gettext_lazy("单价"), "cents", aliases=("单价（元）", "单价", "价格", "含税单价", "不含税单价", "报价"),
           is_required=True),
    Column("tax_bp", gettext_lazy("税率"), "rate", aliases=("税率", "增值税税率")),
    Column("total_cents", gettext_lazy("小计"), "cents", aliases=("小计（元）", "小计", "金额", "合价", "总价"), is_computed=True),
    Column("note", gettext_lazy("备注"), aliases=("备注", "说明"), longest=300),
)  # fmt: skip


def _as_it_is(cell: Any) -> Parsed:
    return Parsed(cell)


TERMS = (
    Column("label", gettext_lazy("条款"), aliases=("条款",), is_required=True),
    Column("answer", gettext_lazy("填写"), aliases=("填写",), is_required=True, kind=_as_it_is),
)
ANSWERS: dict[str, tuple[str, str]] = {
    "价格含税": ("with_tax", "yes_no"),
    "价格含运输": ("with_transport", "yes_no"),
    "价格含安装撤场": ("with_setup", "yes_no"),
    "税率": ("tax_bp", "rate"),
    "报价有效期至": ("valid_until", "day"),
    "交期": ("delivery", "text"),
    "付款方式": ("payment", "text"),
    "质保": ("warranty", "text"),
    "违约责任": ("breach", "text"),
    "不包含的内容": ("excluded", "text"),
    "近三个同类案例": ("cases", "text"),
    "联系人": ("contact_name", "text"),
    "联系电话": ("contact_phone", "text"),
}


@dataclass(slots=True)
class Returned:
    """What was read. `rows` are the refused ones, `problems` every cell that was refused or needs a look."""

    prices: dict[UUID, LinePrice] = field(default_factory=dict)
    extras: list[ExtraLine] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    unquoted: list[RfqLine] = field(default_factory=list)
    total_cents: int = 0

    @property
    def refused_count(self) -> int:
        cells = sum(1 for problem in self.problems if problem.severity == "refused")
        return cells + sum(1 for note in self.notes if note.severity == "refused")

    @property
    def can_be_taken(self) -> bool:
        return self.refused_count == 0 and bool(self.prices)


def read_returned(content: bytes, name: str, lines: Sequence[RfqLine]) -> Returned:
    """Match rows to the request by code, else by name; whatever was changed is said. Raises SheetRefused (all kinds)."""
    table = read_table(content, COLUMNS, name=name, sheet="报价")
    reader = _Reader(lines, table)
    for row in table.all_rows():
        reader.take(row)
    found = reader.finish()
    _read_terms(content, name, found)
    return found


class _Reader:
    def __init__(self, lines: Sequence[RfqLine], table: Table) -> None:
        self.lines = {code_of(line): line for line in lines}
        self.by_name: dict[str, list[RfqLine]] = {}
        for line in lines:
            for name in {normal(line.item + line.spec), normal(line.item)}:
                self.by_name.setdefault(name, []).append(line)
        self.found = Returned(notes=list(table.notes))
        self.table, self.order = table, list(lines)
        self.swapped: list[bool] = []
        self.stated_total: tuple[Row, int] | None = None

    def take(self, row: Row) -> None:
        if row.kind == "total" and row.values.get("total_cents"):
            self.stated_total = (row, row.values["total_cents"])
        if row.kind != "data":
            return
        line, is_known = self._line(row)
        before = len(row.problems)
        if line is not None and is_known:
            self._price(row, line)
        elif is_known:
            self._extra(row)
        if row.is_refused and (row.values.get("unit_cents") is not None or before or not is_known):
            self.found.refused.append(row)
        self.found.problems += row.problems

    def finish(self) -> Returned:
        found = self.found
        if len(self.swapped) >= 2 and sum(self.swapped) * 10 >= len(self.swapped) * 6:
            found.notes.append(Note("refused", _("“数量”与“单价”两列像是填反了：单价一列正是询价的数量")))
        found.unquoted = [line for line in self.order if line.pk not in found.prices]
        found.total_cents = sum(
            times(found.prices[line.pk].unit_cents, line.quantity) for line in self.order if line.pk in found.prices
        ) + sum(times(extra.unit_cents, extra.quantity) for extra in found.extras)
        if self.stated_total and self.stated_total[1] != found.total_cents:
            row, stated = self.stated_total
            text = _("表内第 {row} 行合计 {stated} 元，与各行相加 {sum} 元不一致，按各行计算")
            found.notes.append(
                Note("flagged", text.format(row=row.number, stated=yuan(stated), sum=yuan(found.total_cents)))
            )
            found.values["stated_total_cents"] = stated
        return found

    def _line(self, row: Row) -> tuple[RfqLine | None, bool]:
        """The line a row is about; (None, True) for something extra, (None, False) when it cannot be told."""
        code = (row.values.get("code") or "").strip()
        if code in self.lines:
            return self.lines[code], True
        item, spec = row.values.get("item") or "", row.values.get("spec") or ""
        alike = self.by_name.get(normal(item + spec)) or self.by_name.get(normal(item)) or []
        if len(alike) == 1:
            self._say(
                row, "flagged", "code", _("编号缺失或被改，按项目名称对应到 {code}").format(code=code_of(alike[0]))
            )
            return alike[0], True
        if alike:
            self._say(row, "refused", "code", _("编号缺失，询价单里有几行同名，不知道是哪一行"))
            return None, False
        if code and "-" in code:
            self._say(row, "refused", "code", _("编号不是这份询价单的"))
            return None, False
        return None, True

    def _price(self, row: Row, line: RfqLine) -> None:
        values = row.values
        if line.pk in self.found.prices:
            self._say(row, "refused", "code", _("这一行报了两次"))
            return
        if values.get("item") and normal(values["item"]) != normal(line.item):
            self._say(row, "flagged", "item", _("名称与询价单的“{item}”不同").format(item=line.item))
        if values.get("unit") and normal(values["unit"]) != normal(line.unit):
            self._say(row, "refused", "unit", _("单位改了，询价是“{unit}”，单价不能比较").format(unit=line.unit))
        quantity, cents = values.get("quantity"), values.get("unit_cents")
        if quantity is not None and quantity != line.quantity:
            asked = f"{line.quantity.normalize():f}"
            self._say(row, "flagged", "quantity", _("数量与询价的 {asked} 不同，比价按询价数量").format(asked=asked))
            self.swapped.append(cents is not None and Decimal(cents) == line.quantity * 100)
        elif cents is not None:
            self.swapped.append(False)
        if cents == 0:
            self._say(row, "flagged", "unit_cents", _("单价是 0：按免费计入，请向对方确认不是未报"))
        total = values.get("total_cents")
        if cents is not None and total is not None and total != times(cents, quantity or line.quantity):
            self._say(row, "flagged", "total_cents", _("小计与数量乘单价不一致，按单价计算"))
        if cents is not None and not row.is_refused:
            self.found.prices[line.pk] = LinePrice(cents, values.get("tax_bp"), values.get("note") or "")

    def _extra(self, row: Row) -> None:
        values = row.values
        if values.get("unit_cents") is None:
            if not row.is_refused and not values.get("total_cents"):
                self._say(row, "flagged", "unit_cents", _("不在询价范围，也没有单价，没有读取"))
            return
        if not row.is_refused:
            self._say(row, "flagged", "item", _("不在询价范围，作为供应商另加的项"))
            self.found.extras.append(
                ExtraLine(
                    item=values["item"],
                    unit_cents=values["unit_cents"],
                    quantity=values.get("quantity") or Decimal(1),
                    unit=values.get("unit") or "",
                    spec=values.get("spec") or "",
                    tax_bp=values.get("tax_bp"),
                    note=values.get("note") or "",
                )
            )

    def _say(self, row: Row, severity: Any, key: str, sentence: str) -> None:
        column = next(c for c in COLUMNS if c.key == key)
        place = place_of(row.sheet, row.number - 1, self.table.columns.get(key, 0))
        row.problems.append(Problem(severity, key, str(column.label), place, row.texts.get(key, ""), sentence))


def _read_terms(content: bytes, name: str, found: Returned) -> None:
    """The answers of the sheet 商务条款; a file without it is read all the same, with the basis left open."""
    try:
        table = read_table(content, TERMS, name=name, sheet="商务条款")
    except SheetRefused:
        found.notes.append(Note("flagged", _("没有“商务条款”表，价格口径留空，需另行确认")))
        return
    for row in table.rows():
        known = ANSWERS.get(str(row.values.get("label") or "").strip())
        answer = row.values.get("answer")
        if known is None or answer is None or not str(answer).strip():
            continue
        key, kind = known
        parsed = KINDS[kind](answer)
        place = place_of(row.sheet, row.number - 1, table.columns["answer"])
        label = str(row.values["label"])
        if parsed.refused:
            found.problems.append(Problem("refused", key, label, place, str(answer), parsed.refused))
        else:
            found.values[key] = parsed.value
            if parsed.flagged:
                found.problems.append(Problem("flagged", key, label, place, str(answer), parsed.flagged))


def traces_of(content: IO[bytes]) -> dict[str, str]:
    """Author and last editor that a file names (OOXML or PDF); empty where it names none or cannot be read."""
    start = content.read(5)
    content.seek(0)
    try:
        found = _pdf_traces(content) if start == b"%PDF-" else _office_traces(content) if start[:2] == b"PK" else {}
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, PyPdfError, ValueError, OSError):
        return {}
    return {key: value.strip()[:120] for key, value in found.items() if value and value.strip()}


def _office_traces(content: IO[bytes]) -> dict[str, str]:
    with zipfile.ZipFile(content) as archive:
        info = archive.getinfo("docProps/core.xml")
        if info.file_size > 100_000:
            return {}
        with archive.open(info) as part:
            root = ElementTree.fromstring(part.read(100_000))
    words = {node.tag.rpartition("}")[2]: node.text or "" for node in root}
    return {"author": words.get("creator", ""), "editor": words.get("lastModifiedBy", "")}


def _pdf_traces(content: IO[bytes]) -> dict[str, str]:
    info = PdfReader(io.BytesIO(content.read())).metadata
    return {"author": str(info.author or "")} if info else {}
