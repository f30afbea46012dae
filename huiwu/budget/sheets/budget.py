"""《预算表》: lines by category, sums, the reserve; how two versions differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiwu.budget.choices import Payer, PerDiem, Pricing
from huiwu.budget.words import formula, plain_number, unit_word
from huiwu.documents.blocks import (
    Block,
    Callout,
    Cell,
    Column,
    Heading,
    KeyValues,
    NamedTable,
    Party,
    Sheet,
    SignatureBlock,
    Table,
)
from huiwu.documents.kinds import FieldDifference, Missing
from huiwu.documents.language import readers_language
from huiwu.documents.queries import confirmation
from huiwu.event_plan.choices import BudgetCategory
from huiwu.foundation.registry.impact import Change
from huiwu.kernel.money import yuan

Content = dict[str, Any]


def category_word(code: str) -> str:
    return str(dict(BudgetCategory.choices).get(code, code))


def by_category(content: Content) -> dict[str, list[Content]]:
    """Lines of each category, in the order of the tree."""
    found: dict[str, list[Content]] = {code: [] for code in BudgetCategory.values}
    for row in content["lines"]:
        found.setdefault(row["category"], []).append(row)
    return {code: rows for code, rows in found.items() if rows}


def total_of(rows: list[Content]) -> int:
    return sum(int(row["amount_cents"]) for row in rows)


def sheet(meeting: Any, content: Content, version: Any) -> Sheet:
    """The whole budget on A4 across: sums first, then every line."""
    return Sheet(
        title=_("预算表"),
        subtitle=meeting.name,
        blocks=(*blocks(meeting, content), _signatures(meeting, version)),
        doc_no=version.header.get("document", "") if version else "",
        version=str(version.number) if version else "",
        dated_on=version.proposed_at.astimezone(meeting.zone).date() if version else None,
        meeting_name=meeting.name,
        language=readers_language(),
        orientation="landscape",
        status_word=_("草稿") if version is None else "",
        issuer=meeting.org.name,
        numbered=False,
    )


def blocks(meeting: Any, content: Content) -> Iterator[Block]:
    yield KeyValues(
        (
            (_("客户"), meeting.client.name if meeting.client else ""),
            (_("计价方式"), str(Pricing(content["pricing"]).label)),
            (_("预算总额（含税）"), f"¥{yuan(content['total_cents'])}"),
            (_("其中税额"), f"¥{yuan(content['tax_cents'])}"),
        )
    )
    agreed = content.get("plan_total_cents")
    if agreed is not None and agreed != content["total_cents"]:
        off = content["total_cents"] - agreed
        said = _("策划方案确认的预算总额为 ¥{agreed}，本表合计 ¥{total}，相差 ¥{off}。").format(
            agreed=yuan(agreed), total=yuan(content["total_cents"]), off=yuan(off)
        )
        yield Callout(said, "warning")
    yield Heading(1, _("按科目汇总"))
    yield summary(content)
    if meeting.public_body_mode:
        yield Heading(1, _("按住宿、伙食、其他汇总"))
        yield per_diem(content)
    yield Heading(1, _("明细"))
    yield details(content)


def summary(content: Content) -> Table:
    groups = by_category(content)
    whole = content["total_cents"]
    rows: list[tuple[Cell, ...]] = [
        (category_word(code), len(rows), total_of(rows), _share(total_of(rows), whole)) for code, rows in groups.items()
    ]
    rows.append((_("合计"), len(content["lines"]), whole, "100%" if whole else ""))
    columns = (
        Column(_("科目"), 4),
        Column(_("行数"), 1, kind="number"),
        Column(_("金额（元）"), 2, kind="money"),
        Column(_("占比"), 1, align="right"),
    )
    return Table(columns, tuple(rows), emphasis={len(rows) - 1: "total"})


def per_diem(content: Content) -> Table:
    sums = dict.fromkeys(PerDiem.values, 0)
    for row in content["lines"]:
        sums[row["per_diem"] or PerDiem.OTHER] += row["amount_cents"]
    rows: list[tuple[Cell, ...]] = [(str(PerDiem(code).label), cents) for code, cents in sums.items()]
    rows.append((_("合计"), sum(sums.values())))
    return Table((Column(_("类别"), 4), Column(_("金额（元）"), 2, kind="money")), tuple(rows), emphasis={3: "total"})


def details(content: Content) -> Table:
    """One row a line, a subtotal after each category."""
    rows: list[tuple[Cell, ...]] = []
    marks: dict[int, Any] = {}
    for code, lines in by_category(content).items():
        rows += [_row(line) for line in lines]
        marks[len(rows)] = "total"
        rows.append(
            (_("{category}小计").format(category=category_word(code)), "", "", "", None, None, total_of(lines), "", "")
        )
    marks[len(rows)] = "total"
    rows.append((_("合计"), "", "", "", None, None, content["total_cents"], "", ""))
    return Table(COLUMNS(), tuple(rows), emphasis=marks)


def COLUMNS() -> tuple[Column, ...]:  # noqa: N802  # a constant in the reader's language
    return (
        Column(_("科目"), 2.2),
        Column(_("项目"), 2.2),
        Column(_("规格"), 1.6),
        Column(_("数量依据"), 3),
        Column(_("数量"), 1.2, align="right"),
        Column(_("单价（元）"), 1.5, kind="money"),
        Column(_("金额（元）"), 1.7, kind="money"),
        Column(_("税率"), 0.8, align="right"),
        Column(_("承担方"), 1.1),
    )


def _row(line: Content) -> tuple[Cell, ...]:
    return (
        category_word(line["category"]),
        line["item"],
        line["spec"],
        formula(line),
        f"{plain_number(line['quantity'])} {unit_word(line['unit'])}",
        line["unit_cents"],
        line["amount_cents"],
        f"{line['tax_bp'] / 100:g}%",
        str(Payer(line["payer"]).label),
    )


def workbook(content: Content) -> list[NamedTable]:
    """The sheet's tables for Excel; lines without subtotals, so that they can be read back."""
    columns = (
        Column(_("编号"), 1),
        Column(_("科目"), 1.4),
        Column(_("项目"), 2.2),
        Column(_("规格"), 1.8),
        Column(pgettext("计量", "单位"), 1),
        Column(_("数量"), 1.2, kind="number"),
        Column(_("单价"), 1.5, kind="money"),
        Column(_("金额"), 1.7, kind="money"),
        Column(_("税率"), 0.8),
        Column(_("承担方"), 1.1),
        Column(_("数量依据"), 3.4),
        Column(_("备注"), 2),
    )
    rows = tuple(
        (
            line["key"],
            category_word(line["category"]),
            line["item"],
            line["spec"],
            unit_word(line["unit"]),
            plain_float(line["quantity"]),
            line["unit_cents"],
            line["amount_cents"],
            f"{line['tax_bp'] / 100:g}%",
            str(Payer(line["payer"]).label),
            formula(line),
            line["note"],
        )
        for group in by_category(content).values()
        for line in group
    )
    return [NamedTable(_("预算明细"), Table(columns, rows)), NamedTable(_("按科目汇总"), summary(content))]


