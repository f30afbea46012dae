"""PDF/A-2b by typst. The templates are fixed text; a sheet reaches them as a JSON file, so no word is markup."""

from __future__ import annotations

import calendar
import functools
import json
import re
from importlib import resources
from typing import Any, Literal

import typst

from huiwu.documents import fonts
from huiwu.documents.blocks import Sheet
from huiwu.documents.errors import MissingGlyphs
from huiwu.documents.render.content import plain

GETA = "〓"  # the compositor's mark for a sort that is not in the case

_UNDRAWN = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf(sheet: Sheet, *, on_missing: Literal["refuse", "mark"] = "refuse") -> bytes:
    """The sheet as PDF/A-2b with embedded fonts, outline, title and language; the same sheet gives the same bytes.

    `on_missing="mark"` sets 〓 for characters that no shipped font draws. Safe to call from several threads.

    Raises:
        MissingGlyphs: names the characters that no shipped font draws.
        PictureUnreadable: a picture is neither PNG nor JPEG.
    """
    content, pictures = plain(sheet)
    data = json.dumps(content, ensure_ascii=False)
    data = drawable(data, on_missing=on_missing)
    return compiled(templates() | pictures | {"sheet.json": data.encode()}, _stamp(sheet))


def drawable(data: str, *, on_missing: Literal["refuse", "mark"] = "mark") -> str:
    """The words without characters that no shipped font draws: marked 〓, or refused with MissingGlyphs."""
    missing = fonts.coverage(data).missing
    if missing and on_missing == "refuse":
        raise MissingGlyphs(missing)
    return data.translate({ord(character): GETA for character in missing}) if missing else data


def png_of(svg: str, width_mm: float) -> bytes:
    """A drawing of ours as PNG of that width at 200 dots per inch, for files that take no SVG."""
    page = f'#set page(width: {width_mm}mm, height: auto, margin: 0mm)\n#image("drawing.svg", width: 100%)'
    source: Any = {"main": page.encode(), "drawing.svg": svg.encode()}
    compiler = typst.Compiler(source, font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(format="png", ppi=200)
    assert isinstance(made, bytes)
    return made


def compiled(files: dict[str, bytes], stamp: int = 0) -> bytes:
    """PDF/A-2b of `files`, whose `main` is the page; `stamp` is the day it says it was made, in seconds."""
    # One compiler for each call: a shared one refuses a second thread. The fonts are shared.
    source: Any = files
    compiler = typst.Compiler(source, font_paths=_fonts(), ignore_system_fonts=True)
    try:
        made = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=stamp)
    except typst.TypstError as fault:
        undrawn = _undrawn(f"{fault.message}\n{fault.diagnostic}")
        if undrawn:
            raise MissingGlyphs(undrawn) from fault
        raise
    assert isinstance(made, bytes)
    return made


def _undrawn(report: str) -> tuple[str, ...]:
    texts = (_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) for text in _UNDRAWN.findall(report))
    return tuple(sorted({c for text in texts for c in text if not fonts.is_invisible(c)}))


def _stamp(sheet: Sheet) -> int:
    """Midnight UTC of the sheet's day in seconds, so that equal content makes an equal file."""
    return calendar.timegm(sheet.dated_on.timetuple()) if sheet.dated_on and sheet.dated_on.year >= 1970 else 0


@functools.cache
def _fonts() -> typst.Fonts:
    # The embedded fonts bring a Latin face with true bold for English sheets.
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=fonts.folders())


@functools.cache
def templates() -> dict[str, bytes]:
    """Every file of templates by its name; `main` draws a sheet."""
    folder = resources.files("huiwu.documents.render") / "templates"
    files = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".typ")}
    return files | {"main": files["main.typ"]}
