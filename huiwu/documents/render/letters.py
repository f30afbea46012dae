"""Many letters in one PDF, each beginning on its own page."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from huiwu.documents import blocks as b
from huiwu.documents.render import text as t
from huiwu.documents.render.content import breakable, qr
from huiwu.documents.render.pdf import compiled, drawable, templates


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """One letter. `pairs` are what is arranged (time, place …); `seal` says in small letters where the seal goes;
    `link` is drawn as a code with `link_words` below it."""

    title: str
    opening: str
    paragraphs: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    ending: str
    issuer: str
    dated_on: str
    org: str = ""
    seal: str = ""
    link: str = ""
    link_words: str = ""
    number: str = ""
    foot: str = ""


def letters_pdf(letters: Sequence[LetterSheet], *, language: str, title: str, author: str = "") -> bytes:
    """All letters as one PDF/A-2b. Characters that no shipped font draws stand as 〓."""
    content = {
        "language": "en" if language.startswith("en") else "zh-hans",
        "title": t.clean(title),
        "author": t.clean(author),
        "letters": [_plain(letter) for letter in letters],
    }
    data = drawable(json.dumps(content, ensure_ascii=False))
    files = templates()
    return compiled({**files, "main": files["letters.typ"], "letters.json": data.encode()})


def _plain(letter: LetterSheet) -> dict[str, object]:
    texts = ("title", "org", "opening", "ending", "issuer", "dated_on", "seal", "number", "foot")
    return {
        **{name: breakable(getattr(letter, name)) for name in texts},
        "paragraphs": [breakable(text) for text in letter.paragraphs],
        "pairs": [[breakable(key), breakable(value)] for key, value in letter.pairs],
        "qr": _code(letter.link) if letter.link else "",
        "qr_words": breakable(letter.link_words),
    }


def _code(link: str) -> str:
    svg = io.BytesIO()
    qr(b.Qr(link)).save(svg, kind="svg", border=0, xmldecl=False, svgns=True, scale=1)
    return svg.getvalue().decode()
