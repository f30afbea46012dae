"""A contract as a sheet: parties, articles, tables, signatures. It is a Chinese document in whatever language it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from huiwu.contracts import snapshot as shots
from huiwu.contracts.choices import Basis, GuaranteeKind, Kind, Purpose, TermKind
from huiwu.contracts.rules.capitals import in_capitals
from huiwu.contracts.rules.ladder import Step, bands
from huiwu.contracts.schema import SCHEMAS
from huiwu.documents.blocks import (
    Block,
    Bullets,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Party,
    Sheet,
    SignatureBlock,
    Table,
)
from huiwu.documents.fourstate import shown, unfilled
from huiwu.kernel.money import tax_within, yuan
from huiwu.meetings.choices import Layout

OUR_PART = {
    Kind.CLIENT: ("甲方（委托方）", "乙方（服务方）", False),
    Kind.VENUE: ("甲方（出租方）", "乙方（承租方）", False),
    Kind.SUPPLIER: ("甲方（委托方）", "乙方（供应商）", True),
    Kind.SPEAKER: ("甲方（委托方）", "乙方（讲者）", True),
}
"""Word for party A, for party B, and whether we are party A."""
NUMERALS = "一二三四五六七八九十"


def contract_sheet(
    meeting: Any, content: Mapping[str, Any], held: Mapping[str, Any], *, version: Any = None, status_word: str = ""
) -> Sheet:
    """`content` are the clauses, `held` is `snapshot.snapshot` of the contract."""
    with override("zh-hans"):
        return Sheet(
            title=held["title"],
            subtitle=meeting.name,
            blocks=tuple(_blocks(meeting, content, held)),
            doc_no=held["number"],
            version=str(version.number) if version else "",
            dated_on=version.proposed_at.astimezone(meeting.zone).date() if version else None,
            meeting_name=meeting.name,
            status_word=status_word,
            issuer=held["our_name"],
            language="zh-hans",
            numbered=False,
        )


def _blocks(meeting: Any, content: Mapping[str, Any], held: Mapping[str, Any]) -> Iterator[Block]:
    first, second, we_first = OUR_PART[held["kind"]]
    theirs = (
        held["party_name"],
        held["party_code"],
        held["party_address"],
        held["party_signatory"],
        held["party_authority"],
    )
    ours = (held["our_name"], "", "", held["our_signatory"], held["our_authority"])
    a, b = (ours, theirs) if we_first else (theirs, ours)
    yield KeyValues((*_party(first, a), *_party(second, b)))
    yield Paragraph(
        f"甲乙双方根据《中华人民共和国民法典》及有关规定，就“{meeting.name}”（以下称“本会议”）有关事宜，"
        "在平等、自愿的基础上协商一致，订立本合同。"
    )
    articles = [*_articles(content, held)]
    for number, (title, blocks) in enumerate(articles, 1):
        yield Heading(2, f"第{_numeral(number)}条　{title}")
        yield from blocks
    yield Paragraph("本合同一式肆份，双方各执贰份，自双方签字并盖章之日起生效。")
    yield SignatureBlock((Party(f"{first}（盖章）", a[0], a[3]), Party(f"{second}（盖章）", b[0], b[3])))


def _party(word: str, party: tuple[str, ...]) -> list[tuple[str, str]]:
    name, code, address, signatory, authority = party
    pairs = [(word, name)]
    pairs += [("统一社会信用代码", code)] if code else []
    pairs += [("地址", address)] if address else []
    pairs += [("签署人", f"{signatory}（{authority}）" if authority else signatory)] if signatory else []
    return pairs


def _numeral(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一."""
    tens, units = divmod(number, 10)
    lead = "" if tens == 0 else ("十" if tens == 1 else NUMERALS[tens - 1] + "十")
    return lead + (NUMERALS[units - 1] if units else "")


def _articles(content: Mapping[str, Any], held: Mapping[str, Any]) -> Iterator[tuple[str, list[Block]]]:
    """Figures first, then the clauses; rows stand with the clause that speaks of them."""
    schema = SCHEMAS[held["kind"]]
    tables = _tables(held)
    yield "履行日期与人数", [KeyValues(_basics(held))]
    for spec in schema.fields:
        state = content.get(spec.key) or unfilled()
        if state["state"] == "unfilled":
            text: list[Block] = [Paragraph("____________________")]
        else:
            text = [Paragraph(piece) for piece in shown(spec, state).split("\n") if piece.strip()]
        yield str(spec.label), [*text, *tables.pop(spec.key, [])]
        if spec.key == MONEY_AFTER[held["kind"]]:
            yield "价款与付款", [KeyValues(_amounts(held)), *_lines(held), *_terms(held)]
    for key, blocks in tables.items():
        if blocks:
            yield REST[key], blocks


MONEY_AFTER = {
    Kind.CLIENT: "headcount_rule",
    Kind.VENUE: "catering_rule",
    Kind.SUPPLIER: "delivery",
    Kind.SPEAKER: "fee_rule",
}
REST = {"hours_rule": "使用时段", "cancellation_rule": "取消阶梯", "headcount_rule": "保底", "inclusions": "包含项"}


def _tables(held: Mapping[str, Any]) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = {
        "hours_rule": _spans(held),
        "cancellation_rule": _ladder(held),
        "headcount_rule": _guarantees(held),
        "inclusions": [],
    }
    if held["inclusions"]:
        found["inclusions"] = [Paragraph("本合同金额已包含下列各项，不另收费："), Bullets(tuple(held["inclusions"]))]
    return {key: blocks for key, blocks in found.items() if blocks}


