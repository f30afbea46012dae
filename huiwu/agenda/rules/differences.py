"""What differs between two contents of an agenda, item by item and aspect by aspect.

A content is {"zone", "tracks", "days": [{"on", "items": [item]}]}; an item {"id", "function", "kind", "title", "title_en",
"summary", "on", "starts_at", "minutes", "buffer_minutes", "track", "track_en", "space", "speakers": [{"attendee", "name",
"name_en", "org", "title", "role"}], "needs_interpretation", "languages", "uses": [{"name", "kind", "count"}],
"equipment_note", "internal", "whole"}. Instants are ISO 8601 in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Item = dict[str, Any]
ASPECTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("title", ("title", "title_en")),
    ("space", ("space",)),
    ("speakers", ("speakers",)),
    ("track", ("track",)),
    ("kind", ("kind",)),
    ("languages", ("needs_interpretation", "languages")),
    ("needs", ("uses", "equipment_note")),
)
OF_STAGE = ("time", "length", "space", "speakers", "added", "removed", "title")
"""What a speaker wants to know."""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One aspect of one item: `time`, `length`, `space`, `title`, `speakers`, `track`, `kind`, `languages`, `needs`,
    or the whole item `added` (before is None) or `removed` (after is None)."""

    item: str
    aspect: str
    before: Item | None
    after: Item | None

    @property
    def speakers(self) -> set[str]:
        """Ids of those on the stage before or after."""
        return {s["attendee"] for side in (self.before, self.after) if side for s in side["speakers"]}


def items_of(content: dict[str, Any]) -> list[Item]:
    """All items of a content in order."""
    return [item for day in content.get("days") or [] for item in day["items"]]


def compared(before: dict[str, Any], after: dict[str, Any]) -> list[ItemChange]:
    """Every change, in the order of the newer programme; what was removed stands at the end."""
    old = {item["id"]: item for item in items_of(before)}
    new = {item["id"]: item for item in items_of(after)}
    found: list[ItemChange] = []
    for name, item in new.items():
        if name not in old:
            found.append(ItemChange(name, "added", None, item))
        else:
            found += _between(name, old[name], item)
    return found + [ItemChange(name, "removed", item, None) for name, item in old.items() if name not in new]


def _between(name: str, old: Item, new: Item) -> Iterator[ItemChange]:
    if old["starts_at"] != new["starts_at"]:
        yield ItemChange(name, "time", old, new)
    elif old["minutes"] != new["minutes"]:
        yield ItemChange(name, "length", old, new)
    for aspect, keys in ASPECTS:
        if any(old.get(key) != new.get(key) for key in keys):
            yield ItemChange(name, aspect, old, new)


def concerning(changes: Iterable[ItemChange], attendee: str) -> list[ItemChange]:
    """The changes a speaker has to know: of items they are in, before or after."""
    return [c for c in changes if c.aspect in OF_STAGE and attendee in c.speakers and _touches(c, attendee)]


def _touches(change: ItemChange, attendee: str) -> bool:
    """A change of speakers concerns those who come or go or change their part, not those who stay beside them."""
    if change.aspect != "speakers":
        return True
    sides = [
        [s for s in side["speakers"] if s["attendee"] == attendee] for side in (change.before, change.after) if side
    ]
    return sides[0] != sides[-1]


ROLE_OF_ASPECT: dict[str, tuple[str, ...]] = {
    "time": ("av_team", "usher_team", "secretariat"),
    "length": ("av_team", "secretariat"),
    "space": ("av_team", "venue_team", "usher_team", "secretariat"),
    "title": ("secretariat", "materials_team"),
    "speakers": ("guest_team", "secretariat", "materials_team"),
    "track": ("secretariat",),
    "kind": ("secretariat",),
    "languages": ("interpreter", "av_team"),
    "needs": ("av_team",),
    "added": ("av_team", "secretariat", "guest_team"),
    "removed": ("av_team", "secretariat", "guest_team"),
}
"""Aspect → groups of the team whose work rests on it."""


def roles_concerned(changes: Iterable[ItemChange]) -> dict[str, list[str]]:
    """Role → ids of the items it has to look at. Caterers are told when a meal or a break moves."""
    found: dict[str, dict[str, None]] = {}
    for change in changes:
        roles = list(ROLE_OF_ASPECT[change.aspect])
        sides = [side for side in (change.before, change.after) if side]
        if change.aspect in ("time", "length", "added", "removed", "space") and any(
            side["kind"] in ("meal", "coffee_break") for side in sides
        ):
            roles.append("catering_team")
        if change.aspect in ("time", "added", "removed") and any(side["needs_interpretation"] for side in sides):
            roles.append("interpreter")
        for role in roles:
            found.setdefault(role, {})[change.item] = None
    return {role: list(items) for role, items in sorted(found.items())}
