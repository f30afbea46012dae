"""The content of an event plan as blocks: each section's typed fields and live data, tables with what they add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiwu.documents.blocks import Block, Callout, Cell, Column, Heading, KeyValues, Paragraph, Table
from huiwu.documents.fourstate import FieldSpec, Section, shown, shown_value, unfilled
from huiwu.documents.stored_blocks import restored
from huiwu.event_plan import rules
from huiwu.event_plan.choices import BudgetCategory, Unit
from huiwu.event_plan.schema import NOT_PRINTED, SCHEMA, SECTIONS

Row = Mapping[str, Any]


def plan_blocks(content: Mapping[str, Any]) -> tuple[Block, ...]:
    """The whole plan: the SOP's contents first, then what completes them, then live sections of no typed part."""
    blocks: list[Block] = []
    for section in SECTIONS:
        if section.key not in NOT_PRINTED and (body := section_blocks(content, section)):
            blocks += [Heading(1, str(section.title)), *body]
    known = {section.key for section in SECTIONS}
    for code, parts in (content.get("live") or {}).items():
        if code not in known and parts:
            blocks += [Heading(1, parts[0]["title"]), *(block for part in parts for block in restored(part["blocks"]))]
    return tuple(blocks)


def section_blocks(content: Mapping[str, Any], section: Section) -> list[Block]:
    """One section. What is typed replaces live data that gives way; optional fields nobody filled are named at the end."""
    specs = [spec for spec in SCHEMA.fields if spec.section == section.key]
    parts = [
        p for p in rules.live_parts(content, section.key) if not (p["gives_way"] and _is_typed(content, section.key))
    ]
    covered = any(part["fills"] for part in rules.live_parts(content, section.key))
    large = [spec for spec in specs if _is_large(spec, content)]
    blocks: list[Block] = list(_short(specs, large, content, covered))
    for part in parts:
        blocks += [Heading(2, part["title"])] if len(parts) + len(large) > 1 else []
        blocks += restored(part["blocks"])
    for spec in large:
        blocks += [Heading(2, str(spec.label))] if len(specs) > 1 or parts else []
        blocks += _large(spec, content)
    return [*blocks, *_open_points(specs, content, covered)]


def _is_typed(content: Mapping[str, Any], section: str) -> bool:
    return any(rules.state_of(content, key) == "filled" for key in rules.CONTENT_OF.get(section, ()))


def _is_large(spec: FieldSpec, content: Mapping[str, Any]) -> bool:
    return spec.type in ("rows", "longtext") and rules.state_of(content, spec.key) == "filled"


def _short(
    specs: Sequence[FieldSpec], large: Sequence[FieldSpec], content: Mapping[str, Any], covered: bool
) -> Iterable[Block]:
    """Answered short fields: a single one as a sentence of its own, several as a list of labels and values."""
    answered = [spec for spec in specs if spec not in large and rules.state_of(content, spec.key) != "unfilled"]
    if len(answered) == 1 and len(specs) == 1:
        yield Paragraph(shown(answered[0], content[answered[0].key]))
    elif answered:
        yield KeyValues(tuple((str(spec.label), shown(spec, content[spec.key])) for spec in answered))


def _open_points(specs: Sequence[FieldSpec], content: Mapping[str, Any], covered: bool) -> list[Block]:
    """Unfilled is not the same as none: what is not settled yet is said, in one line."""
    core = {key for keys in rules.CONTENT_OF.values() for key in keys}
    if specs and specs[0].section not in rules.CORE_SECTIONS:
        return []  # what only completes the plan is printed when it is there
    waiting = [s for s in specs if rules.state_of(content, s.key) == "unfilled" and not (covered and s.key in core)]
    return (
        []
        if not waiting
        else [Paragraph(_("未填：{fields}。").format(fields=_("、").join(str(spec.label) for spec in waiting)))]
    )


def _large(spec: FieldSpec, content: Mapping[str, Any]) -> list[Block]:
    held = content.get(spec.key) or unfilled()
    if spec.type == "longtext":
        return [Paragraph(line) for line in str(held["value"]).split("\n") if line.strip()]
    draw = DRAWN.get(spec.key)
    return draw(content) if draw else [plain_table(spec, held["value"])]


def plain_table(spec: FieldSpec, rows: Sequence[Row]) -> Table:
    """Rows of a field as typed, without columns that nobody filled."""
    used = [c for c in spec.columns if any(row.get(c.key) not in (None, "") for row in rows)]
    kinds: dict[str, Any] = {"integer": "number", "cents": "money"}
    columns = tuple(Column(str(c.label), WIDTHS.get(c.key, 1.0), kind=kinds.get(c.type, "text")) for c in used)
    cells = [tuple(_cell(c, row.get(c.key)) for c in used) for row in rows]
    return Table(columns, tuple(cells))


WIDTHS = {"item": 2.4, "speaker": 1.8, "place": 1.6, "note": 2.0, "route": 2.2, "what": 1.6, "day": 1.5, "vehicle": 1.5}
"""Shares of a table's width; 1 where nothing is said."""


def _cell(spec: FieldSpec, value: Any) -> Cell:
    return value if spec.type in ("integer", "cents") else shown_value(spec, value)


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _words(key: str, name: str) -> dict[str, str]:
    """Codes and labels of one column of a rows field."""
    return next(column.words for column in SCHEMA[key].columns if column.key == name)


