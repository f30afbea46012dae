"""The parts of WordprocessingML that the library has no words for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.document import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_THEME = (*tuple(qn(f"w:{name}Theme") for name in ("ascii", "hAnsi", "eastAsia")), qn("w:cstheme"))


def set_fonts(properties: Any, latin: str, chinese: str) -> None:
    """Name every script's font; a theme attribute left standing would override the name."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(1 if properties.find(qn("w:rStyle")) is not None else 0, fonts)
    for name in _THEME:
        fonts.attrib.pop(name, None)
    for name, value in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{name}"), value)


def add_runs(paragraph: Any, runs: Iterable[tuple[bool, str]], bold: bool = False) -> None:
    """Runs with their line feeds as line breaks; an empty list leaves the paragraph empty."""
    for strong, words in runs:
        run = paragraph.add_run(words)
        if strong or bold:
            run.bold = True


def add_field(paragraph: Any, code: str, shown: str) -> None:
    """A complex field with a shown value, as Word and WPS both refresh it."""
    for kind, words in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = words
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {words} "
            run._r.append(instruction)


def refresh_fields_on_opening(file: WordFile) -> None:
    mark = OxmlElement("w:updateFields")
    mark.set(qn("w:val"), "true")
    file.settings.element.append(mark)


def docgrid(section: Any) -> None:
    """22 lines of 28 characters: a line pitch of 28.99 pt and characters of 15.79 pt (GB/T 9704, 5.2.3)."""
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), "580")
    grid.set(qn("w:charSpace"), str(round((15.79 - 16) * 4096)))


def rule(paragraph: Any, colour: str, eighths: int, side: str = "bottom") -> None:
    """A line at one side of a paragraph, its thickness in eighths of a point."""
    properties = paragraph._p.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    borders.append(_border(side, colour, eighths))
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
        "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid",
        "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
        "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle",
        "w:rPr", "w:sectPr", "w:pPrChange",
    )  # fmt: skip


def table_borders(table: Any, *, colour: str, inner: int, outer: int, upright: int) -> None:
    """Lines of a table in eighths of a point; 0 leaves a line out."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    sizes = (("top", outer), ("left", upright), ("bottom", outer), ("right", upright), ("insideH", inner),
             ("insideV", upright))  # fmt: skip
    for side, size in sizes:
        borders.append(_border(side, colour, size))
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(borders)
    else:
        properties.append(borders)


def _border(side: str, colour: str, eighths: int) -> Any:
    line = OxmlElement(f"w:{side}")
    line.set(qn("w:val"), "single" if eighths else "nil")
    line.set(qn("w:sz"), str(eighths))
    line.set(qn("w:space"), "1")
    line.set(qn("w:color"), colour)
    return line


def narrow_margins(table: Any) -> None:
    """Cells of a table with many columns: 0.7 mm of white at each side."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        mark = OxmlElement(f"w:{side}")
        mark.set(qn("w:w"), "40")
        mark.set(qn("w:type"), "dxa")
        margins.append(mark)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def shade(cell: Any, fill: str) -> None:
    shade_element(cell._tc, fill)


def shade_element(element: Any, fill: str) -> None:
    properties = element.get_or_add_tcPr()
    mark = OxmlElement("w:shd")
    mark.set(qn("w:val"), "clear")
    mark.set(qn("w:color"), "auto")
    mark.set(qn("w:fill"), fill)
    properties.append(mark)


def repeat_head(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)


def keep_row_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
