"""What may be wrong with one invoice. Pure: the day, our own titles and the contract's day are given.

Only what is certain blocks: an invoice of another company, sums that do not add up, a day to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from huiwu.invoices.rules.capitals import from_capitals
from huiwu.invoices.rules.numbers import form_of
from huiwu.invoices.rules.rates import LEVIED, usual_rates
from huiwu.invoices.rules.tax_ids import plain_name, plain_tax_id, verdict_on
from huiwu.kernel.money import tax_on, yuan

LINE_TOLERANCE_CENTS = 6
"""A line's tax may differ from net × rate by 6 分, as the issuing systems allow (默认)."""
INVOICE_TOLERANCE_CENTS = 127
"""And all lines together by 1.27 元 (默认)."""
EARLY_DAYS = 30
"""Issued longer than this before the contract was signed: asked about (默认)."""
YEAR_END_FROM = (12, 20)


@dataclass(frozen=True, slots=True)
class Entity:
    name: str
    tax_id: str


@dataclass(frozen=True, slots=True)
class LineFacts:
    name: str
    net_cents: int | None
    rate_bp: int | None
    rate_text: str
    tax_cents: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """An invoice as it stands. `direction` in: we are the buyer. `own` are our titles, the default first."""

    direction: str
    code: str
    number: str
    issued_on: date | None
    buyer: Entity
    seller: Entity
    net_cents: int | None
    tax_cents: int | None
    gross_cents: int | None
    qr_cents: int | None
    capitals: str
    lines: tuple[LineFacts, ...]
    own: tuple[Entity, ...]
    today: date
    received_on: date
    signed_on: date | None = None
    reverses_number: str = ""
    is_reversed_known: bool = False
    file_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    code: str
    weight: str
    values: dict[str, str] = field(default_factory=dict)


def judge(facts: Facts) -> list[Found]:
    """Everything to be said about it, the heaviest first."""
    order = {"block": 0, "warn": 1, "hint": 2}
    found = [
        *whose(facts), *_number(facts), *_tax_ids(facts), *_dates(facts), *_sums(facts), *_lines(facts), *_capitals(facts),
        *_qr(facts), *_rates(facts), *_red(facts), *_files(facts),
    ]  # fmt: skip
    return sorted(found, key=lambda one: order[one.weight])


def heaviest(found: Sequence[Found]) -> str:
    weights = {one.weight for one in found}
    return next((weight for weight in ("block", "warn", "hint") if weight in weights), "")


def whose(facts: Facts) -> Iterator[Found]:
    """OM-108: title and tax ID are our own, on the right side."""
    ours, theirs = (facts.buyer, facts.seller) if facts.direction == "in" else (facts.seller, facts.buyer)
    side = "buyer" if facts.direction == "in" else "seller"
    if not facts.own:
        yield Found("no_entity", "warn")
        return
    if not ours.name and not ours.tax_id:
        yield Found("title_unread", "warn", {"side": side})
        return
    by_name, by_tax_id = (_own_by(facts.own, ours, part) for part in ("name", "tax_id"))
    own = by_tax_id or by_name or facts.own[0]
    values = {"side": side, "own": own.name, "own_tax_id": own.tax_id, "said": ours.name, "said_tax_id": ours.tax_id}
    if by_name and by_name == by_tax_id:
        return
    if by_tax_id:
        if ours.name:
            yield Found("title_wrong", "block", values)
    elif by_name:
        if ours.tax_id:
            yield Found("tax_id_wrong", "block", values | {"said": ours.tax_id})
        else:
            yield Found("tax_id_missing", "warn", values)
    elif _own_by(facts.own, theirs, "tax_id") or _own_by(facts.own, theirs, "name"):
        yield Found("swapped", "block", {"seller": facts.seller.name, "buyer": facts.buyer.name})
    else:
        yield Found("other_company", "block", values)


def entity_of(own: Sequence[Entity], party: Entity) -> Entity | None:
    """Which of our titles this is, by tax ID before name."""
    return _own_by(own, party, "tax_id") or _own_by(own, party, "name")


def _own_by(own: Sequence[Entity], party: Entity, part: str) -> Entity | None:
    same = plain_name if part == "name" else plain_tax_id
    said = same(getattr(party, part))
    return next((entity for entity in own if said and same(getattr(entity, part)) == said), None)


def _number(facts: Facts) -> Iterator[Found]:
    form = form_of(facts.code, facts.number, facts.today)
    values = {"code": facts.code, "number": facts.number, "province": facts.number[2:4]}
    for fault in form.faults:
        yield Found(fault, "hint" if fault == "number_province" else "block", values | {"year": str(form.year or "")})
    if form.form == "digital" and not form.faults and facts.issued_on and facts.issued_on.year != form.year:
        yield Found("number_date", "warn", {"year": str(form.year), "issued_on": facts.issued_on.isoformat()})


def _tax_ids(facts: Facts) -> Iterator[Found]:
    for side, party in (("buyer", facts.buyer), ("seller", facts.seller)):
        verdict = verdict_on(plain_tax_id(party.tax_id))
        if verdict == "check_digit":
            yield Found("check_digit", "warn", {"side": side, "tax_id": party.tax_id})
        elif verdict == "shape":
            yield Found("tax_id_shape", "warn", {"side": side, "tax_id": party.tax_id})


