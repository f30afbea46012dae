"""From what stands in a cell to a value: pure functions, none raises. Floats end here; amounts leave as integer cents."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

VAT_RATES_BP = frozenset({0, 50, 100, 150, 300, 500, 600, 900, 1300})
"""Rates and levy rates in force (增值税法 and the reliefs for small taxpayers); others are taken but flagged."""
LONGEST_FIGURE = 15  # digits a spreadsheet keeps of a number
MOST = Decimal(10) ** 12
_WIDE = {0xFF01 + n: 0x21 + n for n in range(94)}
_FULL = str.maketrans(_WIDE | {ord("　"): " ", ord("\u00a0"): " ", ord("，"): ",", ord("。"): ".", ord("－"): "-"})
_LETTERS = str.maketrans(
    {0xFF10 + n: 0x30 + n for n in range(10)}
    | {0xFF21 + n: 0x41 + n for n in range(26)}
    | {0xFF41 + n: 0x61 + n for n in range(26)}
    | {ord("　"): " ", ord("\u00a0"): " ", 0x200B: None, 0x200C: None, 0x200D: None, 0xFEFF: None, 0x2060: None}
)
_MONEY_MARKS = re.compile(r"^(?:人民币|rmb|cny|￥|¥|\$)|(?:元整|元|圆|块|rmb|cny)$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value, with `refused` (why there is none) or `flagged` (what was assumed)."""

    value: Any
    refused: str = ""
    flagged: str = ""


