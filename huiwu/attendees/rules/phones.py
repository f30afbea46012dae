"""Mobile numbers as people write them, and as they are kept: E.164."""

from __future__ import annotations

import re
import unicodedata

MAINLAND = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
"""documents.md §8: 大陆手机 `1[3-9]\\d{9}`."""


def e164(text: str, country: str = "CN") -> str:
    """`138 0000-0001` → `+8613800000001`; a number of another country by its `+` or by `country`; "" when it is none.

    >>> e164("１３８ 0000-0001"), e164("0086 13800000001"), e164("+1 212 555 2368"), e164("12345")
    ('+8613800000001', '+8613800000001', '+12125552368', '')
    """
    plain = re.sub(r"[\s\-().·—–]+", "", unicodedata.normalize("NFKC", text))
    found = MAINLAND.fullmatch(plain)
    if found and country in ("CN", ""):
        return "+86" + found[1]
    return _abroad(plain, country) if plain else ""


def _abroad(plain: str, country: str) -> str:
    import phonenumbers  # loads its tables: not before the first number from abroad

    if plain.startswith("00"):
        plain = "+" + plain[2:]
    try:
        number = phonenumbers.parse(plain, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    if number.country_code == 86 and not MAINLAND.fullmatch(str(number.national_number)):
        return ""  # a landline
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def tail(mobile: str) -> str:
    """The last four figures, by which people are found."""
    return mobile[-4:]


def spoken(mobile: str) -> str:
    """As it is read out: `138 0000 0001`; numbers of other countries as they are kept."""
    if mobile.startswith("+86") and len(mobile) == 14:
        return f"{mobile[3:6]} {mobile[6:10]} {mobile[10:]}"
    return mobile


def masked(mobile: str) -> str:
    """Enough to recognise one's own: `138••••0001`."""
    if not mobile:
        return ""
    return f"{mobile[3:6] if mobile.startswith('+86') else mobile[:4]}••••{mobile[-4:]}"


def spellings(mobile: str) -> tuple[str, ...]:
    """Every way we write a number of E.164 down: whole, without the code of the country, in groups."""
    if not mobile:
        return ()
    return (mobile, mobile.removeprefix("+86"), spoken(mobile)) if mobile.startswith("+") else (mobile,)
