"""Word that opens alike in Word and WPS: real styles, East Asian fonts named everywhere, fields for page numbers."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from huiwu.documents import blocks as b
from huiwu.documents.render import text as t
from huiwu.documents.render import word_blocks as w
from huiwu.documents.render.word_style import Look, apply_styles, look_for
from huiwu.documents.render.word_xml import add_field, add_runs, docgrid, refresh_fields_on_opening, rule
from huiwu.documents.render.words import WORDS

_SIZES_MM = {"a3": (297, 420), "a4": (210, 297), "a5": (148, 210)}


def docx(sheet: b.Sheet) -> bytes:
    """The sheet as a Word file with heading styles, repeated table heads, page and contents fields.

    Raises:
        PictureUnreadable: a picture is neither PNG nor JPEG.
    """
    file = Document()
    look = look_for(sheet)
    apply_styles(file, look)
    _page(file, sheet, look)
    _properties(file, sheet)
    _head_and_foot(file, sheet, look)
    _title(file, sheet, look)
    numbers = t.heading_numbers(sheet)
    for block in sheet.blocks:
        if isinstance(block, b.Heading):
            paragraph = file.add_paragraph(style=f"Heading {t.heading_level(block)}")
            add_runs(paragraph, [(False, next(numbers) + t.clean(block.text))])
        else:
            _DRAW[type(block)](file, block, look)
    if sheet.typography == "gbt9704":
        _closing(file, sheet, look)
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def _page(file: WordFile, sheet: b.Sheet, look: Look) -> None:
    section = file.sections[0]
    width, height = _SIZES_MM[sheet.paper]
    if sheet.orientation == "landscape":
        width, height = height, width
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, look.margins_mm)
    section.header_distance = Mm(12)
    # The official page number stands 7 mm below the type area.
    section.footer_distance = Mm(look.margins_mm[2] - 12) if look.official else Mm(10)
    if look.official:
        docgrid(section)


def _properties(file: WordFile, sheet: b.Sheet) -> None:
    facts = file.core_properties
    facts.title, facts.author = t.clean(sheet.title or sheet.meeting_name)[:255], t.clean(sheet.issuer)[:255]
    facts.subject, facts.keywords = t.clean(sheet.meeting_name)[:255], t.clean(sheet.doc_no)[:255]
    facts.version, facts.comments = t.clean(sheet.version)[:255], ""
    facts.language = "zh-CN" if sheet.language == "zh-hans" else "en-GB"
    if sheet.dated_on:
        facts.created = facts.modified = datetime.combine(sheet.dated_on, time(), UTC)


def _head_and_foot(file: WordFile, sheet: b.Sheet, look: Look) -> None:
    section = file.sections[0]
    dated = t.day_text(sheet.dated_on, sheet.language) if sheet.dated_on else ""
    facts = [fact for fact in (sheet.doc_no, sheet.version, dated, sheet.status_word) if fact]
    left = "" if look.official else sheet.meeting_name or sheet.title
    head = section.header.paragraphs[0]
    _clear_tabs(head, look)
    add_runs(
        head,
        [(False, t.clean(left).replace("\n", " ") + "\t" + t.clean(" · ".join(facts)).replace("\n", " "))],
    )
    foot = section.footer.paragraphs[0]
    if look.official:
        file.settings.odd_and_even_pages_header_footer = True
        section.even_page_header.is_linked_to_previous = False
        even_head = section.even_page_header.paragraphs[0]
        _clear_tabs(even_head, look)
        add_runs(even_head, [(False, "\t" + t.clean(" · ".join(facts)).replace("\n", " "))])
        even = section.even_page_footer.paragraphs[0]
        for paragraph, side in ((foot, WD_ALIGN_PARAGRAPH.RIGHT), (even, WD_ALIGN_PARAGRAPH.LEFT)):
            paragraph.alignment = side
            _page_number(paragraph, "— {} —", look, Pt(14))
            setattr(paragraph.paragraph_format, "right_indent" if paragraph is foot else "left_indent", Pt(14))
        return
    _clear_tabs(foot, look)
    note = " ".join(filter(None, (sheet.issuer, sheet.footer_note)))
    add_runs(foot, [(False, t.clean(note).replace("\n", " ") + "\t")])
    if sheet.paged:
        _page_number(foot, WORDS[sheet.language]["page"], look, None)


def _clear_tabs(paragraph: Any, look: Look) -> None:
    """One stop at the right edge in place of the style's centre and right stops."""
    stops = paragraph.paragraph_format.tab_stops
    for position in (Pt(234), Pt(468)):
        stops.add_tab_stop(position, alignment=w.TAB_CLEAR)
    stops.add_tab_stop(Mm(look.text_width_mm), alignment=w.TAB_RIGHT)


