"""What a Word template can be filled with: each placeholder's two names, what it means, and its value for a contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from huiwu.contracts import snapshot as shots
from huiwu.contracts.choices import Basis
from huiwu.contracts.models import Contract
from huiwu.contracts.rules.capitals import in_capitals
from huiwu.contracts.rules.ladder import Step, bands
from huiwu.contracts.schema import SCHEMAS
from huiwu.documents.fourstate import shown, unfilled
from huiwu.kernel.money import tax_within, yuan

NAMES: tuple[tuple[str, str, Any], ...] = (
    ("number", "合同编号", _("合同编号")),
    ("title", "合同名称", _("合同名称")),
    ("meeting", "会议名称", _("会议名称")),
    ("our_name", "我方名称", _("我方名称")),
    ("our_signatory", "我方签署人", _("我方签署人")),
    ("party", "对方名称", _("对方名称")),
    ("party_code", "对方信用代码", _("对方统一社会信用代码")),
    ("party_address", "对方地址", _("对方地址")),
    ("party_signatory", "对方签署人", _("对方签署人")),
    ("amount", "合同金额", _("合同额（价税合计），如 1,680,000.00")),
    ("amount_words", "金额大写", _("合同额大写")),
    ("net", "不含税金额", _("不含税金额")),
    ("tax", "税额", _("税额")),
    ("tax_rate", "税率", _("税率，如 6%")),
    ("headcount", "人数", _("人数")),
    ("headcount_basis", "人数口径", _("人数口径")),
    ("adjust_until", "人数调整截止日", _("人数调整截止日")),
    ("starts_on", "开始日期", _("履行开始日期")),
    ("ends_on", "结束日期", _("履行结束日期")),
    ("expires_on", "合同有效期", _("合同有效期至")),
    ("lines", "价格表", _("价格表各行：item 项目、spec 规格、unit 单位、quantity 数量、price 单价、subtotal 小计")),
    ("terms", "付款计划", _("付款各期：label 款项、share 比例、amount 金额、condition 条件")),
    ("ladder", "取消阶梯", _("取消阶梯各档：days 天数、share 比例、amount 金额")),
    ("guarantees", "保底", _("保底各项，一项一句")),
    ("spans", "使用时段", _("使用时段，一段一句")),
    ("inclusions", "包含项", _("包含项，一项一句")),
    ("clauses", "条款", _("各条款：title 标题、text 正文")),
)
"""(name, the same in Chinese, what it is)."""


def values_for(contract: Contract) -> dict[str, Any]:
    """The contract as it stands now, under both names of each placeholder."""
    content = contract.document.draft if contract.document else {}
    return values_of(contract.meeting.name, content, shots.snapshot(contract))


def values_of(meeting_name: str, content: Mapping[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """As `values_for`, of a snapshot and its clauses. Everything is plain text, or rows of plain text."""
    with override("zh-hans"):
        english = _values(meeting_name, content, held)
    return english | {chinese: english[name] for name, chinese, _about in NAMES}


def _values(meeting_name: str, content: Mapping[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    cents, schema = held["amount_cents"], SCHEMAS[held["kind"]]
    tax = tax_within(cents, held["tax_bp"])
    return {
        "number": held["number"],
        "title": held["title"],
        "meeting": meeting_name,
        "our_name": held["our_name"],
        "our_signatory": held["our_signatory"],
        "party": held["party_name"],
        "party_code": held["party_code"],
        "party_address": held["party_address"],
        "party_signatory": held["party_signatory"],
        "amount": yuan(cents),
        "amount_words": in_capitals(cents),
        "net": yuan(cents - tax),
        "tax": yuan(tax),
        "tax_rate": shots.share_text(held["tax_bp"]),
        "headcount": "" if held["headcount"] is None else str(held["headcount"]),
        "headcount_basis": str(Basis(held["headcount_basis"]).label) if held["headcount_basis"] else "",
        "adjust_until": held["adjust_until"] or "",
        "starts_on": held["starts_on"],
        "ends_on": held["ends_on"],
        "expires_on": held["expires_on"] or "",
        "lines": [_line(row) for row in held["lines"]],
        "terms": [_term(row) for row in held["terms"]],
        "ladder": _ladder(held),
        "guarantees": [shots.guarantee_text(r) for r in held["guarantees"]],
        "spans": [shots.span_text(r) for r in held["spans"]],
        "inclusions": list(held["inclusions"]),
        "clauses": [
            {"title": str(spec.label), "text": shown(spec, content.get(spec.key) or unfilled())}
            for spec in schema.fields
        ],
    }


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    prices = {"price": yuan(row["unit_cents"]), "subtotal": yuan(row["subtotal_cents"])}
    return {key: row[key] for key in ("item", "spec", "unit", "quantity")} | prices


def _term(row: Mapping[str, Any]) -> dict[str, str]:
    return {
        "label": row["label"],
        "share": shots.share_text(row["share_bp"]) if row["share_bp"] else "",
        "amount": yuan(row["amount_cents"]),
        "condition": shots.trigger_text(row["trigger"], row["offset_days"], row["due_on"]),
    }


def _ladder(held: Mapping[str, Any]) -> list[dict[str, str]]:
    steps = [Step(row["min_days"], row["share_bp"]) for row in held["ladder"]]
    if not steps:
        return []
    return [
        {
            "days": shots.days_text(band.min_days, band.max_days),
            "share": shots.share_text(band.share_bp),
            "amount": yuan(band.cents),
        }
        for band in bands(held["amount_cents"], steps, date.fromisoformat(held["starts_on"]))
    ]


def sample() -> dict[str, Any]:
    """One of everything, for the trial run of a template that is to be kept."""
    text = {name: "样例" for name, _zh, _about in NAMES}
    rows: dict[str, Any] = {
        "lines": [dict.fromkeys(("item", "spec", "unit", "quantity", "price", "subtotal"), "样例")],
        "terms": [dict.fromkeys(("label", "share", "amount", "condition"), "样例")],
        "ladder": [dict.fromkeys(("days", "share", "amount"), "样例")],
        "guarantees": ["样例"],
        "spans": ["样例"],
        "inclusions": ["样例"],
        "clauses": [{"title": "样例", "text": "样例"}],
    }
    found = {**text, **rows}
    return found | {chinese: found[name] for name, chinese, _about in NAMES}
