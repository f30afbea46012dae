"""Money in integer cents. Floats never touch an amount."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation


def cents_from_text(text: str) -> int:
    """`"1,234.5"` or full-width digits → 123450. Raises ValueError when it is not an amount with at most two decimals."""
    plain = text.strip().translate(_FULLWIDTH).replace(",", "").lstrip("¥").strip()
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise ValueError(f"not an amount: {text!r}") from None
    if not amount.is_finite():
        raise ValueError(f"not an amount: {text!r}")
    cents = amount * 100
    if cents != cents.to_integral_value():
        raise ValueError(f"more than two decimals: {text!r}")
    return int(cents)


def yuan(cents: int) -> str:
    """123450 → `"1,234.50"`."""
    sign = "-" if cents < 0 else ""
    whole, part = divmod(abs(cents), 100)
    return f"{sign}{whole:,}.{part:02d}"


def share(cents: int, permille: int) -> int:
    """`permille`/1000 of an amount, rounded half up to the cent."""
    return int((Decimal(cents) * permille / 1000).quantize(Decimal(1), ROUND_HALF_UP))


_FULLWIDTH = str.maketrans("０１２３４５６７８９．，￥－＋", "0123456789.,¥-+")