def shown(cell: Any) -> str:
    """The cell as a person sees it, for reports and for the corrections workbook."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**LONGEST_FIGURE else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ", "minutes")
    return str(cell)


def is_blank(cell: Any) -> bool:
    if isinstance(cell, str) and cell[:1].isalnum():
        return False
    return cell is None or (isinstance(cell, str) and not tidy(cell))


def tidy(text: str) -> str:
    """Text as kept: full-width digits and letters narrowed, spaces and line breaks folded, invisible marks dropped."""
    return " ".join((text if text.isascii() else text.translate(_LETTERS)).split())


def text_of(cell: Any) -> Parsed:
    if isinstance(cell, float) and abs(cell) >= 10**LONGEST_FIGURE:
        return Parsed(None, refused=_("超过 15 位的数字在表格里已经丢失精度，请把这一列设为“文本”后重新填写"))
    return Parsed(tidy(shown(cell)))


def number_in(cell: Any) -> Decimal | None:
    """The figure in a cell, however it was typed; None when there is none."""
    if isinstance(cell, (bool, date, time, timedelta)):
        return None
    if isinstance(cell, (int, float)):
        return _exact(cell)
    text = str(cell).translate(_FULL).replace(" ", "").strip()
    sign = -1 if text.startswith(("-", "(")) else 1
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    text = _MONEY_MARKS.sub("", _MONEY_MARKS.sub("", text.lstrip("+-"))).lstrip("+-")
    if not (_GROUPED.fullmatch(text) or _PLAIN.fullmatch(text)):
        return None
    return sign * Decimal(text.replace(",", ""))


def _exact(cell: float) -> Decimal | None:
    """What was typed, without the dust of binary fractions (0.1+0.2)."""
    found = Decimal(repr(cell))
    if not found.is_finite():
        return None
    short = found.quantize(Decimal("0.00000001"), ROUND_HALF_UP) if abs(found) < MOST else found
    return short.normalize() if short else Decimal(0)


def _number(cell: Any, most: Decimal = MOST) -> tuple[Decimal | None, str]:
    found = number_in(cell)
    if found is None:
        return None, _("不是数字")
    return (None, _("数字太大")) if abs(found) >= most else (found, "")


def cents(cell: Any) -> Parsed:
    """An amount in yuan as integer cents. More than two decimals are rounded half up, and flagged."""
    is_wan = isinstance(cell, str) and cell.strip().endswith(("万", "万元"))
    bare = re.sub("万元?$", "", str(cell).strip()) if is_wan else cell
    found, why = _number(bare)
    if found is None:
        return Parsed(None, refused=why)
    if found < 0:
        return Parsed(None, refused=_("金额不能是负数"))
    exact = found * (1_000_000 if is_wan else 100)
    kept = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    flagged = _("按“万元”读作 {amount} 元").format(amount=f"{kept / 100:,.2f}") if is_wan else ""
    if exact != kept:
        flagged = _("超过两位小数，按四舍五入取 {amount}").format(amount=f"{kept // 100}.{kept % 100:02d}")
    return Parsed(kept, flagged=flagged)


def quantity(cell: Any) -> Parsed:
    """A number of pieces, days, square metres …: at most three decimals, not negative. Units behind it are refused."""
    found, why = _number(cell)
    if found is None:
        return Parsed(None, refused=why)
    if found < 0:
        return Parsed(None, refused=_("数量不能是负数"))
    kept = found.quantize(Decimal("0.001"), ROUND_HALF_UP)
    flagged = "" if kept == found else _("超过三位小数，按四舍五入取 {kept}").format(kept=kept)
    return Parsed(kept, flagged=flagged)


def integer(cell: Any) -> Parsed:
    found, why = _number(cell)
    if found is None:
        return Parsed(None, refused=why)
    if found != found.to_integral_value():
        return Parsed(None, refused=_("须是整数"))
    return Parsed(int(found))


def rate(cell: Any) -> Parsed:
    """A tax rate in basis points, from 6%, 6％, 0.06, 6, 6个点 or 免税."""
    text = str(cell).translate(_FULL).replace(" ", "").strip()
    if text in ("免税", "免", "不征税", "零税率"):
        return Parsed(0)
    is_percent = text.endswith(("%", "个点"))
    found, _why = _number(re.sub("(?:%|个点)$", "", text) if isinstance(cell, str) else cell)
    if found is None:
        return Parsed(None, refused=_("不是税率，请写成 6%"))
    basis = found * (100 if is_percent or found >= 1 else 10_000)
    if basis != basis.to_integral_value() or not 0 <= basis <= 3000:
        return Parsed(None, refused=_("不是税率，请写成 6%"))
    known = int(basis) in VAT_RATES_BP
    return Parsed(
        int(basis), flagged="" if known else _("{rate}% 不是现行的增值税税率").format(rate=f"{basis / 100:g}")
    )


_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_SERIALS = range(36526, 73051)  # 2000-01-01 … 2100-01-01 as spreadsheets count days


def day(cell: Any) -> Parsed:
    if isinstance(cell, datetime):
        return Parsed(cell.date())
    if isinstance(cell, date):
        return Parsed(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if math.isfinite(cell) and int(cell) in _SERIALS:
            kept = date(1899, 12, 30) + timedelta(days=int(cell))
            return Parsed(kept, flagged=_("按表格的日期序号读作 {day}").format(day=kept.isoformat()))
        cell = shown(cell)
    text = str(cell).translate(_FULL).strip()
    text = re.sub(r"\s*([-/.年月])\s*", r"\1", text)
    parts = _DAY.fullmatch(text)
    figures = parts.groups() if parts else (text[:4], text[4:6], text[6:]) if re.fullmatch(r"\d{8}", text) else None
    if figures is None:
        return Parsed(None, refused=_("不是日期，请写成 2026-11-23"))
    try:
        return Parsed(date(*(int(part) for part in figures)))
    except ValueError:
        return Parsed(None, refused=_("没有这一天"))


_YES = frozenset({"是", "有", "含", "y", "yes", "true", "1", "√", "✓", "对", "已含", "包含", "包括", "含税", "含运"})
_NO = frozenset(
    {"否", "无", "不含", "n", "no", "false", "0", "×", "x", "没有", "未含", "不包含", "不包括", "不含税", "不含运"}
)


def yes_no(cell: Any) -> Parsed:
    text = tidy(shown(cell)).lower()
    if text in _YES or text in _NO:
        return Parsed(text in _YES)
    return Parsed(None, refused=_("请写“是”或“否”"))


KINDS: dict[str, Callable[[Any], Parsed]] = {
    "text": text_of,
    "integer": integer,
    "quantity": quantity,
    "cents": cents,
    "rate": rate,
    "day": day,
    "yes_no": yes_no,
}
