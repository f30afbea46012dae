"""What a workbook's XML says and the reader of values does not: formulas nobody computed, errors, hidden rows, stray cells."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from defusedxml import ElementTree
from django.utils.translation import gettext as _

from huiwu.foundation.sheets.errors import SheetBroken, SheetSuspicious
from huiwu.foundation.sheets.limits import Limits

_PIECE = 1 << 20
_LONGEST_ROW = 16 << 20
_VALUED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(?<!/)>')
_UNCOMPUTED = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>.*?<(?:\w+:)?v>([^<]*)</(?:\w+:)?v>'
)
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d{1,7})"')


@dataclass(slots=True)
class Scan:
    """Cells as (row, column), both from 0."""

    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0


def column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place_of(sheet: str, row: int, column: int) -> str:
    """(报价, 6, 2) → 报价!C7."""
    return f"{sheet}!{column_letters(column)}{row + 1}"


def scanned(file: IO[bytes], name: str, limits: Limits) -> dict[str, Scan]:
    """Sheet name → what was seen. Raises SheetSuspicious when a filled cell lies far outside any table, SheetBroken."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = worksheets(archive)
            return {sheet: _scan(archive, part, sheet, name, limits) for sheet, part in parts.items()}
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile):
        raise SheetBroken(name=name) from None


def worksheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name → part inside the archive."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {row.get("Id"): row.get("Target", "") for row in relations if "worksheet" in row.get("Type", "")}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    found = {}
    for node in book.iter():
        if node.tag.rpartition("}")[2] != "sheet":
            continue
        target = next((targets[v] for k, v in node.attrib.items() if k.endswith("}id") and v in targets), "")
        if target:
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            found[node.get("name", "")] = part
    return found


def _scan(archive: zipfile.ZipFile, part: str, sheet: str, name: str, limits: Limits) -> Scan:
    seen = Scan()
    for piece in _rows_of(archive, part, name):
        _extent(piece, seen)
        if seen.last_row >= limits.rows or seen.last_column >= limits.columns:
            place = place_of(sheet, seen.last_row, seen.last_column)
            why = _("内容伸到 {place}，超过 {rows} 行或 {columns} 列")
            raise SheetSuspicious(name=name, why=why.format(place=place, rows=limits.rows, columns=limits.columns))
        if b"f>" in piece or b"f/>" in piece:
            seen.uncomputed |= {_cell(m[1], m[2]) for m in _UNCOMPUTED.finditer(piece)}
        if b't="e"' in piece:
            seen.errors |= {_cell(m[1], m[2]): m[3].decode() for m in _ERROR.finditer(piece)}
        if b"hidden=" in piece:
            seen.hidden |= {int(m[1]) - 1 for m in _HIDDEN.finditer(piece)}
    return seen


def _extent(piece: bytes, seen: Scan) -> None:
    filled = _VALUED.findall(piece)
    if filled:
        seen.last_row = max(seen.last_row, *(int(row) - 1 for _letters, row in filled), 0)
        columns = {letters for letters, _row in filled}
        seen.last_column = max(seen.last_column, *(column_number(letters.decode()) for letters in columns), 0)


def _cell(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row) - 1, column_number(letters.decode())


def _rows_of(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[bytes]:
    """The sheet in pieces that end where a row ends."""
    rest = b""
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            rest += piece
            cut = rest.rfind(b"row>") + 4
            if cut > 4:
                yield rest[:cut]
                rest = rest[cut:]
            elif len(rest) > _LONGEST_ROW:
                raise SheetBroken(name=name)
    yield rest
