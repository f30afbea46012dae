"""The two typographies as Word styles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from huiwu.documents.blocks import Language, Sheet
from huiwu.documents.render.word_xml import set_fonts

_WIDTHS_MM = {"a3": 297.0, "a4": 210.0, "a5": 148.0}
_HEIGHTS_MM = {"a3": 420.0, "a4": 297.0, "a5": 210.0}


@dataclass(frozen=True, slots=True)
class Look:
    """What differs between the typographies; lengths as named."""

    official: bool
    language: Language
    margins_mm: tuple[float, float, float, float]
    text_width_mm: float
    body: str
    heads: tuple[str, str, str, str]
    title: str
    table: str
    latin: str
    accent: str
    rule: str
    table_pt: float


def look_for(sheet: Sheet) -> Look:
    official = sheet.typography == "gbt9704"
    flipped = sheet.orientation == "landscape"
    margins = (28, 35, 26, 37) if official and flipped else (37, 26, 35, 28) if official else (27, 22, 23, 22)
    width = (_HEIGHTS_MM if flipped else _WIDTHS_MM)[sheet.paper] - margins[1] - margins[3]
    if official:
        heads = ("黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312")
        return Look(True, sheet.language, margins, width, "仿宋_GB2312", heads, "方正小标宋简体", "仿宋_GB2312",
                    "Times New Roman", "000000", "000000", 10.5)  # fmt: skip
    black = "微软雅黑"
    return Look(False, sheet.language, margins, width, "宋体", (black,) * 4, black, black,
                "Times New Roman" if sheet.language == "zh-hans" else "Georgia", "123F4D", "CFC8BF", 9)  # fmt: skip


# Where a named face is missing, Word and WPS take the alternative named here.
ALTERNATIVES = {
    "仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "方正小标宋简体": "华文中宋", "微软雅黑": "黑体", "宋体": "SimSun",
    "黑体": "SimHei",
}  # fmt: skip


def apply_styles(file: WordFile, look: Look) -> None:
    _name_alternatives(file)
    _defaults(file, look)
    styles = file.styles
    for style in styles:
        if style.type != WD_STYLE_TYPE.LIST and style.type != WD_STYLE_TYPE.TABLE:
            set_fonts(style.element.get_or_add_rPr(), look.latin, look.body)
    for fonts in file.styles.element.iter(qn("w:rFonts")):
        # Table styles come with theme fonts of their own.
        set_fonts(fonts.getparent(), look.latin, look.body)
    _style(styles["Normal"], look, look.body, 16 if look.official else 10.5)
    _normal_spacing(styles["Normal"], look)
    for level, name in enumerate(look.heads, 1):
        _heading(styles[f"Heading {level}"], look, name, level)
    _style(styles["Title"], look, look.title, 22, bold=not look.official)
    _place(styles["Title"], centred=look.official, before=0 if look.official else 12, after=12)
    _drop_borders(styles["Title"])
    _drop_old_styles(file)
    if look.official:
        # Twenty characters of 22 pt fill the line to 2 pt; a hair less keeps them on it.
        _track(styles["Title"], -8)
    _style(styles["Subtitle"], look, look.body if look.official else look.title, 16 if look.official else 12)
    _place(styles["Subtitle"], centred=look.official, before=0, after=14)
    _style(styles["Caption"], look, look.heads[0], 12 if look.official else 9, bold=not look.official)
    _place(styles["Caption"], centred=False, before=10, after=4, keep=True)
    for name in ("Header", "Footer"):
        _style(styles[name], look, look.title if not look.official else look.body, 8)
        _place(styles[name], centred=False, before=0, after=0)
    _own(file, look, "Table Text", look.table, look.table_pt)
    _own(file, look, "Contents", look.body, 12)
    _style(styles["TOC Heading"], look, look.heads[0], 14)
    for name in ("List Bullet", "List Number"):
        _style(styles[name], look, look.body, 16 if look.official else 10.5)


def _own(file: WordFile, look: Look, name: str, chinese: str, size: float) -> None:
    style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    _style(style, look, chinese, size)
    _track(style, 0)
    _place(style, centred=False, before=1, after=1)


def _defaults(file: WordFile, look: Look) -> None:
    properties = file.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    set_fonts(properties, look.latin, look.body)
    # The character grid is counted from this size, not from the style's.
    for name in ("w:sz", "w:szCs"):
        size = properties.find(qn(name))
        if size is not None:
            size.set(qn("w:val"), "32" if look.official else "21")
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "en-GB" if look.language == "en" else "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")


def _name_alternatives(file: WordFile) -> None:
    """The font table's entries with their stand-ins."""
    for rel in file.part.rels.values():
        if rel.reltype.endswith("/fontTable"):
            part: Any = rel.target_part
            part._blob = part.blob.replace(b"</w:fonts>", _font_entries().encode() + b"</w:fonts>")


def _font_entries() -> str:
    entry = '<w:font w:name="{}"><w:altName w:val="{}"/><w:charset w:val="86"/></w:font>'
    return "".join(entry.format(name, other) for name, other in ALTERNATIVES.items())


def _drop_old_styles(file: WordFile) -> None:
    """The library's template carries a second set of styles for Word 2007, theme fonts and all."""
    for key, rel in list(file.part.rels.items()):
        if rel.reltype.endswith("/stylesWithEffects"):
            del file.part.rels[key]


def _style(style: Any, look: Look, chinese: str, size: float, *, bold: bool = False) -> None:
    set_fonts(style.element.get_or_add_rPr(), look.latin, chinese)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string("000000" if look.official else "211E1B")


def _place(style: Any, *, centred: bool, before: float, after: float, keep: bool = False) -> None:
    shape = style.paragraph_format
    shape.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    shape.first_line_indent = Pt(0)
    shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(after), keep
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    _leave_grid(style)


def _leave_grid(style: Any) -> None:
    """Small print would be stretched to the cells of the body's character grid."""
    properties = style.element.get_or_add_pPr()
    mark = properties.find(qn("w:snapToGrid"))
    if mark is None:
        mark = OxmlElement("w:snapToGrid")
        properties.insert_element_before(
            mark, "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
            "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl",
        )  # fmt: skip
    mark.set(qn("w:val"), "0")


def _track(style: Any, twentieths: int) -> None:
    """Space between characters in twentieths of a point."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:spacing")):
        properties.remove(old)
    mark = OxmlElement("w:spacing")
    mark.set(qn("w:val"), str(twentieths))
    properties.insert_element_before(mark, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u")


def _normal_spacing(style: Any, look: Look) -> None:
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(0), Pt(0 if look.official else 6)
    if look.official:
        # The grid is declared for what people add, but not leaned on: programs count its cells differently, while
        # an exact pitch and a quarter point between characters give 22 lines of 28 in each of them.
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28.95)
        _leave_grid(style)
        _track(style, -5)
    else:
        shape.line_spacing = 1.35


def _heading(style: Any, look: Look, chinese: str, level: int) -> None:
    size = 16 if look.official else (15, 12, 10.5, 10.5)[level - 1]
    _style(style, look, chinese, size, bold=not look.official)
    if look.official:
        style.paragraph_format.first_line_indent = Pt(32)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        return
    _place(style, centred=False, before=(20, 14, 10, 8)[level - 1], after=(8, 6, 4, 4)[level - 1], keep=True)
    if level == 1:
        style.font.color.rgb = RGBColor.from_string(look.accent)


def _drop_borders(style: Any) -> None:
    borders = style.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)
