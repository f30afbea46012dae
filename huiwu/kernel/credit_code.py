"""统一社会信用代码 (GB 32100-2015): eighteen characters, the last of which checks the others."""

from __future__ import annotations

from typing import Literal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015, table A.1: digits and capital letters without I, O, S, V and Z."""
LENGTH = 18
WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))

Fault = Literal["length", "character", "check"]


def plain_code(text: str) -> str:
    """Full-width characters folded, capitals, no blanks or hyphens."""
    folded = text.translate(_FULLWIDTH).upper()
    return "".join(c for c in folded if not c.isspace() and c != "-")


def check_character(code: str) -> str:
    """The eighteenth character that belongs to the first seventeen. Raises ValueError for characters outside ALPHABET.

    >>> check_character("91310000MA1FL0000")
    'N'
    """
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(code[: LENGTH - 1], WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def code_fault(code: str) -> tuple[Fault, str, str] | None:
    """What is wrong with a plain code, and the values that tell it; None when it is good.

    `("length", has, "18")`, `("character", wrong, place)`, `("check", has, must)`.
    """
    if len(code) != LENGTH:
        return "length", str(len(code)), str(LENGTH)
    for place, c in enumerate(code, 1):
        if c not in ALPHABET:
            return "character", c, str(place)
    must = check_character(code)
    return None if code[-1] == must else ("check", code[-1], must)


_FULLWIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}
