"""Blocks as JSON, so that a version keeps what live data looked like at its instant, and blocks as words, to compare.

Lossless both ways for words, figures and days. Shares of widths are kept in permille, since a document's content holds
no floats. Pictures and pages' ends are drawings and not content: they are refused.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from huiwu.documents import blocks as b
from huiwu.documents.render.text import cell_text

KINDS: dict[str, type] = {
    "heading": b.Heading,
    "paragraph": b.Paragraph,
    "bullets": b.Bullets,
    "numbered": b.Numbered,
    "pairs": b.KeyValues,
    "table": b.Table,
    "gantt": b.Gantt,
    "raci": b.RaciMatrix,
    "callout": b.Callout,
}
NAMES = {kind: name for name, kind in KINDS.items()}


def stored(blocks: Iterable[b.Block]) -> list[dict[str, Any]]:
    """Blocks as plain JSON values. Raises TypeError for a block that cannot be kept."""
    return [_stored(block) for block in blocks]


def restored(rows: Iterable[Mapping[str, Any]]) -> tuple[b.Block, ...]:
    """What `stored` was given."""
    return tuple(_restored(row) for row in rows)


def lines_of(blocks: Iterable[b.Block]) -> list[str]:
    """Every block as lines of words, one line for each row: what two versions are compared by."""
    return [line for block in blocks for line in _lines(block)]


def _stored(block: b.Block) -> dict[str, Any]:
    if type(block) not in NAMES:
        raise TypeError(f"a version cannot keep a {type(block).__name__}")
    return {"is": NAMES[type(block)], **{f.name: _plain(getattr(block, f.name)) for f in dataclasses.fields(block)}}


def _plain(value: Any) -> Any:
    """Days become `{"day": …}`, so that words that look like days stay words."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case float():
            return {"permille": round(value * 1000)}
        case Decimal():
            return {"decimal": str(value)}
        case frozenset():
            return {"days": sorted(day.isoformat() for day in value)}
        case Mapping():
            return {"marks": [[key, mark] for key, mark in sorted(value.items())]}
        case tuple() | list():
            return [_plain(item) for item in value]
        case b.Column() | b.GanttRow() | b.RaciRow():
            return {"row": [_plain(getattr(value, f.name)) for f in dataclasses.fields(value)]}
    raise TypeError(f"a version cannot keep a {type(value).__name__}")


PARTS: dict[tuple[str, str], type] = {
    ("table", "columns"): b.Column,
    ("gantt", "rows"): b.GanttRow,
    ("raci", "rows"): b.RaciRow,
}


def _restored(row: Mapping[str, Any]) -> Any:
    kind = KINDS[row["is"]]
    return kind(**{f.name: _value(row[f.name], row["is"], f.name) for f in dataclasses.fields(kind) if f.name in row})


def _value(value: Any, kind: str = "", name: str = "") -> Any:
    if isinstance(value, list):
        return tuple(_value(item, kind, name) for item in value)
    if not isinstance(value, Mapping):
        return value
    ((what, held),) = value.items()
    match what:
        case "instant":
            return datetime.fromisoformat(held)
        case "day":
            return date.fromisoformat(held)
        case "permille":
            return held / 1000
        case "decimal":
            return Decimal(held)
        case "days":
            return frozenset(date.fromisoformat(day) for day in held)
        case "marks":
            return dict(held)
    return PARTS[kind, name](*(_value(part) for part in held))


def _lines(block: b.Block) -> Iterator[str]:
    match block:
        case b.Heading() | b.Paragraph() | b.Callout():
            yield block.text
        case b.Bullets() | b.Numbered():
            yield from block.items
        case b.KeyValues():
            yield from (f"{label}：{value}" for label, value in block.pairs)
        case b.Table():
            for row in block.rows:
                cells = (cell_text(cell, column) for cell, column in zip(row, block.columns, strict=False))
                yield " | ".join(cell for cell in cells if cell)
        case b.Gantt():
            yield from (f"{r.label} {r.start_on.isoformat()} — {r.end_on.isoformat()}" for r in block.rows)
        case b.RaciMatrix():
            for task in block.rows:
                held = zip(block.columns, task.marks, strict=False)
                yield f"{task.task}：" + "；".join(f"{mark} {column}" for column, mark in held if mark)
