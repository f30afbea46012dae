"""A sheet as plain data for the typesetter: texts only as values, never as markup."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import segno
from PIL import Image, UnidentifiedImageError

from huiwu.documents import blocks as b
from huiwu.documents.errors import PictureUnreadable
from huiwu.documents.render import text as t
from huiwu.documents.render.words import WORDS

Plain = dict[str, Any]
Pictures = dict[str, bytes]

_LONG = re.compile(r"[\x21-\x7e]{30,}")


def plain(sheet: b.Sheet) -> tuple[Plain, Pictures]:
    """JSON-ready content and the files it names."""
    numbers = t.heading_numbers(sheet)
    pictures: Pictures = {}
    drawn = []
    for block in sheet.blocks:
        if isinstance(block, b.Heading):
            drawn.append(_heading(block, next(numbers)))
        elif isinstance(block, b.Picture):
            drawn.append(_picture(block, pictures))
        else:
            drawn.append(_DRAW[type(block)](block))
    head = {
        name: breakable(getattr(sheet, name))
        for name in ("title", "subtitle", "doc_no", "version", "meeting_name", "status_word", "issuer",
                     "footer_note", "red_head")
    }  # fmt: skip
    head["dated_on"] = t.day_text(sheet.dated_on, sheet.language) if sheet.dated_on else ""
    facts = {
        "language": sheet.language, "typography": sheet.typography, "paper": sheet.paper,
        "flipped": sheet.orientation == "landscape", "toc": sheet.toc, "toc_depth": sheet.toc_depth,
        "words": WORDS[sheet.language],
    }  # fmt: skip
    return {**head, **facts, "blocks": drawn}, pictures


def breakable(text: str) -> str:
    """Cleaned, with places to break inside strings (links, hashes) that are longer than a narrow column."""
    return _LONG.sub(lambda m: "\u200b".join(re.findall(".{1,12}", m[0])), t.clean(text))


def _runs(text: str) -> list[list[Any]]:
    return [[bold, breakable(piece)] for bold, piece in t.runs(text)]


def _heading(block: b.Heading, number: str) -> Plain:
    return {"t": "heading", "level": t.heading_level(block), "number": number, "text": breakable(block.text)}


def _paragraph(block: b.Paragraph) -> Plain:
    return {"t": "paragraph", "runs": _runs(block.text), "align": block.align, "indent": block.indent}


def _bullets(block: b.Bullets) -> Plain:
    return {"t": "bullets", "items": [_runs(item) for item in block.items]}


def _numbered(block: b.Numbered) -> Plain:
    return {"t": "numbered", "items": [_runs(item) for item in block.items]}


def _key_values(block: b.KeyValues) -> Plain:
    return {"t": "pairs", "pairs": [[breakable(key), _runs(value)] for key, value in block.pairs]}


def _table(block: b.Table) -> Plain:
    columns = [{"title": breakable(c.title), "width": c.width, "side": c.side, "kind": c.kind} for c in block.columns]
    rows = [
        {
            "cells": [breakable(cell) for cell in cells_of(block, row)],
            "emphasis": block.emphasis.get(number, ""),
        }
        for number, row in enumerate(block.rows)
    ]
    return {"t": "table", "columns": columns, "rows": rows, "caption": breakable(block.caption),
            "repeat": block.header_repeat}  # fmt: skip


def cells_of(table: b.Table, row: tuple[b.Cell, ...]) -> list[str]:
    """The row's cells as text, one for each column: short rows are filled, long ones cut."""
    padded = (*row, *([None] * len(table.columns)))
    return [t.cell_text(value, column) for value, column in zip(padded, table.columns, strict=False)]


def _gantt(block: b.Gantt) -> Plain:
    days = max((block.to_on - block.from_on).days + 1, 1)
    rows = [{**_gantt_row(row, block, days)} for row in block.rows]
    months = []
    day = block.from_on
    while day <= block.to_on:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        span = (min(following, block.to_on + timedelta(days=1)) - day).days
        months.append({"year": day.year, "month": day.month, "at": (day - block.from_on).days / days,
                       "span": span / days, "days": span})  # fmt: skip
        day = following
    mondays = [d for d in _days(block) if d.weekday() == 0]
    today = block.today_on
    return {
        "t": "gantt", "rows": rows, "months": months, "days": days, "caption": breakable(block.caption),
        "weeks": [{"at": (d - block.from_on).days / days, "day": d.day} for d in mondays],
        "rest": _rest(block, days),
        "today": (today - block.from_on).days / days if today and block.from_on <= today <= block.to_on else None,
    }  # fmt: skip


