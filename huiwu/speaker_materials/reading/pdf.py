"""PDF files: pages, size, first words, fonts that are not carried along. pdfium reads one file at a time in a process."""

from __future__ import annotations

import ctypes
import threading
import time
from typing import IO

import pypdfium2
import pypdfium2.raw as pdfium

from huiwu.speaker_materials.reading.values import MOST_PAGES, Deck, Locked, Unreadable, first_words

MOST_SECONDS = 8.0
MOST_OBJECTS = 3_000
"""Objects of a page looked at for their fonts."""
_one_at_a_time = threading.Lock()


def read_pdf(content: IO[bytes]) -> Deck:
    """Raises Unreadable, Locked."""
    content.seek(0)
    with _one_at_a_time:
        document = _opened(content.read())
        try:
            return _read(document)
        except pypdfium2.PdfiumError as fault:
            raise Unreadable from fault
        finally:
            document.close()


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        raise (Locked if "password" in str(fault).lower() else Unreadable) from fault


def _read(document: pypdfium2.PdfDocument) -> Deck:
    count = len(document)
    if not count:
        raise Unreadable
    width, height = document[0].get_size()
    until = time.monotonic() + MOST_SECONDS
    outline, fonts = [], set[str]()
    for number in range(min(count, MOST_PAGES)):
        if time.monotonic() > until:
            break
        page = document[number]
        text = page.get_textpage()
        outline.append(first_words([text.get_text_range(0, min(text.count_chars(), 400))]))
        text.close()
        fonts |= _not_embedded(page)
        page.close()
    return Deck(count, round(width), round(height), tuple(outline), tuple(sorted(fonts)))


def _not_embedded(page: pypdfium2.PdfPage) -> set[str]:
    """Names of fonts that the reader must have itself."""
    found = set[str]()
    for number in range(min(pdfium.FPDFPage_CountObjects(page.raw), MOST_OBJECTS)):
        thing = pdfium.FPDFPage_GetObject(page.raw, number)
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        font = pdfium.FPDFTextObj_GetFont(thing)
        if font and pdfium.FPDFFont_GetIsEmbedded(font) == 0:
            found.add(_name(font))
    return found - {""}


def _name(font: object) -> str:
    size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
    return buffer.value.decode("utf-8", "replace").rpartition("+")[2].split(",")[0].strip()
