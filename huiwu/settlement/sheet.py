"""决算表 and 供应商结算单 on paper."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from huiwu.documents import blocks as b
from huiwu.documents.language import readers_language
from huiwu.documents.queries import confirmation
from huiwu.event_plan.choices import BudgetCategory
from huiwu.kernel import clock
from huiwu.kernel.money import yuan
from huiwu.settlement.choices import PaperKind
from huiwu.settlement.queries.final import by_category, shows_cost, sums_of
from huiwu.settlement.queries.suppliers import Row


def line_name(line: dict[str, Any]) -> str:
    return line["item"] or _("未分摊到预算行")


def final_sheet(meeting: Any, content: dict[str, Any], version: Any) -> b.Sheet:
    """What was planned, changed, spent and why it differs; what the client owes and has paid; both sides sign."""
    return b.Sheet(
        title=_("会议决算表"),
        blocks=tuple(_blocks(meeting, content, version)),
        doc_no=version.document.number if version else "",
        version=str(version.number) if version else "",
        dated_on=version.proposed_at.date() if version else None,
        meeting_name=meeting.name,
        language=readers_language(),
        orientation="landscape",
        status_word=_("草稿") if version is None else "",
        issuer=meeting.org.name,
    )


def _blocks(meeting: Any, content: dict[str, Any], version: Any) -> list[b.Block]:
    if not content.get("lines"):
        return [b.Paragraph(_("决算还没有内容。"))]
    blocks: list[b.Block] = [b.KeyValues(_head(meeting, content))]
    blocks += [b.Heading(1, _("决算明细")), lines_table(content)]
    if content["conclusion"]:
        blocks += [b.Heading(1, _("结论")), b.Paragraph(content["conclusion"])]
    blocks += [b.Heading(1, _("与客户结算")), _client_table(content)]
    if content["papers"]:
        blocks += [b.Heading(1, _("附件")), b.Numbered(tuple(str(PaperKind(kind).label) for kind in content["papers"]))]
    blocks.append(b.SignatureBlock(_parties(meeting, version)))
    return blocks


def _head(meeting: Any, content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return (
        (_("立项号"), meeting.number),
        (_("客户"), meeting.client.name if meeting.client else ""),
        (_("会期"), f"{meeting.start_on.isoformat()} – {meeting.end_on.isoformat()}"),
        (_("结算方式"), _("据实结算") if shows_cost(content) else _("总价包干")),
    )


def lines_table(content: dict[str, Any]) -> b.Table:
    """Every line, a sum for each category, and the total, which is the sum of the lines."""
    rows: list[tuple[Any, ...]] = []
    emphasis: dict[int, Any] = {}
    for category, lines in by_category(content["lines"]):
        rows += [_row(content, line_name(line), line, line) for line in lines]
        emphasis[len(rows)] = "total"
        word = BudgetCategory(category).label if category else _("未分摊")
        rows.append(_row(content, _("{category}小计").format(category=word), sums_of(lines), {}))
    emphasis[len(rows)] = "total"
    rows.append(_row(content, _("合计"), sums_of(content["lines"]), {}))
    return b.Table(_columns(content), tuple(rows), emphasis=emphasis)


def _columns(content: dict[str, Any]) -> tuple[b.Column, ...]:
    """A lump sum shows what was agreed and what changed, and nothing of what things cost us."""
    agreed = (
        b.Column(_("项目"), 3),
        b.Column(_("预算（元）"), 1.6, kind="money"),
        b.Column(_("变更（元）"), 1.6, kind="money"),
    )
    orders = b.Column(_("变更单"), 1.4)
    if not shows_cost(content):
        return (*agreed, orders)
    spent = (b.Column(title, 1.6, kind="money") for title in (_("合同（元）"), _("实际（元）"), _("差异（元）")))
    words = (b.Column(_("差异率"), 1, align="right"), b.Column(_("发票"), 2), orders, b.Column(_("原因"), 2.6))
    return (*agreed, *spent, *words)


def _row(content: dict[str, Any], name: str, figures: dict[str, Any], line: dict[str, Any]) -> tuple[Any, ...]:
    agreed = (name, figures["budget_cents"], figures["changed_cents"])
    changes = line.get("changes", "")
    if not shows_cost(content):
        return (*agreed, changes)
    spent = (figures["contract_cents"], figures["actual_cents"], figures["variance_cents"])
    words = (_rate(line.get("variance_permille")), "\n".join(line.get("invoices", [])), changes, line.get("reason", ""))
    return (*agreed, *spent, *words)


def _rate(permille: int | None) -> str:
    if permille is None:
        return ""
    return f"{'-' if permille < 0 else ''}{abs(permille) // 10}.{abs(permille) % 10}%"


def due_of(content: dict[str, Any]) -> int:
    """What the client owes in all: the lump sum with its signed changes, or what was spent."""
    client = content["client"]
    if shows_cost(content):
        return sums_of(content["lines"])["actual_cents"]
    return int(client["contract_cents"] + client["changed_cents"])


def _client_table(content: dict[str, Any]) -> b.Table:
    client, due = content["client"], due_of(content)
    rows = (
        (_("主合同 {number}").format(number=client["number"]), client["contract_cents"]),
        (_("已签变更"), client["changed_cents"]),
        (_("应结算"), due),
        (_("已收款"), client["received_cents"]),
        (_("尚欠（负数为应退）"), due - client["received_cents"]),
    )
    return b.Table((b.Column(_("项目"), 3), b.Column(_("金额（元）"), 2, kind="money")), rows, emphasis={4: "total"})


def _parties(meeting: Any, version: Any) -> tuple[b.Party, ...]:
    signoff = confirmation(version) if version else None
    client = b.Party(_("客户确认"), meeting.client.name if meeting.client else "")
    if signoff is not None:
        client = b.Party(client.role, client.organisation, signoff.person_name, signoff.signed_at, signoff.version_hash)
    return b.Party(_("编制"), meeting.org.name), client


def supplier_sheet(meeting: Any, row: Row) -> b.Sheet:
    """《供应商结算单》 of one contract, for both sides to sign."""
    settlement, contract, figures = row.settlement, row.contract, row.figures
    assert settlement is not None
    amounts: list[tuple[str, int]] = [
        (_("合同额"), figures.contract_cents),
        (_("已签变更"), figures.amended_cents),
        (_("已验收"), figures.accepted_cents),
        (_("结算额"), settlement.amount_cents),
        (_("扣款"), -settlement.deduction_cents),
        (_("应付"), settlement.payable_cents),
        (_("已付"), figures.paid_cents),
        (_("尚付（负数为多付）"), row.remaining_cents),
        (_("已收发票"), figures.invoiced_cents),
    ]
    blocks: list[b.Block] = [
        b.KeyValues(
            (
                (_("合同"), f"{contract.number} {contract.title}"),
                (_("乙方"), contract.party_name),
                (_("会期"), f"{meeting.start_on.isoformat()} – {meeting.end_on.isoformat()}"),
                (_("状态"), str(settlement.get_state_display())),
            )
        ),
        b.Table(
            (b.Column(_("项目"), 3), b.Column(_("金额（元，含税）"), 2, kind="money")),
            tuple(amounts),
            emphasis={5: "total"},
        ),
    ]
    if settlement.deduction_cents:
        blocks.append(b.Paragraph(_("扣款原因：{reason}").format(reason=settlement.deduction_reason)))
    if settlement.note:
        blocks.append(b.Paragraph(settlement.note))
    blocks += _disputes(row)
    agreed = b.Party(_("乙方确认"), contract.party_name, settlement.agreed_by_name)
    blocks.append(b.SignatureBlock((b.Party(_("甲方"), meeting.org.name), agreed)))
    return b.Sheet(
        title=_("供应商结算单"),
        subtitle=contract.party_name,
        blocks=tuple(blocks),
        doc_no=contract.number,
        dated_on=clock.today(meeting.time_zone),
        meeting_name=meeting.name,
        language=readers_language(),
        status_word="" if row.is_approved else _("未审批"),
        issuer=meeting.org.name,
        numbered=False,
    )


def _disputes(row: Row) -> list[b.Block]:
    assert row.settlement is not None
    rows = [(item.text, item.amount_cents, item.answer or _("未了结")) for item in row.settlement.disputes.all()]
    if not rows:
        return []
    columns = (b.Column(_("争议"), 4), b.Column(_("金额（元）"), 2, kind="money"), b.Column(_("处理"), 4))
    return [b.Table(columns, tuple(rows), caption=_("争议清单"))]


def suppliers_table(rows: list[Row]) -> b.NamedTable:
    """The register of settlements for Excel."""
    titles = (
        _("合同额"), _("已签变更"), _("已验收"), _("已收发票"), _("已付"), _("结算额"), _("扣款"), _("尚付"),
    )  # fmt: skip
    columns = (
        b.Column(_("合同号"), 2),
        b.Column(_("供应商"), 4),
        *(b.Column(title, 2, kind="money") for title in titles),
    )
    cells = []
    for row in rows:
        at, settled = row.figures, row.settlement
        money = (at.contract_cents, at.amended_cents, at.accepted_cents, at.invoiced_cents, at.paid_cents)
        tail = (settled.amount_cents, settled.deduction_cents, row.remaining_cents) if settled else (None, None, None)
        state = settled.get_state_display() if settled else _("未编制")
        cells.append((row.contract.number, row.contract.party_name, *money, *tail, str(state)))
    table = b.Table((*columns, b.Column(_("状态"), 2)), tuple(cells))
    return b.NamedTable(_("供应商结算"), table)


def sentence(fault: str, row: Row) -> str:
    """What is wrong with a settlement, with both figures."""
    at, settled = row.figures, row.settlement
    assert settled is not None
    amount, payable = yuan(settled.amount_cents), yuan(settled.payable_cents)
    match fault:
        case "over_contract":
            return _("结算额 {a} 元，超过合同加已签变更 {b} 元。").format(a=amount, b=yuan(at.ceiling_cents))
        case "over_accepted":
            return _("结算额 {a} 元，而已验收的只有 {b} 元。").format(a=amount, b=yuan(at.accepted_cents))
        case "invoice_short":
            return _("应付 {a} 元，而已收发票只有 {b} 元。").format(a=payable, b=yuan(at.invoiced_cents))
    return _("应付 {a} 元，而已付 {b} 元。").format(a=payable, b=yuan(at.paid_cents))
