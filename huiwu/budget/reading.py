"""Lines out of somebody's Excel: which columns, under which names, and what a row becomes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiwu.budget.choices import Payer, Unit
from huiwu.budget.rules.beginnings import PER_DIEM, TAX, Draft, following
from huiwu.documents.blocks import Column as Head
from huiwu.documents.blocks import ColumnKind, NamedTable, Table
from huiwu.event_plan.choices import BudgetCategory
from huiwu.foundation.sheets import Column, Row
from huiwu.kernel.money import times

CATEGORY_ALIASES = {
    "场地费": "venue", "场租": "venue", "场地租金": "venue", "搭建": "staging", "设备": "staging", "搭建设备": "staging",
    "餐费": "catering", "用餐": "catering", "伙食": "catering", "住宿费": "lodging", "用房": "lodging", "交通费": "transport",
    "车辆": "transport", "物料": "print_gifts", "印刷": "print_gifts", "礼品": "print_gifts", "物料印刷": "print_gifts",
    "嘉宾费用": "guests", "讲课费": "guests", "劳务费": "guests", "人工": "staff", "人员费用": "staff", "宣传费": "publicity",
    "许可": "permits", "保险": "permits", "服务费": "service_fee", "管理费": "service_fee", "税": "tax", "税金": "tax",
    "不可预见费": "reserve", "备用金": "reserve", "预备费": "reserve",
}  # fmt: skip
UNIT_ALIASES = {
    "位": "person", "人次": "meal", "份": "piece", "个": "piece", "本": "piece", "张": "piece", "块": "piece", "日": "day",
    "间": "room_night", "晚": "room_night", "辆": "vehicle_day", "台": "set", "次": "function", "批": "lump", "式": "lump",
    "餐": "meal", "人/天": "person_day", "间/夜": "room_night",
}  # fmt: skip


def _words(choices: Any, aliases: dict[str, str]) -> dict[str, str]:
    return {str(label): code for code, label in choices} | aliases


def columns() -> list[Column]:
    """What is looked for; the names are those of our own file, aliases those that people use."""
    return [
        Column(
            "category",
            _("科目"),
            "choice",
            ("类别", "费用类别", "一级科目", "费用科目", "category"),
            is_required=True,
            must_be_filled=True,
            is_words=True,
            choices=_words(BudgetCategory.choices, CATEGORY_ALIASES),
        ),
        Column(
            "item",
            _("项目"),
            "text",
            ("名称", "费用项目", "项目名称", "内容", "item"),
            True,
            True,
            is_words=True,
            longest=120,
        ),
        Column("spec", _("规格"), "text", ("规格型号", "说明", "spec", "要求"), longest=200),
        Column(
            "unit",
            pgettext("计量", "单位"),
            "choice",
            ("计量单位", "口径", "unit"),
            choices=_words(Unit.choices, UNIT_ALIASES),
        ),
        Column("quantity", _("数量"), "quantity", ("数量", "工程量", "qty", "quantity"), True, True),
        Column("unit_cents", _("单价"), "cents", ("单价（元）", "含税单价", "价格", "price"), True, True),
        Column("amount_cents", _("金额"), "cents", ("小计", "合价", "金额（元）", "总价", "amount")),
        Column("tax_bp", _("税率"), "rate", ("增值税率", "tax")),
        Column("payer", _("承担方"), "choice", ("费用承担",), choices=_words(Payer.choices, {})),
        Column("note", _("备注"), "text", ("附注", "note"), longest=500),
    ]


def draft_of(row: Row, people: int, days: int) -> Draft:
    """A row without refused cells as a draft. Quantities that plainly count people follow the head-count."""
    values = row.values
    category, unit = values["category"], values.get("unit") or Unit.LUMP
    quantity = Decimal(values["quantity"])
    is_whole = quantity == quantity.to_integral_value()
    factors = following(unit, int(quantity), people, days) if is_whole else following(unit, 0, 0, days)
    if not is_whole:
        factors = type(factors)(count=quantity)
    tax = values.get("tax_bp")
    return Draft(
        category=category,
        item=values["item"],
        spec=values.get("spec") or "",
        unit=unit,
        factors=factors,
        unit_cents=values["unit_cents"],
        tax_bp=TAX.get(category, 0) if tax is None else tax,
        per_diem=PER_DIEM.get(category, "other"),
        is_adjustable=category != BudgetCategory.RESERVE,
        note=values.get("note") or "",
    )


def fault_of(row: Row) -> str:
    """What is wrong between the cells of a row: 数量 × 单价 ≠ 金额, a negative figure."""
    quantity, price, amount = (row.values.get(name) for name in ("quantity", "unit_cents", "amount_cents"))
    if quantity is None or price is None:
        return ""
    if quantity < 0 or price < 0:
        return str(_("数量、单价不能为负"))
    if amount is not None and times(price, Decimal(quantity)) != amount:
        return str(_("数量 × 单价 ≠ 金额"))
    return ""


def blank_table() -> NamedTable:
    """A file to fill in, with one row as an example."""
    heads = (
        _("科目"),
        _("项目"),
        _("规格"),
        pgettext("计量", "单位"),
        _("数量"),
        _("单价"),
        _("金额"),
        _("税率"),
        _("承担方"),
        _("备注"),
    )
    kinds: dict[int, ColumnKind] = {4: "number", 5: "money", 6: "money"}
    cells = tuple(Head(title, 1, kind=kinds.get(n, "text")) for n, title in enumerate(heads))
    example = ("餐饮", "午餐", "自助", "人餐", 600, 12_800, 7_680_000, "6%", "客户", "")
    return NamedTable(_("预算明细"), Table(cells, (example,)))
