"""人民币大写 (中国人民银行《正确填写票据和结算凭证的基本规定》): an amount in words that cannot be altered by a stroke."""

from __future__ import annotations

DIGITS = "零壹贰叁肆伍陆柒捌玖"
SMALL = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def in_capitals(cents: int) -> str:
    """1680000_00 → 人民币壹佰陆拾捌万元整; 1_05 → 人民币壹元零伍分. Below 10^16 yuan."""
    sign, cents = ("负", -cents) if cents < 0 else ("", cents)
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    words = _yuan(yuan) + "元" if yuan or not rest else ""
    if not rest:
        words += "整"
    else:
        if jiao:
            words += DIGITS[jiao] + "角"
        elif yuan:
            words += "零"
        words += DIGITS[fen] + "分" if fen else "整"
    return f"人民币{sign}{words}"


def _yuan(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    groups = []
    while number:
        number, part = divmod(number, 10_000)
        groups.append(part)
    words, is_gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        part = groups[place]
        if part == 0:
            is_gap = bool(words)
            continue
        if words and (is_gap or part < 1000):
            words += DIGITS[0]
        words += _group(part) + GROUPS[place]
        is_gap = False
    return words


def _group(part: int) -> str:
    words, is_gap = "", False
    for place in range(3, -1, -1):
        digit, part = divmod(part, 10**place)
        if digit == 0:
            is_gap = bool(words)
            continue
        words += (DIGITS[0] if is_gap else "") + DIGITS[digit] + SMALL[place]
        is_gap = False
    return words
