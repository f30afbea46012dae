"""Money in integer cents. Floats never touch an amount."""

from __future__ import annotations

from collections.abc import Sequence
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
    return _rounded(Decimal(cents) * permille / 1000)


def times(unit_cents: int, quantity: Decimal | int) -> int:
    """The subtotal of a line: price times quantity, rounded half up to the cent, once."""
    return _rounded(Decimal(unit_cents) * quantity)


def tax_on(net_cents: int, rate_bp: int) -> int:
    """Tax on an amount without tax; `rate_bp` in basis points (600 = 6 %). Rounded half up to the cent."""
    return _rounded(Decimal(net_cents) * rate_bp / 10_000)


def tax_within(gross_cents: int, rate_bp: int) -> int:
    """The tax inside an amount with tax (价内): gross − gross/(1+rate). Net is gross minus this, so the three always agree."""
    return gross_cents - _rounded(Decimal(gross_cents) * 10_000 / (10_000 + rate_bp))


def spread(cents: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by weights so that the parts add up to it exactly: largest remainders get the cents left over.

    Raises ValueError when the weights are empty, negative or all zero.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative and not all zero")
    sign, whole = (-1, -cents) if cents < 0 else (1, cents)
    parts = [whole * weight // total for weight in weights]
    rest = sorted(range(len(weights)), key=lambda n: (-(whole * weights[n] % total), n))
    for n in rest[: whole - sum(parts)]:
        parts[n] += 1
    return [sign * part for part in parts]


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


_FULLWIDTH = str.maketrans("０１２３４５６７８９．，￥－＋", "0123456789.,¥-+")