def _gantt_row(row: b.GanttRow, block: b.Gantt, days: int) -> Plain:
    first = max((row.start_on - block.from_on).days, 0)
    last = min((row.end_on - block.from_on).days + 1, days)
    return {
        "label": breakable(row.label), "owner": breakable(row.owner), "critical": row.critical, "done": row.done,
        "gate": row.gate, "at": min(first, days) / days, "span": max(last - first, 0) / days,
        "end": f"{row.end_on.month}/{row.end_on.day}", "shown": last > first,
    }  # fmt: skip


def _days(block: b.Gantt) -> list[date]:
    count = (block.to_on - block.from_on).days + 1
    return [block.from_on + timedelta(days=n) for n in range(count)]


def _rest(block: b.Gantt, days: int) -> list[list[float]]:
    """Runs of rest days as [start, width], shares of the whole."""
    found: list[list[int]] = []
    for number, day in enumerate(_days(block)):
        if day in block.rest_days:
            if found and sum(found[-1]) == number:
                found[-1][1] += 1
            else:
                found.append([number, 1])
    return [[start / days, width / days] for start, width in found]


def _raci(block: b.RaciMatrix) -> Plain:
    width = len(block.columns)
    rows = [
        {"task": breakable(r.task), "marks": [t.clean(m) for m in (*r.marks, *[""] * width)[:width]]}
        for r in block.rows
    ]
    return {"t": "raci", "columns": [breakable(c) for c in block.columns], "rows": rows,
            "caption": breakable(block.caption)}  # fmt: skip


def _signatures(block: b.SignatureBlock) -> Plain:
    parties = [
        {
            "role": breakable(p.role), "organisation": breakable(p.organisation), "name": breakable(p.name),
            "signed_at": t.moment_text(p.signed_at) if p.signed_at else "", "hash": breakable(p.version_hash),
        }
        for p in block.parties
    ]  # fmt: skip
    return {"t": "signatures", "parties": parties}


def _callout(block: b.Callout) -> Plain:
    return {"t": "callout", "kind": block.kind, "runs": _runs(block.text)}


def _page_break(_block: b.PageBreak) -> Plain:
    return {"t": "page-break"}


def _picture(block: b.Picture, pictures: Pictures) -> Plain:
    suffix, width, height = _looked_at(block)
    name = f"picture-{len(pictures)}.svg"
    pictures[name] = _shell(block.data, suffix, width, height)
    return {
        "t": "picture",
        "file": name,
        "format": "svg",
        "caption": breakable(block.caption),
        "width": block.width_mm,
    }


def _shell(data: bytes, suffix: str, width: int, height: int) -> bytes:
    """The compiler takes files of text alone: the picture goes in whole, as text inside a drawing, and comes out as it was."""
    kind = "jpeg" if suffix == "jpg" else suffix
    sides = f'width="{width}" height="{height}"'
    source = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {sides}><image {sides} href="{source}"/></svg>'.encode()


def picture_suffix(block: b.Picture) -> str:
    """`png` or `jpg`.

    Raises:
        PictureUnreadable: the bytes are damaged or of another kind.
    """
    return _looked_at(block)[0]


def _looked_at(block: b.Picture) -> tuple[str, int, int]:
    try:
        with Image.open(io.BytesIO(block.data), formats=("PNG", "JPEG")) as image:
            image.load()
            return "png" if image.format == "PNG" else "jpg", image.width, image.height
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as fault:
        raise PictureUnreadable(caption=t.clean(block.caption)) from fault


def _drawing(block: b.Drawing) -> Plain:
    return {"t": "drawing", "svg": block.svg, "caption": breakable(block.caption), "width": block.width_mm}


def _qr(block: b.Qr) -> Plain:
    svg = io.BytesIO()
    qr(block).save(svg, kind="svg", border=0, xmldecl=False, svgns=True, scale=1)
    return _drawing(b.Drawing(svg.getvalue().decode(), block.caption, block.width_mm))


def qr(block: b.Qr) -> segno.QRCode:
    return segno.make_qr(block.text or " ", error="m")


_DRAW: dict[type, Callable[[Any], Plain]] = {
    b.Paragraph: _paragraph, b.Bullets: _bullets, b.Numbered: _numbered, b.KeyValues: _key_values, b.Table: _table,
    b.Gantt: _gantt, b.RaciMatrix: _raci, b.SignatureBlock: _signatures, b.Callout: _callout,
    b.PageBreak: _page_break, b.Qr: _qr, b.Drawing: _drawing,
}  # fmt: skip
