"""Amounts in Chinese capitals (大写金额) both ways, as 《会计基础工作规范》 has them written on vouchers.

壹仟贰佰叁拾肆元伍角陆分; 整 after 元 or 角 when nothing follows; 零 once for any run of noughts between figures, and for a
missing 角 before 分. Up to 9999 兆 less a cent.
"""

from __future__ import annotations

import re
import unicodedata

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "兆")
LARGEST = 10**16 * 100 - 1

_SAME = str.maketrans(
    "〇一二三四五六七八九十百千两圆貳貮陸參叁萬億角仟佰", "零壹贰叁肆伍陆柒捌玖拾佰仟贰元贰贰陆叁叁万亿角仟佰"
)
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}
_UNIT = {"拾": 10, "佰": 100, "仟": 1000}
_SECTION = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_WHOLE = re.compile(
    r"(?:人民币)?(负)?(?:¥)?([^元角分整正]*元)?(?:零)?([^元角分整正]角)?(?:零)?([^元角分整正]分)?[整正]?"
)


def in_capitals(cents: int) -> str:
    """123456 → 壹仟贰佰叁拾肆元伍角陆分. Raises ValueError beyond 9999 兆."""
    if abs(cents) > LARGEST:
        raise ValueError("too large to be written in capitals")
    sign = "负" if cents < 0 else ""
    whole, part = divmod(abs(cents), 100)
    tenths, hundredths = divmod(part, 10)
    text = f"{_whole(whole)}元" if whole else ""
    if tenths:
        text += f"{DIGITS[tenths]}角"
    elif hundredths and whole:
        text += "零"
    if hundredths:
        return f"{sign}{text}{DIGITS[hundredths]}分"
    return f"{sign}{text or '零元'}整"


def _whole(figure: int) -> str:
    """Group by group of four from the highest; a 零 where a group is empty or does not fill its thousands."""
    groups = []
    while figure:
        figure, group = divmod(figure, 10_000)
        groups.append(group)
    text = ""
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if group == 0:
            continue
        if text and (group < 1000 or groups[index + 1] == 0):
            text += "零"
        text += _four(group) + GROUPS[index]
    return text


def _four(group: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return text


def from_capitals(text: str) -> int:
    """壹仟贰佰叁拾肆圆伍角陆分 → 123456; tolerates 圆, 正, small numerals, spaces, ⊗ and a leading ¥. Raises ValueError."""
    plain = re.sub(r"[\s⊗ⓧ㊣:：()（）¥]", "", unicodedata.normalize("NFKC", text)).translate(_SAME)
    found = _WHOLE.fullmatch(plain)
    if not found or not any(found.groups()[1:]) or found[2] == "元":
        raise ValueError(f"not an amount in capitals: {text!r}")
    sign, whole, tenths, hundredths = found.groups()
    cents = (_figure(whole[:-1]) if whole else 0) * 100
    cents += _digit(tenths) * 10 + _digit(hundredths)
    return -cents if sign else cents


def _digit(text: str | None) -> int:
    if not text:
        return 0
    if text[0] not in _VALUE:
        raise ValueError(f"not a figure: {text!r}")
    return _VALUE[text[0]]


def _figure(text: str) -> int:
    """The whole yuan. A section (万, 亿, 兆) multiplies what stands before it since the last larger one."""
    total, section, digit = 0, 0, None
    for character in text:
        if character in _VALUE:
            if digit:
                raise ValueError(f"two figures without a place: {text!r}")
            digit = _VALUE[character]
        elif character in _UNIT:
            section += (1 if digit is None else digit) * _UNIT[character]
            digit = None
        elif character in _SECTION:
            total, section = _raised(total, section + (digit or 0), _SECTION[character])
            digit = None
        else:
            raise ValueError(f"not a figure: {text!r}")
    return total + section + (digit or 0)


def _raised(total: int, section: int, by: int) -> tuple[int, int]:
    """十万亿 multiplies everything before 亿; in 三亿二万 万 multiplies only the 二."""
    return ((total + section) * by, 0) if total < by else (total + section * by, 0)
