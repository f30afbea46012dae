"""What every reader gives: the fields of one invoice, where in the file each was found, and what was wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from huiwu.invoices.rules.numbers import plain
from huiwu.invoices.rules.tax_ids import plain_tax_id
from huiwu.kernel.errors import Refusal
from huiwu.kernel.money import cents_from_text

LONGEST = {
    "buyer_name": 200, "seller_name": 200, "buyer_tax_id": 30, "seller_tax_id": 30, "code": 20, "number": 30,
    "reverses_code": 20, "reverses_number": 30, "drawer": 40, "capitals": 80, "remark": 1000, "kind": 32,
}  # fmt: skip
MONEY = frozenset({"net_cents", "tax_cents", "gross_cents", "qr_cents"})
LARGEST_CENTS = 10**14
MOST_LINES = 2_000


N_ = str
"""Marks the reason of a refusal for translation: readers know no language, the door does."""


class Unreadable(Refusal):
    """The file is no invoice that can be read. `why` may hold placeholders, which the other values fill."""

    code = "invoice_unreadable"
    status = 422
    sentence = "文件“{name}”读不出发票内容：{why}。没有登记。"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of goods or services. Quantity and unit price stay as printed: they are not computed with."""

    name: str = ""
    spec: str = ""
    unit: str = ""
    quantity: str = ""
    unit_price: str = ""
    net_cents: int | None = None
    rate_bp: int | None = None
    rate_text: str = ""
    tax_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a field or the whole file; `code` is one of `choices.Issue`."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """One source's word on one invoice. `""` and None mean: not said.

    `source`: xml, ofd, pdf, picture, qr, hand. `layout` says which format was recognised. `where` maps a field to the
    place it came from. `embedded` holds an XML original found inside (name, bytes): it is kept as a file of its own.
    """

    source: str
    layout: str = ""
    code: str = ""
    number: str = ""
    kind: str = ""
    issued_on: date | None = None
    buyer_name: str = ""
    buyer_tax_id: str = ""
    seller_name: str = ""
    seller_tax_id: str = ""
    net_cents: int | None = None
    tax_cents: int | None = None
    gross_cents: int | None = None
    qr_cents: int | None = None
    capitals: str = ""
    drawer: str = ""
    remark: str = ""
    reverses_code: str = ""
    reverses_number: str = ""
    qr_text: str = ""
    lines: tuple[Line, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    embedded: tuple[str, bytes] | None = None

    FIELDS: ClassVar[tuple[str, ...]] = (
        "code", "number", "kind", "issued_on", "buyer_name", "buyer_tax_id", "seller_name", "seller_tax_id", "net_cents",
        "tax_cents", "gross_cents", "qr_cents", "capitals", "drawer", "remark", "reverses_code", "reverses_number",
        "qr_text",
    )  # fmt: skip

    @property
    def is_blank(self) -> bool:
        """Nothing by which an invoice could be registered."""
        return not self.number and self.gross_cents is None and self.net_cents is None

    def said(self) -> dict[str, Any]:
        """The fields that say something, without the lines."""
        return {name: value for name in self.FIELDS if (value := getattr(self, name)) not in ("", None)}


class Gathering:
    """Collects a reading field by field: the first usable word on a field stands, unusable ones become troubles."""

    def __init__(self, source: str, layout: str = "") -> None:
        self.source, self.layout = source, layout
        self.values: dict[str, Any] = {}
        self.where: dict[str, str] = {}
        self.troubles: list[Trouble] = []
        self.lines: list[Line] = []
        self.embedded: tuple[str, bytes] | None = None

    def take(self, name: str, text: str | None, where: str) -> None:
        """Read a field's text; blank text says nothing."""
        if name in self.values or text is None or not text.strip():
            return
        try:
            self.values[name] = value_of(name, text)
        except ValueError:
            self.trouble("field_unreadable", field=name, text=_short(text), where=where)
        else:
            self.where[name] = where

    def put(self, name: str, value: Any, where: str) -> None:
        if name not in self.values and value not in ("", None):
            self.values[name], self.where[name] = value, where

    def trouble(self, code: str, **values: str) -> None:
        self.troubles.append(Trouble(code, values))

    def line(self, texts: Mapping[str, str], where: str) -> None:
        """`texts` under the names of `Line`, with `net`, `rate`, `tax` for amounts."""
        if len(self.lines) == MOST_LINES:
            self.trouble("lines_cut", limit=str(MOST_LINES))
        if len(self.lines) >= MOST_LINES or not any(text.strip() for text in texts.values()):
            return
        net, tax = (self._cents(texts.get(name, ""), where) for name in ("net", "tax"))
        rate = texts.get("rate", "").strip()
        words = {name: tidy(texts.get(name, ""))[:200] for name in ("name", "spec", "unit")}
        self.lines.append(
            Line(**words, quantity=tidy(texts.get("quantity", ""))[:40], unit_price=tidy(texts.get("unit_price", ""))[:40],
                 net_cents=net, rate_bp=rate_of(rate), rate_text=rate[:20], tax_cents=tax)
        )  # fmt: skip

    def _cents(self, text: str, where: str) -> int | None:
        if not text.strip() or set(text.strip()) <= set("*-—"):
            return None
        try:
            return cents_of(text)
        except ValueError:
            self.trouble("field_unreadable", field="lines", text=_short(text), where=where)
            return None

    def done(self) -> Reading:
        return Reading(
            source=self.source, layout=self.layout, **self.values, lines=tuple(self.lines), where=self.where,
            troubles=tuple(self.troubles), embedded=self.embedded,
        )  # fmt: skip


