"""Rows of invoices to plain values for the readers and rules, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from huiwu.invoices.choices import COUNTED
from huiwu.invoices.models import Invoice, InvoiceFile, InvoiceLine
from huiwu.invoices.reading.values import Line, Reading, Trouble
from huiwu.invoices.rules.joining import Conflict, Said, joined
from huiwu.invoices.rules.judging import Entity, Facts, Found, LineFacts, entity_of, heaviest, judge
from huiwu.invoices.rules.numbers import key_of
from huiwu.kernel.money import yuan
from huiwu.meetings.rules.naming import search_text

LONGEST_ITEM = 200
COLUMNS = (
    "code", "number", "kind", "issued_on", "buyer_name", "buyer_tax_id", "seller_name", "seller_tax_id", "net_cents",
    "tax_cents", "gross_cents", "qr_cents", "capitals", "drawer", "remark", "reverses_code", "reverses_number", "qr_text",
)  # fmt: skip
"""Columns that a source may speak of."""
JUDGED = (*COLUMNS, "counted_cents", "item_name", "where", "issues", "weight", "entity_id", "search_text")
"""All columns that `compose` gives."""


def as_json(reading: Reading) -> dict[str, Any]:
    """What a source said, as kept in `InvoiceFile.said` and `Invoice.typed`."""
    fields = {name: value.isoformat() if isinstance(value, date) else value for name, value in reading.said().items()}
    lines = [{name: value for name, value in asdict(line).items() if value not in ("", None)} for line in reading.lines]
    return {"source": reading.source, "fields": fields, "lines": lines, "where": dict(reading.where)}


def said_in(kept: Mapping[str, Any]) -> Said | None:
    """A source's word from its JSON; None for one that says nothing."""
    fields = dict(kept.get("fields") or {})
    if not fields:
        return None
    if "issued_on" in fields:
        fields["issued_on"] = date.fromisoformat(fields["issued_on"])
    return Said(kept["source"], fields, kept.get("lines") or ())


def troubles_json(source: str, troubles: Sequence[Trouble]) -> list[dict[str, Any]]:
    return [{"code": trouble.code, "source": source, "values": dict(trouble.values)} for trouble in troubles]


@dataclass(frozen=True, slots=True)
class Ground:
    """What an invoice is judged on beside itself."""

    titles: Mapping[Entity, UUID]
    today: date
    received_on: date
    direction: str
    signed_on: date | None = None
    is_reversed_known: bool = False
    file_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Composed:
    """`columns` of the invoice (JUDGED) and its lines as plain rows."""

    columns: dict[str, Any]
    lines: tuple[Mapping[str, Any], ...]
    found: tuple[Found, ...] = field(default=())


def compose(sources: Sequence[Said], troubles: Sequence[Mapping[str, Any]], ground: Ground, state: str) -> Composed:
    """Join the sources, judge the whole, and give the columns."""
    known = joined(sources)
    fields = dict(known.fields)
    where = dict(known.where)
    code, number = key_of(fields.get("code", ""), fields.get("number", ""))
    fields |= {"code": code, "number": number}
    unsure = _from_qr(fields, where)
    facts = _facts(fields, known.lines, ground)
    found = (*judge(facts), *unsure)
    issues = (
        [_issue(one) for one in found] + [_conflict(one) for one in known.conflicts] + [_trouble(t) for t in troubles]
    )
    issues.sort(key=lambda issue: ("block", "warn", "hint").index(issue["weight"]))
    values = {name: fields.get(name) for name in COLUMNS if name.endswith(("_cents", "_on"))}
    values |= {name: fields.get(name, "") for name in COLUMNS if name not in values}
    ours = facts.buyer if ground.direction == "in" else facts.seller
    entity = entity_of(tuple(ground.titles), ours)
    values |= {
        "counted_cents": counted_cents(state, fields.get("gross_cents")),
        "item_name": _items(known.lines),
        "where": where,
        "issues": issues,
        "weight": heaviest([Found("", issue["weight"]) for issue in issues]),
        "entity_id": ground.titles.get(entity) if entity else None,
        "search_text": _search_text(values["buyer_name"], values["seller_name"], values["buyer_tax_id"], values["seller_tax_id"]),
    }  # fmt: skip
    return Composed(values, known.lines, found)


