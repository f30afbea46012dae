"""What a device sends about a visit, read strictly: plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from huiwu.site_visits.rules.scoring import BEST

LONGEST_NOTE = 2000
LONGEST_ITEM = 200
LARGEST_MEASURE = 10_000_000
FAST_CLOCK = timedelta(minutes=2)
MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` was made on the device; `at` is the device's time, never later than now. `value` is clean for its kind."""

    id: UUID
    kind: str
    key: str
    value: Any
    at: datetime


class Unreadable(Exception):
    """`why`: shape, kind, key, value."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Words:
    """What keys there are: points to score, measures, and which of these are whole numbers or one of a choice."""

    points: Collection[str]
    measures: Collection[str]
    whole: Collection[str]
    choices: dict[str, Collection[str]]


def entry_of(raw: Any, words: Words, now: datetime) -> Entry:
    """One entry as posted. Raises Unreadable; a clock that runs ahead is set back to now."""
    if not isinstance(raw, dict):
        raise Unreadable("shape")
    try:
        made_id = UUID(str(raw.get("id", "")))
        at = datetime.fromisoformat(str(raw.get("at", "")))
    except ValueError:
        raise Unreadable("shape") from None
    if at.tzinfo is None:
        raise Unreadable("shape")
    at = at.astimezone(UTC)
    kind, key = str(raw.get("kind", "")), str(raw.get("key", ""))
    value = _value(kind, key, raw.get("value"), words)
    return Entry(made_id, kind, key, value, now if at > now + FAST_CLOCK else min(at, now))


def _value(kind: str, key: str, value: Any, words: Words) -> Any:
    if kind == "score":
        return _score(key, value, words)
    if kind == "note":
        if key not in words.points and key not in words.measures:
            raise Unreadable("key")
        return _text(value, LONGEST_NOTE)
    if kind == "measure":
        return _measure(key, value, words)
    if kind == "promise":
        _uuid(key)
        return _promise(value)
    if kind in ("unpromise", "unphoto"):
        _uuid(key)
        return None
    if kind == "summary":
        return _text(value, LONGEST_NOTE)
    if kind == "finish":
        return bool(value)
    raise Unreadable("kind")


def _score(key: str, value: Any, words: Words) -> int | None:
    if key not in words.points:
        raise Unreadable("key")
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not str(value).isdigit() or not str(value).isascii() or int(value) > BEST:
        raise Unreadable("value")
    return int(value)


def _measure(key: str, value: Any, words: Words) -> str:
    if key not in words.measures:
        raise Unreadable("key")
    text = _text(value, LONGEST_ITEM)
    if not text:
        return ""
    if key in words.whole:
        plain = text.translate(_PLAIN).replace(",", "")
        if not plain.isascii() or not plain.isdigit() or not 0 < int(plain) <= LARGEST_MEASURE:
            raise Unreadable("value")
        return str(int(plain))
    if key in words.choices and text not in words.choices[key]:
        raise Unreadable("value")
    return text


def _promise(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise Unreadable("value")
    item = _text(value.get("item"), LONGEST_ITEM)
    if not item:
        raise Unreadable("value")
    return {"item": item, "said_by": _text(value.get("said_by"), 80), "note": _text(value.get("note"), 500)}


def _text(value: Any, longest: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise Unreadable("value")
    text = str(value).strip()
    if len(text) > longest or any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        raise Unreadable("value")
    return text


def _uuid(text: str) -> None:
    try:
        UUID(text)
    except ValueError:
        raise Unreadable("key") from None


_PLAIN = str.maketrans("０１２３４５６７８９，", "0123456789,")
