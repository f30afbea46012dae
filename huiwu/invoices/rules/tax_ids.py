"""Tax IDs: the unified social credit code of GB 32100-2015 with its check character, and the older forms without."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(3**place % 31 for place in range(17))

Verdict = Literal["ok", "check_digit", "shape", "older", "missing"]


def plain_tax_id(text: str) -> str:
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text or "")).upper()


def check_character(first: str) -> str:
    """The 18th of a unified code from its first 17. Raises ValueError for characters the code does not have."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(first, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def verdict_on(tax_id: str) -> Verdict:
    """`older` is a form in use without a check character: 15 digits, or 17 to 20 of people and small traders."""
    if not tax_id:
        return "missing"
    if len(tax_id) == 18 and all(character in ALPHABET for character in tax_id):
        if check_character(tax_id[:17]) == tax_id[17]:
            return "ok"
        return "older" if _is_citizen(tax_id) else "check_digit"
    return "older" if re.fullmatch(r"[0-9A-Z]{15}|[0-9]{17}[0-9X]([0-9A-Z]{2})?|[0-9A-Z]{20}", tax_id) else "shape"


def _is_citizen(text: str) -> bool:
    """18 characters of a citizen's number (GB 11643), which traders without a code use."""
    if not re.fullmatch(r"[1-6]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])\d{2}\d{3}[0-9X]", text):
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(c) * w for c, w in zip(text[:17], weights, strict=True)) % 11] == text[17]


def plain_name(text: str) -> str:
    """A title as it is compared: half-width brackets, no blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or "")).replace("〔", "(").replace("〕", ")")
