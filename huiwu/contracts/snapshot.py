"""A contract's figures and rows as plain values: what a version keeps beside the clauses, and a sheet is drawn from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from huiwu.contracts.choices import Basis, GuaranteeKind, Purpose, TermKind, Trigger
from huiwu.contracts.models import Contract
from huiwu.contracts.rules.ladder import Step as LadderStep
from huiwu.contracts.rules.ladder import bands
from huiwu.documents.kinds import FieldDifference
from huiwu.kernel.money import yuan
from huiwu.meetings.choices import Layout

HEAD = (
    "kind", "number", "title", "party_name", "party_code", "party_address", "party_signatory", "party_authority",
    "our_signatory", "our_authority", "amount_cents", "tax_bp", "overtime_cents", "headcount", "headcount_basis",
    "adjust_until", "starts_on", "ends_on", "expires_on",
)  # fmt: skip


def snapshot(contract: Contract) -> dict[str, Any]:
    """JSON-able: days as ISO text, quantities as text. Seven queries."""
    held = {name: _plain(getattr(contract, name)) for name in HEAD}
    zone = contract.meeting.zone
    return {
        **held,
        "our_name": contract.meeting.org.name,
        "lines": _rows(contract.lines.all(), "item", "spec", "unit", "quantity", "unit_cents", "subtotal_cents"),
        "terms": _rows(
            contract.terms.filter(amendment=None), "kind", "label", "share_bp", "amount_cents", "trigger",
            "offset_days", "due_on", "requires_acceptance", "requires_invoice",
        ),
        "ladder": _rows(contract.ladder.all(), "min_days", "share_bp"),
        "guarantees": [
            {**row, "function": guarantee.function.name if guarantee.function else ""}
            for guarantee in contract.guarantees.select_related("function")
            for row in _rows([guarantee], "kind", "label", "reserved", "count", "unit_cents", "adjust_until")
        ],
        "spans": [
            {
                **row,
                "space": span.space.name if span.space else "",
                "from": span.from_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
                "to": span.to_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
            }
            for span in contract.spans.select_related("space")
            for row in _rows([span], "purpose", "place", "layout", "capacity")
        ],
        "inclusions": [row.text for row in contract.inclusions.all() if row.is_written],
    }  # fmt: skip


def _rows(found: Any, *names: str) -> list[dict[str, Any]]:
    return [{name: _plain(getattr(row, name)) for name in names} for row in found]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def share_text(share_bp: int) -> str:
    """3000 → `30%`; 3333 → `33.33%`."""
    whole, part = divmod(share_bp, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") + "%" if part else f"{whole}%"


def days_text(min_days: int, max_days: int | None) -> str:
    """One band of the ladder in words."""
    if max_days is None:
        return _("会前 {days} 天及以上").format(days=min_days)
    if min_days == 0:
        return _("会前不足 {days} 天").format(days=max_days + 1)
    return _("会前 {low}–{high} 天").format(low=min_days, high=max_days)


def trigger_text(trigger: str, offset_days: int, due_on: Any) -> str:
    """When a payment falls due, in words."""
    if trigger == Trigger.DATE:
        return _("{day} 前").format(day=due_on or "____")
    if trigger == Trigger.DAYS_BEFORE:
        return _("会前 {days} 天").format(days=offset_days)
    event = {
        Trigger.SIGNING.value: _("合同签订后"),
        Trigger.ACCEPTANCE.value: _("验收合格后"),
        Trigger.INVOICE_DAYS.value: _("收到发票后"),
    }[str(trigger)]
    return _("{event} {days} 天内").format(event=event, days=offset_days)


def term_text(row: dict[str, Any]) -> str:
    share = f"（{share_text(row['share_bp'])}）" if row["share_bp"] else ""
    kind = "" if row["kind"] == TermKind.PAYMENT else f"[{TermKind(row['kind']).label}] "
    return f"{kind}{row['label']} ¥{yuan(row['amount_cents'])}{share} {trigger_text(row['trigger'], row['offset_days'], row['due_on'])}"


def guarantee_text(row: dict[str, Any]) -> str:
    what = row["label"] or row["function"] or str(GuaranteeKind(row["kind"]).label)
    until = _("，{day} 前可调整").format(day=row["adjust_until"]) if row["adjust_until"] else ""
    return _("{what}：保底 {count}，单价 ¥{unit}{until}").format(
        what=what, count=row["count"], unit=yuan(row["unit_cents"]), until=until
    )


def span_text(row: dict[str, Any]) -> str:
    place = row["place"] or row["space"]
    layout = f" {Layout(row['layout']).label}" if row["layout"] else ""
    return f"{Purpose(row['purpose']).label} {place}{layout} {row['from']} — {row['to']}".replace("  ", " ")


def line_text(row: dict[str, Any]) -> str:
    name = " ".join(filter(None, [row["item"], row["spec"]]))
    return f"{name} {row['quantity']}{row['unit']} × ¥{yuan(row['unit_cents'])} = ¥{yuan(row['subtotal_cents'])}"


def ladder_lines(held: dict[str, Any]) -> list[str]:
    steps = [LadderStep(row["min_days"], row["share_bp"]) for row in held["ladder"]]
    found = bands(held["amount_cents"], steps, date.fromisoformat(held["starts_on"])) if steps else []
    return [f"{days_text(b.min_days, b.max_days)} {share_text(b.share_bp)}" for b in found]


def described(held: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(key, label, text) of everything in a snapshot, as a person reads it."""
    money = [f"¥{yuan(held['amount_cents'])}", f"{share_text(held['tax_bp'])}"]
    return [
        ("title", _("合同名称"), held["title"]),
        ("party", _("对方"), " ".join(filter(None, [held["party_name"], held["party_code"], held["party_address"]]))),
        ("party_signatory", _("对方签署人与授权"), " ".join(filter(None, [held["party_signatory"], held["party_authority"]]))),
        ("our_signatory", _("我方签署人与授权"), " ".join(filter(None, [held["our_signatory"], held["our_authority"]]))),
        ("amount", _("合同额（价税合计）"), money[0]),
        ("tax", _("税率"), money[1]),
        ("overtime", _("超时费（每小时）"), f"¥{yuan(held['overtime_cents'])}" if held["overtime_cents"] is not None else ""),
        ("headcount", _("人数与口径"), _headcount(held)),
        ("days", _("履行日期"), f"{held['starts_on']} — {held['ends_on']}"),
        ("expires_on", _("合同有效期至"), held["expires_on"] or ""),
        ("lines", _("价格表"), "\n".join(map(line_text, held["lines"]))),
        ("terms", _("付款"), "\n".join(map(term_text, held["terms"]))),
        ("ladder", _("取消阶梯"), "\n".join(ladder_lines(held))),
        ("guarantees", _("保底"), "\n".join(map(guarantee_text, held["guarantees"]))),
        ("spans", _("场地与时段"), "\n".join(map(span_text, held["spans"]))),
        ("inclusions", _("包含项"), "\n".join(held["inclusions"])),
    ]  # fmt: skip


def _headcount(held: dict[str, Any]) -> str:
    if held["headcount"] is None:
        return ""
    basis = str(Basis(held["headcount_basis"]).label) if held["headcount_basis"] else ""
    until = _("，{day} 前可调整").format(day=held["adjust_until"]) if held["adjust_until"] else ""
    return f"{held['headcount']} {basis}{until}"


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[FieldDifference]:
    """What reads differently between two snapshots, in the order of the sheet."""
    old = {key: text for key, _label, text in described(before)} if before else {}
    return [
        FieldDifference(f"contract.{key}", label, old.get(key, ""), text, _("合同要素"))
        for key, label, text in described(after)
        if old.get(key, "") != text
    ]