def plain_float(text: str) -> float | int:
    """For a cell of a workbook, which knows no decimals."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _share(part: int, whole: int) -> str:
    return f"{part * 1000 // whole / 10:.1f}%" if whole else ""


def _signatures(meeting: Any, version: Any) -> Block:
    signoff = confirmation(version) if version else None
    client = meeting.client.name if meeting.client else ""
    theirs = Party(_("客户确认"), client)
    if signoff is not None:
        at = signoff.signed_at.astimezone(meeting.zone)
        theirs = Party(_("客户确认"), client, signoff.person_name, at, signoff.version_hash)
    prepared = version.header.get("prepared_by", "") if version else ""
    return SignatureBlock((theirs, Party(_("编制"), meeting.org.name, prepared)))


def differences(before: Content, after: Content) -> list[FieldDifference]:
    """The total, then lines that came, went or read differently."""
    found = []
    sums = [f"¥{yuan(content['total_cents'])}" for content in (before, after)]
    if sums[0] != sums[1]:
        found.append(FieldDifference("total", _("预算总额"), sums[0], sums[1], _("合计")))
    old, new = ({row["key"]: row for row in content["lines"]} for content in (before, after))
    for key in dict.fromkeys([*old, *new]):
        texts = [_said(rows[key]) if key in rows else "" for rows in (old, new)]
        if texts[0] != texts[1]:
            row = new.get(key) or old[key]
            found.append(FieldDifference(key, row["item"], texts[0], texts[1], category_word(row["category"])))
    return found


def _said(row: Content) -> str:
    parts = [row["item"], row["spec"], f"{formula(row)} × ¥{yuan(row['unit_cents'])} = ¥{yuan(row['amount_cents'])}"]
    return _("；").join(part for part in parts if part)


def changes(before: Content, after: Content) -> list[Change]:
    return [
        Change(f"budget.{row.key}", row.label, row.before_text, row.after_text) for row in differences(before, after)
    ]


def fields(content: Content) -> Iterator[tuple[str, Any, Any]]:
    yield "total", _("预算总额"), _("合计")
    for code, rows in by_category(content).items():
        for row in rows:
            yield row["key"], row["item"], category_word(code)


def missing(content: Content, _meeting: Any) -> list[Missing]:
    """A version needs lines, and people for every line that counts them."""
    if not content["lines"]:
        return [Missing("lines", _("预算行"), _("还没有一行预算"))]
    lacking = [row for row in content["lines"] if row["basis"] and row["people"] is None]
    return [Missing(row["key"], row["item"], _("它所依据的人数还没有填")) for row in lacking]