def value_of(name: str, text: str) -> Any:
    """The clean value of a field's text. Raises ValueError."""
    if name in MONEY:
        return cents_of(text)
    if name == "issued_on":
        return day_of(text)
    if name in ("code", "number", "reverses_code", "reverses_number"):
        found = plain(text)
        if len(found) > LONGEST[name] or not found.isascii() or not found.isalnum():
            raise ValueError(name)
        return found
    if name in ("buyer_tax_id", "seller_tax_id"):
        return "" if set(text.strip()) <= set("*-/无") else plain_tax_id(text)[: LONGEST[name]]
    if name == "qr_text":
        return text.strip()[:500]
    return tidy(text)[: LONGEST[name]]


def tidy(text: str) -> str:
    """Without control characters and runs of blanks."""
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text)).strip()


def cents_of(text: str) -> int:
    """Amounts as files write them: `¥1,234.50`, `-12`, `1234.500000`. Raises ValueError."""
    plain_text = (
        unicodedata.normalize("NFKC", text).strip().replace("¥", "").replace("￥", "").replace("元", "").strip()
    )
    if "." in plain_text:
        plain_text = re.sub(r"(\.\d\d)0+$", r"\1", plain_text)
    cents = cents_from_text(plain_text)
    if abs(cents) > LARGEST_CENTS:
        raise ValueError("too large")
    return cents


def day_of(text: str) -> date:
    """2024年03月11日, 2024-03-11 12:06:51, 2024/3/11, 20240311. Raises ValueError."""
    found = re.match(r"\s*(\d{4})\s*[年\-/.]?\s*(\d{1,2})\s*[月\-/.]?\s*(\d{1,2})", unicodedata.normalize("NFKC", text))
    if not found:
        raise ValueError(f"not a day: {text!r}")
    day = date(int(found[1]), int(found[2]), int(found[3]))
    if not 1990 <= day.year <= 2200:
        raise ValueError(f"not a day: {text!r}")
    return day


def rate_of(text: str) -> int | None:
    """0.06, 6%, 6 % → 600; 免税, 不征税 → 0; `***` and words we do not know → None."""
    plain_text = unicodedata.normalize("NFKC", text).strip()
    if plain_text in ("免税", "不征税", "出口零税率", "零税率"):
        return 0
    try:
        share = Decimal(plain_text.rstrip("%").strip())
    except InvalidOperation:
        return None
    if not share.is_finite() or not 0 <= share <= 100:
        return None
    points = share * 100 if plain_text.endswith("%") or share >= 1 else share * 10_000
    return int(points) if points == points.to_integral_value() else None


def _short(text: str) -> str:
    return tidy(text)[:60]
