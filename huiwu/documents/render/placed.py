"""Pages of words in boxes as PDF: labels, envelopes, cards."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Protocol

from huiwu.documents.render.pdf import compiled, drawable, templates
from huiwu.documents.render.text import clean


class Boxes(Protocol):
    """A page in millimetres; its items have x, y, width, height, and those with words `text`, `size` (points),
    `align`, `bold`, `middle`. An item without words is an empty frame."""

    @property
    def width(self) -> float: ...

    @property
    def height(self) -> float: ...

    @property
    def items(self) -> tuple[Any, ...]: ...


def placed_pdf(pages: Iterable[Boxes], *, title: str) -> bytes:
    """The pages as PDF/A-2b; words too large for their box are set smaller. Undrawable characters stand as 〓."""
    content = {"title": clean(title), "pages": [_page(page) for page in pages]}
    files = templates()
    data = drawable(json.dumps(content, ensure_ascii=False))
    return compiled({**files, "main": files["placed.typ"], "placed.json": data.encode()})


def _page(page: Boxes) -> dict[str, Any]:
    return {"width": page.width, "height": page.height, "items": [_item(item) for item in page.items]}


def _item(item: Any) -> dict[str, Any]:
    box = {"x": item.x, "y": item.y, "width": item.width, "height": item.height}
    if not hasattr(item, "text"):
        return {"t": "frame", **box}
    words = {"text": clean(item.text), "size": item.size, "align": item.align, "bold": item.bold, "middle": item.middle}
    return {"t": "words", **box, **words}