def counted_cents(state: str, gross_cents: int | None) -> int:
    """What the invoice is worth to the meeting: nothing while expected, and once returned or reversed together with its red one."""
    return gross_cents or 0 if state in COUNTED else 0


def line_rows(invoice: Invoice, lines: Sequence[Mapping[str, Any]]) -> list[InvoiceLine]:
    return [InvoiceLine(invoice=invoice, order=order, **asdict(Line(**line))) for order, line in enumerate(lines, 1)]


def sources_of(invoice: Invoice, files: Sequence[InvoiceFile]) -> list[Said]:
    """Every source's word on an invoice, files first."""
    kept = [file.said for file in files] + list(invoice.typed.values())
    return [said for one in kept if (said := said_in(one)) is not None]


def _from_qr(fields: dict[str, Any], where: dict[str, str]) -> list[Found]:
    """With nothing but the QR code's amount: newer invoices state it with tax, older ones without."""
    if "qr_cents" not in fields or "gross_cents" in fields or "net_cents" in fields:
        return []
    name = "gross_cents" if len(fields["number"]) == 20 else "net_cents"
    fields[name] = fields["qr_cents"]
    where[name] = where["qr_cents"]
    return [Found("qr_amount_unsure", "warn", {"qr": yuan(fields["qr_cents"]), "taken": name})]


def _facts(fields: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], ground: Ground) -> Facts:
    return Facts(
        direction=ground.direction, code=fields["code"], number=fields["number"], issued_on=fields.get("issued_on"),
        buyer=Entity(fields.get("buyer_name", ""), fields.get("buyer_tax_id", "")),
        seller=Entity(fields.get("seller_name", ""), fields.get("seller_tax_id", "")),
        net_cents=fields.get("net_cents"), tax_cents=fields.get("tax_cents"), gross_cents=fields.get("gross_cents"),
        qr_cents=fields.get("qr_cents"), capitals=fields.get("capitals", ""),
        lines=tuple(
            LineFacts(line.get("name", ""), line.get("net_cents"), line.get("rate_bp"), line.get("rate_text", ""), line.get("tax_cents"))
            for line in lines
        ),
        own=tuple(ground.titles), today=ground.today, received_on=ground.received_on, signed_on=ground.signed_on,
        reverses_number=fields.get("reverses_number", ""), is_reversed_known=ground.is_reversed_known,
        file_kinds=ground.file_kinds,
    )  # fmt: skip


def _items(lines: Sequence[Mapping[str, Any]]) -> str:
    names = list(dict.fromkeys(name for line in lines if (name := line.get("name", ""))))
    text = "、".join(names[:3])
    return text if len(text) <= LONGEST_ITEM else f"{text[: LONGEST_ITEM - 1]}…"


def _issue(found: Found) -> dict[str, Any]:
    return {"code": found.code, "weight": found.weight, "values": dict(found.values)}


HINTS = frozenset({"qr_kind_unknown"})


def _trouble(trouble: Mapping[str, Any]) -> dict[str, Any]:
    weight = "hint" if trouble["code"] in HINTS else "warn"
    return {"code": trouble["code"], "weight": weight, "values": dict(trouble["values"])}


def _conflict(conflict: Conflict) -> dict[str, Any]:
    values = {
        "field": conflict.field, "one_source": conflict.one_source, "other_source": conflict.other_source,
        "one": _shown(conflict.field, conflict.one), "other": _shown(conflict.field, conflict.other),
    }  # fmt: skip
    code = "lines_differ" if conflict.field == "lines" else "conflict"
    return {"code": code, "weight": "block" if conflict.is_certain else "warn", "values": values}


def _shown(name: str, text: str) -> str:
    return yuan(int(text)) if name.endswith("_cents") else text


@lru_cache(maxsize=4096)
def _search_text(buyer: str, seller: str, buyer_tax_id: str, seller_tax_id: str) -> str:
    return search_text(seller, buyer, seller_tax_id, buyer_tax_id)[:1200]