def _materials(content: Mapping[str, Any]) -> list[Block]:
    categories, bases = _words("materials", "category"), _words("materials", "basis")
    columns = (
        Column(_("序号"), 0.8, "center"),
        Column(_("类别"), 1.2),
        Column(_("名称与规格"), 2.8),
        Column(_("基数与冗余"), 1.4),
        Column(_("应备数"), 0.9, kind="number"),
        Column(_("预算行"), 1.6),
    )
    cells = []
    for number, row in enumerate(rules.rows(content, "materials"), 1):
        spare = f"＋{row['overage_pct']}%" if row.get("overage_pct") else ""
        cells.append(
            (
                str(number),
                categories.get(row.get("category") or "", ""),
                _joined(row.get("name") or "", row.get("spec") or ""),
                bases.get(row.get("basis") or "", "") + spare,
                row.get("quantity"),
                _paid_by(row),
            )
        )
    return [Table(columns, tuple(cells))]


def _equipment(content: Mapping[str, Any]) -> list[Block]:
    sources = _words("equipment", "source")
    columns = (
        Column(_("序号"), 0.8, "center"),
        Column(_("设备与型号"), 2.6),
        Column(_("数量"), 0.8, kind="number"),
        Column(_("来源"), 1.2),
        Column(_("位置"), 1.4),
        Column(_("备机与负责人"), 1.7),
        Column(_("预算行"), 1.5),
    )
    cells = []
    for number, row in enumerate(rules.rows(content, "equipment"), 1):
        cells.append(
            (
                str(number),
                _joined(row.get("name") or "", row.get("model") or ""),
                row.get("quantity"),
                sources.get(row.get("source") or "", ""),
                row.get("place") or "",
                _joined(row.get("spare") or "", row.get("owner") or ""),
                _paid_by(row),
            )
        )
    return [Table(columns, tuple(cells))]


def _paid_by(row: Row) -> str:
    return _("不计费") if row.get("free") else str(row.get("budget_line") or row.get("name") or "")


def _contingency(content: Mapping[str, Any]) -> list[Block]:
    kinds = _words("contingency", "kind")
    blocks: list[Block] = []
    for row in rules.rows(content, "contingency"):
        people = _joined(
            row.get("owner") or "", _("替补：{name}").format(name=row["backup"]) if row.get("backup") else ""
        )
        pairs = [
            (_("触发条件"), row.get("trigger") or ""),
            (_("处置步骤"), row.get("response") or ""),
            (_("责任人"), people),
            (_("资源"), row.get("resources") or ""),
        ]
        blocks += [Heading(3, kinds.get(row.get("kind") or "", "")), KeyValues(tuple(p for p in pairs if p[1]))]
    return blocks


def _risks(content: Mapping[str, Any]) -> list[Block]:
    kinds = _words("risks", "kind")
    levels = {"high": _("高"), "middle": _("中"), "low": _("低"), "": ""}
    columns = (
        Column(_("风险"), 2.0),
        Column(_("概率×影响"), 1.3, "center"),
        Column(_("等级"), 0.7, "center"),
        Column(_("触发条件与应对"), 3.4),
        Column(_("责任人"), 1.2),
    )
    ordered = sorted(rules.rows(content, "risks"), key=rules.risk_value, reverse=True)
    cells = [
        (
            _joined(row.get("risk") or "", kinds.get(row.get("kind") or "", "")),
            f"{row.get('probability')}×{row.get('impact')}＝{rules.risk_value(row)}",
            levels[rules.risk_level(row)],
            _joined(row.get("trigger") or "", row.get("response") or ""),
            _joined(row.get("owner") or "", row.get("backup") or ""),
        )
        for row in ordered
    ]
    return [Table(columns, tuple(cells))]


def _budget(content: Mapping[str, Any]) -> list[Block]:
    """Lines by account with sums, and the sum of all; where it is not the total, that is said."""
    columns = (
        Column(_("科目"), 1.3),
        Column(_("项目与规格"), 2.6),
        Column(_("口径"), 0.8, "center"),
        Column(_("数量"), 0.9, kind="number"),
        Column(_("单价（元）"), 1.4, kind="money"),
        Column(_("小计（元）"), 1.6, kind="money"),
    )
    cells: list[tuple[Cell, ...]] = []
    marks: dict[int, Any] = {}
    for code, lines in rules.by_category(content).items():
        cells += _account(code, lines)
        if len(lines) > 1:
            marks[len(cells)] = "total"
            cells.append(("", _("小计"), "", None, None, sum(map(rules.subtotal, lines))))
    marks[len(cells)] = "total"
    cells.append((_("合计"), "", "", None, None, rules.summed(content)))
    blocks: list[Block] = [Table(columns, tuple(cells), emphasis=marks)]
    if rules.budget_fault(content) is not None:
        blocks.append(Callout(_("预算明细合计与预算总额不一致，须改正后才能送审。"), "warning"))
    return blocks


def _account(code: str, lines: Sequence[Row]) -> list[tuple[Cell, ...]]:
    """The account is named on its first line."""
    units, names = dict(Unit.choices), dict(BudgetCategory.choices)
    return [
        (
            str(names.get(code, "")) if number == 0 else "",
            _joined(row.get("item") or "", row.get("spec") or ""),
            str(units.get(row.get("unit") or "", "")),
            row.get("quantity"),
            row.get("price"),
            rules.subtotal(row),
        )
        for number, row in enumerate(lines)
    ]


DRAWN: dict[str, Callable[[Mapping[str, Any]], list[Block]]] = {
    "materials": _materials,
    "equipment": _equipment,
    "contingency": _contingency,
    "risks": _risks,
    "budget": _budget,
}
