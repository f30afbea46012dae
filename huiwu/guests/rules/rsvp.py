"""How a guest's answer moves (documents.md §6) and whose hands must hear of it.

待邀 → 已发 → 已读 → 口头确认 → 书面确认 → 变更 → 取消 / 代参 → 到会 → 未到. Not a straight line: a guest may answer the first
call, decline after having confirmed, or come after all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

TO_INVITE = "to_invite"
SENT = "sent"
READ = "read"
VERBAL = "verbal"
CONFIRMED = "confirmed"
CHANGED = "changed"
CANCELLED = "cancelled"
PROXIED = "proxied"
ATTENDED = "attended"
ABSENT = "absent"
ALL = (TO_INVITE, SENT, READ, VERBAL, CONFIRMED, CHANGED, CANCELLED, PROXIED, ATTENDED, ABSENT)

Source = Literal["staff", "guest", "letter", "check_in"]

MOVES: dict[str, frozenset[str]] = {
    TO_INVITE: frozenset({SENT, VERBAL, CONFIRMED, CANCELLED, PROXIED, ATTENDED}),
    SENT: frozenset({READ, VERBAL, CONFIRMED, CANCELLED, PROXIED, ATTENDED, ABSENT}),
    READ: frozenset({VERBAL, CONFIRMED, CANCELLED, PROXIED, ATTENDED, ABSENT}),
    VERBAL: frozenset({CONFIRMED, CANCELLED, PROXIED, ATTENDED, ABSENT}),
    CONFIRMED: frozenset({CHANGED, CANCELLED, PROXIED, ATTENDED, ABSENT}),
    CHANGED: frozenset({CHANGED, CONFIRMED, CANCELLED, PROXIED, ATTENDED, ABSENT}),
    CANCELLED: frozenset({SENT, VERBAL, CONFIRMED, PROXIED, ATTENDED}),
    PROXIED: frozenset({CONFIRMED, CANCELLED, ATTENDED}),
    ATTENDED: frozenset({ABSENT}),
    ABSENT: frozenset({ATTENDED}),
}
"""Where each state leads. A second 变更 is one more move; 到会 and 未到 correct each other."""

ON_THE_DAY = frozenset({ATTENDED, ABSENT})
AGREED = frozenset({CONFIRMED, CHANGED, ATTENDED})
"""Comes, in writing: the only states OM-055 accepts for a speaker."""
COMING = AGREED | {VERBAL}
GONE = frozenset({CANCELLED, PROXIED})
"""Does not come in person: must hold no seat, card, room, car or cue (OM-063)."""
UNANSWERED = frozenset({SENT, READ})
"""The letter is out and nothing came back (OM-059)."""
SETTLED = AGREED | GONE | {ABSENT}
"""The ledger needs no further call."""

_BY_SOURCE: dict[str, frozenset[str]] = {
    "staff": frozenset(ALL) - {TO_INVITE, READ},
    "guest": frozenset({READ, CONFIRMED, CHANGED, CANCELLED, PROXIED}),
    "letter": frozenset({SENT}),
    "check_in": ON_THE_DAY,
}


def may_move(before: str, after: str, source: Source, *, has_begun: bool = True) -> bool:
    """Whether that source may move an answer so. Nobody is 到会 or 未到 before the meeting `has_begun`; a guest who has
    not been invited yet says nothing, and one who cancelled is not invited anew by a letter sent to many."""
    if after not in MOVES[before] or after not in _BY_SOURCE[source]:
        return False
    if after in ON_THE_DAY and not has_begun:
        return False
    if source == "letter" and before == CANCELLED:
        return False
    return not (source == "guest" and before in (TO_INVITE, *ON_THE_DAY))


def next_states(before: str, source: Source, *, has_begun: bool) -> tuple[str, ...]:
    """Where the answer may go, in the order of the ledger."""
    return tuple(after for after in ALL if may_move(before, after, source, has_begun=has_begun))


def needs_reason(before: str, after: str) -> bool:
    """A withdrawal, a substitute and every step back are explained."""
    return after in GONE or (before in GONE and after not in GONE) or {before, after} == ON_THE_DAY


PRESENCE = {
    TO_INVITE: "listed",
    SENT: "invited",
    READ: "invited",
    VERBAL: "invited",
    CONFIRMED: "confirmed",
    CHANGED: "confirmed",
    PROXIED: "proxied",
}
"""What the one person record says for each state of the ledger; 取消 depends on what was said before, see `presence_of`."""


def presence_of(after: str, *, had_agreed: bool) -> str | None:
    """The attendee's presence: who never agreed has declined, who had has cancelled. None on the day: check-in says it."""
    if after == CANCELLED:
        return "cancelled" if had_agreed else "declined"
    return PRESENCE.get(after)


SEAT = "seat"
CARD = "card"
BADGE = "badge"
TRANSFER = "transfer"
ROOM = "room"
MEAL = "meal"
HANDBOOK = "handbook"
SCRIPT = "script"
AREAS = (SEAT, CARD, BADGE, TRANSFER, ROOM, MEAL, HANDBOOK, SCRIPT)
"""Whose work rests on a guest: 座次、席卡、名牌、接送、分房、用餐、手册、流程单与主持词."""

_OF_PRESENCE = frozenset({SEAT, CARD, BADGE, MEAL, HANDBOOK})
_OF_CHANGE: dict[str, frozenset[str]] = {
    "name": frozenset({SEAT, CARD, BADGE, ROOM, HANDBOOK, SCRIPT}),
    "title": frozenset({SEAT, CARD, BADGE, HANDBOOK, SCRIPT}),
    "guest_role": frozenset({SEAT, HANDBOOK, SCRIPT}),
    "arrival": frozenset({TRANSFER, ROOM, MEAL}),
    "departure": frozenset({TRANSFER, ROOM, MEAL}),
    "pickup": frozenset({TRANSFER}),
    "lodging": frozenset({ROOM}),
    "companions": frozenset({SEAT, BADGE, TRANSFER, ROOM, MEAL}),
    "diet": frozenset({MEAL}),
    "accessibility": frozenset({SEAT, TRANSFER, ROOM}),
    "talk": frozenset({HANDBOOK, SCRIPT}),
    "clothing": frozenset(),
    "invoice": frozenset(),
}
"""Which hands hear of which part of an answer."""


def in_order(areas: Collection[str]) -> tuple[str, ...]:
    return tuple(area for area in AREAS if area in areas)


def areas_of_move(before: str, after: str, *, speaks: bool, is_met: bool, is_lodged: bool) -> tuple[str, ...]:
    """Who must hear that a guest comes, comes no more, or sends somebody else.

    Before the first yes nothing rests on the guest. `speaks`, `is_met` (接送) and `is_lodged` say what was asked for.
    """
    was, will = before in COMING, after in COMING
    if was == will or after == ABSENT:
        return ()
    more = {SCRIPT: speaks, TRANSFER: is_met, ROOM: is_lodged}
    return in_order(_OF_PRESENCE | {area for area, concerned in more.items() if concerned})


def areas_of_changes(parts: Iterable[str]) -> tuple[str, ...]:
    """Who must hear that these parts of a kept answer read differently now."""
    return in_order(frozenset[str]().union(*(_OF_CHANGE[part] for part in parts)))


def says_changed(status: str, parts: Collection[str]) -> bool:
    """A guest who had confirmed in writing and now says otherwise is 变更: somebody has to look at it."""
    return bool(parts) and status in (CONFIRMED, CHANGED)