def _basics(held: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    pairs = [("履行日期", f"{held['starts_on']} 至 {held['ends_on']}")]
    if held["headcount"] is not None:
        basis = str(Basis(held["headcount_basis"]).label) if held["headcount_basis"] else "未约定口径"
        pairs.append(("人数", f"{held['headcount']} 人（{basis}）"))
    if held["adjust_until"]:
        pairs.append(("人数调整截止日", held["adjust_until"]))
    if held["expires_on"]:
        pairs.append(("合同有效期至", held["expires_on"]))
    return tuple(pairs)


def _amounts(held: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    tax = tax_within(held["amount_cents"], held["tax_bp"])
    pairs = [
        ("合同金额（价税合计）", f"¥{yuan(held['amount_cents'])}（{in_capitals(held['amount_cents'])}）"),
        (
            "其中",
            f"不含税金额 ¥{yuan(held['amount_cents'] - tax)}，税率 {shots.share_text(held['tax_bp'])}，税额 ¥{yuan(tax)}",
        ),
    ]
    if held["overtime_cents"] is not None:
        pairs.append(("超时费", f"每小时 ¥{yuan(held['overtime_cents'])}，不足一小时按一小时计"))
    return tuple(pairs)


def _lines(held: Mapping[str, Any]) -> list[Block]:
    if not held["lines"]:
        return []
    columns = (
        Column("项目", 2.2), Column("规格", 2.4), Column("单位", 0.7), Column("数量", 0.8, kind="number"),
        Column("单价", 1.2, kind="money"), Column("小计", 1.3, kind="money"),
    )  # fmt: skip
    rows = tuple(
        (r["item"], r["spec"], r["unit"], Decimal(r["quantity"]), r["unit_cents"], r["subtotal_cents"])
        for r in held["lines"]
    )
    total = ("合计", "", "", None, None, sum(row[5] for row in rows))
    return [Table(columns, (*rows, total), caption="价格表（元，含税）", emphasis={len(rows): "total"})]


def _terms(held: Mapping[str, Any]) -> list[Block]:
    if not held["terms"]:
        return []
    columns = (
        Column("款项", 1.6),
        Column("比例", 0.8, "right"),
        Column("金额（元）", 1.4, kind="money"),
        Column("付款条件", 3.2),
    )
    rows = []
    for row in held["terms"]:
        conditions = [shots.trigger_text(row["trigger"], row["offset_days"], row["due_on"])]
        conditions += ["验收合格"] if row["requires_acceptance"] else []
        conditions += ["收到合法发票"] if row["requires_invoice"] else []
        kind = "" if row["kind"] == TermKind.PAYMENT else f"（{TermKind(row['kind']).label}）"
        share = shots.share_text(row["share_bp"]) if row["share_bp"] else ""
        rows.append((row["label"] + kind, share, row["amount_cents"], "；".join(conditions)))
    return [Table(columns, tuple(rows), caption="付款计划")]


def _ladder(held: Mapping[str, Any]) -> list[Block]:
    if not held["ladder"]:
        return []
    steps = [Step(row["min_days"], row["share_bp"]) for row in held["ladder"]]
    found = bands(held["amount_cents"], steps, date.fromisoformat(held["starts_on"]))
    columns = (
        Column("取消通知到达之日", 2),
        Column("日期", 2.4),
        Column("比例", 0.8, "right"),
        Column("应付（元）", 1.4, kind="money"),
    )
    rows = tuple(
        (
            shots.days_text(b.min_days, b.max_days),
            f"{b.from_on or ''} 至 {b.to_on or ''}".strip() if b.from_on or b.to_on else "",
            shots.share_text(b.share_bp),
            b.cents,
        )
        for b in found
    )
    return [Table(columns, rows, caption="取消阶梯")]


def _guarantees(held: Mapping[str, Any]) -> list[Block]:
    if not held["guarantees"]:
        return []
    columns = (
        Column("项目", 2.4), Column("预留", 0.8, kind="number"), Column("保底", 0.8, kind="number"),
        Column("单价（元）", 1.2, kind="money"), Column("可调整至", 1.3),
    )  # fmt: skip
    rows = tuple(
        (
            r["label"] or r["function"] or str(GuaranteeKind(r["kind"]).label),
            r["reserved"],
            r["count"],
            r["unit_cents"],
            r["adjust_until"] or "",
        )
        for r in held["guarantees"]
    )
    return [Table(columns, rows, caption="保底：按实际与保底中较多者结算")]


def _spans(held: Mapping[str, Any]) -> list[Block]:
    if not held["spans"]:
        return []
    columns = (
        Column("用途", 0.9),
        Column("场地", 1.8),
        Column("台型", 0.9),
        Column("人数", 0.7, kind="number"),
        Column("起", 1.5),
        Column("止", 1.5),
    )
    rows = tuple(
        (
            str(Purpose(r["purpose"]).label),
            r["place"] or r["space"],
            str(Layout(r["layout"]).label) if r["layout"] else "",
            r["capacity"],
            r["from"],
            r["to"],
        )
        for r in held["spans"]
    )
    return [Table(columns, rows, caption="场地与使用时段")]
