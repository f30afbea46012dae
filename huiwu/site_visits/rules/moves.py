"""How a candidate moves between the lists."""

from __future__ import annotations

MOVES: dict[str, tuple[str, ...]] = {
    "shortlist": ("long", "short"),
    "return_to_long": ("short", "long"),
    "recommend": ("short", "recommended"),
    "withdraw": ("recommended", "short"),
    "reinstate": ("declined", "long"),
}
"""Verb → from, to. Declining is possible from every list but the confirmed; confirming is the client's."""

DECLINABLE = ("long", "short", "recommended")


def moves_from(state: str) -> tuple[str, ...]:
    """What may be done with a candidate of this list, in the order of the buttons."""
    found = tuple(verb for verb, (start, _end) in MOVES.items() if start == state)
    return (*found, "decline") if state in DECLINABLE else found