def _dates(facts: Facts) -> Iterator[Found]:
    issued = facts.issued_on
    if issued is None:
        yield Found("date_missing", "warn")
        return
    said = {"issued_on": issued.isoformat()}
    if issued > facts.today:
        yield Found("date_future", "block", said | {"today": facts.today.isoformat()})
        return
    if facts.signed_on and (facts.signed_on - issued).days > EARLY_DAYS:
        days = str((facts.signed_on - issued).days)
        yield Found("date_before_contract", "warn", said | {"signed_on": facts.signed_on.isoformat(), "days": days})
    if issued.year < facts.received_on.year:
        yield Found("last_year", "warn", said | {"received_on": facts.received_on.isoformat()})
    elif (facts.received_on.month, facts.received_on.day) >= YEAR_END_FROM:
        yield Found("year_end", "hint", {"year": str(issued.year)})


def _sums(facts: Facts) -> Iterator[Found]:
    net, tax, gross = facts.net_cents, facts.tax_cents, facts.gross_cents
    if gross is None:
        yield Found("amount_missing", "warn", {"field": "gross_cents"})
    if net is not None and tax is not None and gross is not None and net + tax != gross:
        values = {"net": yuan(net), "tax": yuan(tax), "gross": yuan(gross), "difference": yuan(net + tax - gross)}
        yield Found("sum_wrong", "block", values)


def _lines(facts: Facts) -> Iterator[Found]:
    """Σ of the lines is the total to the cent; each line's tax is net × rate within the tolerance."""
    if not facts.lines:
        return
    for name, total in (("net_cents", facts.net_cents), ("tax_cents", facts.tax_cents)):
        parts = [getattr(line, name) for line in facts.lines]
        if total is not None and any(part is not None for part in parts):
            together = sum(part or 0 for part in parts)
            if together != total:
                code = "lines_net" if name == "net_cents" else "lines_tax"
                values = {"lines": yuan(together), "total": yuan(total), "difference": yuan(together - total)}
                yield Found(code, "block", values)
    spread = 0
    for number, line in enumerate(facts.lines, 1):
        if line.net_cents is None or line.rate_bp is None or line.tax_cents is None:
            continue
        right = tax_on(line.net_cents, line.rate_bp)
        spread += line.tax_cents - right
        if abs(line.tax_cents - right) > LINE_TOLERANCE_CENTS:
            values = {"net": yuan(line.net_cents), "right": yuan(right), "tax": yuan(line.tax_cents)}
            yield Found("line_tax", "block", values | _line_values(number, line))
    if abs(spread) > INVOICE_TOLERANCE_CENTS:
        yield Found("tax_spread", "block", {"difference": yuan(spread), "limit": yuan(INVOICE_TOLERANCE_CENTS)})


def _line_values(number: int, line: LineFacts) -> dict[str, str]:
    rate = line.rate_text if line.rate_bp is None else f"{line.rate_bp / 100:g}%"
    return {"line": str(number), "name": line.name, "rate": rate}


def _capitals(facts: Facts) -> Iterator[Found]:
    if not facts.capitals or facts.gross_cents is None:
        return
    try:
        said = from_capitals(facts.capitals)
    except ValueError:
        yield Found("capitals_unreadable", "warn", {"capitals": facts.capitals})
        return
    if said not in (facts.gross_cents, abs(facts.gross_cents)):
        values = {"capitals": facts.capitals, "said": yuan(said), "gross": yuan(facts.gross_cents)}
        yield Found("capitals_wrong", "block", values)


def _qr(facts: Facts) -> Iterator[Found]:
    """Older codes state the amount without tax, newer ones with it: either agrees (compliance.md §3, 冲突)."""
    net, gross, said = facts.net_cents, facts.gross_cents, facts.qr_cents
    if said is None or (net is None and gross is None) or said in (net, gross):
        return
    values = {"gross": yuan(gross) if gross is not None else "—", "net": yuan(net) if net is not None else "—"}
    yield Found("qr_amount", "warn", values | {"qr": yuan(said)})


def _rates(facts: Facts) -> Iterator[Found]:
    for number, line in enumerate(facts.lines, 1):
        if line.rate_bp is None:
            continue
        values = _line_values(number, line)
        usual = usual_rates(line.name)
        if line.rate_bp not in LEVIED:
            yield Found("rate_unknown", "warn", values)
        elif usual and line.rate_bp not in usual:
            yield Found("rate_unusual", "hint", values | {"usual": "、".join(f"{rate / 100:g}%" for rate in usual)})


def _red(facts: Facts) -> Iterator[Found]:
    if (facts.gross_cents or 0) >= 0:
        return
    if not facts.reverses_number:
        yield Found("negative", "warn")
    elif not facts.is_reversed_known:
        yield Found("reverses_unknown", "warn", {"number": facts.reverses_number})


def _files(facts: Facts) -> Iterator[Found]:
    """财会〔2020〕6号: a print alone is not enough for the archive; the XML original must be kept beside it."""
    if not facts.file_kinds:
        yield Found("no_file", "hint")
    elif "xml" not in facts.file_kinds:
        yield Found("only_print", "hint")
