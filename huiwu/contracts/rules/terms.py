"""Payment terms: how an amount is split so that the parts add up to the cent, and when each part falls due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from huiwu.kernel.money import spread

WHOLE = 10_000
Trigger = Literal["signing", "date", "days_before", "acceptance", "invoice_days"]


@dataclass(frozen=True, slots=True)
class Part:
    """A term as it was typed: a fixed amount, or a share of what the fixed amounts leave."""

    share_bp: int | None = None
    amount_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Anchors:
    """The days a trigger counts from; None while unknown."""

    signed_on: date | None = None
    starts_on: date | None = None
    accepted_on: date | None = None
    invoiced_on: date | None = None


def split(amount_cents: int, parts: Sequence[Part]) -> list[int] | None:
    """The amount of each part, adding up to `amount_cents` exactly; None when they cannot.

    Fixed amounts stand as they are; shares split the rest, add up to 100 %, and the cents left over go to the largest
    remainders. A deposit and 押金 are told apart by the caller.
    """
    fixed = sum(part.amount_cents or 0 for part in parts)
    shares = [part.share_bp for part in parts if part.amount_cents is None]
    weights = [share or 0 for share in shares]
    rest = amount_cents - fixed
    if not shares:
        return [part.amount_cents or 0 for part in parts] if parts and rest == 0 else None
    if rest < 0 or sum(weights) != WHOLE or min(weights) <= 0:
        return None
    pieces = iter(spread(rest, weights))
    return [next(pieces) if part.amount_cents is None else part.amount_cents for part in parts]


def off_by(amount_cents: int, parts: Sequence[Part]) -> tuple[int, int]:
    """By how much the parts miss: (cents still to place, basis points still to place)."""
    fixed = sum(part.amount_cents or 0 for part in parts)
    shares = [part.share_bp or 0 for part in parts if part.amount_cents is None]
    if shares:
        return 0, WHOLE - sum(shares)
    return amount_cents - fixed, 0


def due_day(trigger: str, offset_days: int, due_on: date | None, anchors: Anchors) -> date | None:
    """The last day on which a term is paid in time; None while what it waits for has not happened.

    `days_before` counts back from the first day of the meeting, the others on from their event.
    """
    if trigger == "date":
        return due_on
    if trigger == "days_before":
        return anchors.starts_on - timedelta(days=offset_days) if anchors.starts_on else None
    base = {
        "signing": anchors.signed_on,
        "acceptance": anchors.accepted_on,
        "invoice_days": anchors.invoiced_on,
    }[trigger]
    return base + timedelta(days=offset_days) if base else None
