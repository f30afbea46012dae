"""Words made safe for any drawing: cleaned, split into runs, cells put as text, headings numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from huiwu.documents.blocks import Cell, Column, Heading, Language, Sheet

Run = tuple[bool, str]

# What XML 1.0 cannot hold, and code points that Unicode keeps for no character.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAKS = re.compile("\r\n|\r|\u2028|\u2029")
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_DIGITS = "〇一二三四五六七八九"


def clean(text: str) -> str:
    """The text without control characters and half surrogates; every kind of line end becomes a line feed."""
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    return "".join(c for c in _FORBIDDEN.sub("", text) if ord(c) & 0xFFFE != 0xFFFE)


def runs(text: str) -> list[Run]:
    """Alternating plain and bold runs, without empty ones."""
    pieces = _BOLD.split(clean(text))
    return [(bool(number % 2), piece) for number, piece in enumerate(pieces) if piece]


def cell_text(value: Cell, column: Column) -> str:
    """How a cell stands on paper: money in whole currency with two places, days as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return clean(value)
    if column.kind == "money":
        return f"{Decimal(str(value)) / 100:,.2f}"
    return f"{value:,}" if column.kind == "number" else str(value)


def moment_text(at: datetime) -> str:
    offset = at.strftime("%z")
    return f"{at:%Y-%m-%d %H:%M}" + (f" (UTC{offset[:3]}:{offset[3:]})" if offset else "")


def day_text(day: date, language: Language) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh-hans" else f"{day.day} {day:%B %Y}"


def chinese_number(number: int) -> str:
    """1 to 99 as 一, 十二, 二十 …; larger ones as figures."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def heading_numbers(sheet: Sheet) -> Iterator[str]:
    """The number in front of each heading of the sheet, in order; empty where the sheet is not numbered."""
    counts = [0, 0, 0, 0]
    for block in sheet.blocks:
        if not isinstance(block, Heading):
            continue
        level = heading_level(block)
        counts[level - 1] += 1
        counts[level:] = [0] * (4 - level)
        yield _number(counts[:level], sheet) if sheet.numbered else ""


def heading_level(heading: Heading) -> int:
    return min(max(heading.level, 1), 4)


def _number(counts: list[int], sheet: Sheet) -> str:
    last = counts[-1]
    if sheet.typography == "gbt9704":
        official = (f"{chinese_number(last)}、", f"（{chinese_number(last)}）", f"{last}.", f"（{last}）")
        return official[len(counts) - 1]
    # A skipped level (1 then 1.1.1) would show as 0; it is left out.
    return ".".join(str(count) for count in counts if count) + "\u2002"
