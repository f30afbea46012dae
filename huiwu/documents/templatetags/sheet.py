"""A sheet as a page: the third drawing of the same blocks, beside PDF and Word."""

from __future__ import annotations

import base64
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from huiwu.documents import blocks as b
from huiwu.documents.render import text as t

register = template.Library()

NAMES = {
    b.Heading: "heading",
    b.Paragraph: "paragraph",
    b.Bullets: "bullets",
    b.Numbered: "numbered",
    b.KeyValues: "pairs",
    b.Table: "table",
    b.Gantt: "gantt",
    b.RaciMatrix: "raci",
    b.SignatureBlock: "signatures",
    b.Callout: "callout",
    b.PageBreak: "page_break",
    b.Picture: "picture",
    b.Drawing: "drawing",
    b.Qr: "qr",
}


@register.inclusion_tag("documents/_sheet.html")
def sheet(value: b.Sheet) -> dict[str, Any]:
    """`{% sheet version_sheet %}`: the sheet's head and blocks. Its title is an h2: the page has its own h1."""
    return {"sheet": value, "drawn": _drawn(value)}


@register.inclusion_tag("documents/_blocks.html")
def sheet_blocks(blocks: tuple[b.Block, ...]) -> dict[str, Any]:
    """`{% sheet_blocks blocks %}`: bare blocks without a sheet's head. The page links `documents/documents.css`."""
    return {"drawn": _drawn(b.Sheet(title="", blocks=blocks, numbered=False))}


def _drawn(value: b.Sheet) -> list[dict[str, Any]]:
    numbers, depth, drawn = t.heading_numbers(value), 2, []
    for block in value.blocks:
        entry: dict[str, Any] = {"name": NAMES[type(block)], "block": block, "number": ""}
        if isinstance(block, b.Heading):
            depth = min(t.heading_level(block) + 2, depth + 1, 6)
            entry |= {"number": next(numbers), "depth": depth}
        drawn.append(entry)
    return drawn


@register.filter
def runs(value: str) -> SafeString:
    """Running text: `**bold**` and line feeds; everything else as it was typed."""
    parts = [
        format_html("<strong>{}</strong>", piece) if bold else conditional_escape(piece)
        for bold, piece in t.runs(value)
    ]
    return mark_safe("".join(parts).replace("\n", "<br>"))  # noqa: S308  # every part was escaped above


@register.filter
def heading(entry: dict[str, Any]) -> SafeString:
    """A heading two levels below the page's own, none skipped; it looks as its own level does."""
    level = entry["depth"]
    return format_html(
        '<h{} class="sheet-h{}">{}{}</h{}>',
        level,
        min(t.heading_level(entry["block"]), 4),
        entry["number"],
        t.clean(entry["block"].text),
        level,
    )


@register.filter
def rows_of(table: b.Table) -> list[dict[str, Any]]:
    """Rows with their emphasis and cells as texts beside their columns."""
    return [
        {
            "emphasis": table.emphasis.get(number, ""),
            "cells": [
                {"text": t.cell_text(cell, column), "column": column}
                for cell, column in zip(row, table.columns, strict=True)
            ],
        }
        for number, row in enumerate(table.rows)
    ]


@register.filter
def gantt_rows(gantt: b.Gantt) -> list[dict[str, Any]]:
    """Rows as the component `{% gantt %}` takes them, cut at the edges of the calendar."""
    return [
        {
            "label": row.label,
            "start": max(row.start_on, gantt.from_on),
            "end": min(row.end_on, gantt.to_on),
            "done": row.done,
            "critical": row.critical,
            "gate": row.gate,
        }
        for row in gantt.rows
        if row.end_on >= gantt.from_on and row.start_on <= gantt.to_on
    ]


@register.filter
def data_uri(picture: b.Picture) -> str:
    kind = "png" if picture.data.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture.data).decode()}"


@register.filter
def svg(drawing: b.Drawing) -> SafeString:
    """Our own markup, in which every word was escaped when it was drawn."""
    return mark_safe(drawing.svg)  # noqa: S308  # blocks.Drawing holds nothing that people typed unescaped


@register.filter
def lines(value: str) -> SafeString:
    """Typed text with its line feeds."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in str(value).split("\n")))


@register.filter
def short_hash(value: str) -> str:
    """The first twelve digits of a hash, enough to compare by eye."""
    return value[:12]