def _page_number(paragraph: Any, pattern: str, look: Look, size: Pt | None) -> None:
    pieces = pattern.split("{}")
    for number, field in enumerate(("PAGE", "NUMPAGES")[: len(pieces) - 1]):
        paragraph.add_run(pieces[number])
        add_field(paragraph, field, "1")
    paragraph.add_run(pieces[-1])
    for run in paragraph.runs:
        if size:
            run.font.size = size


def _title(file: WordFile, sheet: b.Sheet, look: Look) -> None:
    if look.official and sheet.red_head:
        mark = file.add_paragraph(style="Title")
        add_runs(mark, [(False, t.clean(sheet.red_head))])
        mark.runs[0].font.color.rgb = RGBColor(0xD0, 0x02, 0x1B)
        number = file.add_paragraph(t.clean(sheet.doc_no), style="Normal")
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        number.paragraph_format.first_line_indent = Pt(0)
        rule(number, "D0021B", 12)
    if sheet.title:
        add_runs(file.add_paragraph(style="Title"), [(False, t.clean(sheet.title))])
    if sheet.subtitle:
        add_runs(file.add_paragraph(style="Subtitle"), [(False, t.clean(sheet.subtitle))])
    if sheet.toc:
        file.add_paragraph(WORDS[sheet.language]["contents"], style="TOC Heading")
        add_field(file.add_paragraph(style="Contents"), rf'TOC \o "1-{sheet.toc_depth}" \h \z \u', _contents(sheet))
        refresh_fields_on_opening(file)
        file.add_page_break()


def _contents(sheet: b.Sheet) -> str:
    """What the field shows until it is refreshed: readers that never do so still find the headings, without pages."""
    headings = [block for block in sheet.blocks if isinstance(block, b.Heading)]
    lines = zip(headings, t.heading_numbers(sheet), strict=True)
    return "\n".join(n + t.clean(h.text) for h, n in lines if t.heading_level(h) <= sheet.toc_depth) or "…"


def _closing(file: WordFile, sheet: b.Sheet, look: Look) -> None:
    """Issuer and date at the right, the date two characters further right (GB/T 9704, 7.3.5.2)."""
    if not (sheet.issuer and sheet.dated_on):
        return
    for words, characters in ((t.clean(sheet.issuer), 4), (t.day_text(sheet.dated_on, sheet.language), 2)):
        line = file.add_paragraph(words)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.first_line_indent = Pt(0)
        line.paragraph_format.right_indent = Pt(16 * characters)


_DRAW: dict[type, Callable[[WordFile, Any, Look], None]] = {
    b.Paragraph: w.paragraph, b.Bullets: w.bullets, b.Numbered: w.numbered, b.KeyValues: w.key_values,
    b.Table: w.table, b.Gantt: w.gantt, b.RaciMatrix: w.raci, b.SignatureBlock: w.signatures,
    b.Callout: w.callout, b.PageBreak: w.page_break, b.Picture: w.picture, b.Qr: w.qr, b.Drawing: w.drawing,
}  # fmt: skip
