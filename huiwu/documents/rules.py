"""Canonical bytes, hashes and limits of a document's content: plain values in, plain values out."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

FIELD_CHARS = 20_000
DOCUMENT_BYTES = 1_000_000
LIST_ITEMS = 500
DEPTH = 12


def canonical(content: Any) -> Any:
    """The same value with every text and key in NFC.

    Holds texts, whole numbers, true, false, null, lists and mappings. Raises TypeError for anything else: a float is
    printed differently by different databases, so money is cents and lengths are millimetres.
    """
    if isinstance(content, str):
        return unicodedata.normalize("NFC", content)
    if content is None or isinstance(content, (bool, int)):
        return content
    if isinstance(content, (list, tuple)):
        return [canonical(item) for item in content]
    if isinstance(content, dict):
        return {unicodedata.normalize("NFC", str(key)): canonical(value) for key, value in content.items()}
    raise TypeError(f"a document cannot hold a {type(content).__name__}")


def canonical_json(content: Any) -> str:
    """Sorted keys, no spaces, no escapes beyond JSON's own: the same text on every database and Python."""
    return json.dumps(canonical(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def content_hash(content: Any) -> str:
    """SHA-256 (hex) of the canonical JSON in UTF-8."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def snapshot_hash(header: dict[str, Any], content: dict[str, Any]) -> str:
    """What a sign-off binds: the head (number, version, the meeting's facts of that moment) and the content."""
    return content_hash({"header": header, "content": content})


@dataclass(frozen=True, slots=True)
class Excess:
    """One thing past its limit. `key` is the top-level field, empty for the whole document."""

    kind: Literal["text", "rows", "size", "depth", "control"]
    key: str
    found: int
    limit: int


def excesses(content: dict[str, Any]) -> list[Excess]:
    """Everything in the content that is past a limit, in the order of its fields."""
    found = [excess for key, value in content.items() for excess in _within(str(key), value, 1)]
    if not found:
        size = len(canonical_json(content).encode("utf-8", "surrogatepass"))
        if size > DOCUMENT_BYTES:
            found.append(Excess("size", "", size, DOCUMENT_BYTES))
    return found


def _within(key: str, value: Any, depth: int) -> Iterator[Excess]:
    if depth > DEPTH:
        yield Excess("depth", key, depth, DEPTH)
    elif isinstance(value, str):
        if len(value) > FIELD_CHARS:
            yield Excess("text", key, len(value), FIELD_CHARS)
        elif any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
            yield Excess("control", key, 1, 0)  # PostgreSQL stores neither
    elif isinstance(value, (list, tuple)):
        if len(value) > LIST_ITEMS:
            yield Excess("rows", key, len(value), LIST_ITEMS)
        else:
            for item in value:
                yield from _within(key, item, depth + 1)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _within(key, item, depth + 1)
