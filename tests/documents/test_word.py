"""A sheet as Word: read back with python-docx and as XML."""

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.plan_sheet import plan
from huiwu.documents.blocks import Column, Drawing, Heading, Paragraph, Table
from huiwu.documents.render.text import clean
from huiwu.documents.render.word import docx

from .sheets import HOSTILE, sheet


def read(data: bytes):
    return Document(io.BytesIO(data))


@pytest.mark.parametrize("typography", ["house", "gbt9704"])
def test_every_font_is_named_for_chinese_and_no_theme_overrides_it(typography):
    with zipfile.ZipFile(io.BytesIO(docx(plan(typography=typography)))) as parts:
        styles = parts.read("word/styles.xml").decode()
        parts_with_text = [parts.read(name).decode() for name in parts.namelist() if re.match(r"word/\w+\.xml", name)]
    named = re.findall(r"<w:rFonts[^>]*>", styles)
    assert {"w:eastAsia=" in fonts for fonts in named} == {True}
    assert [text for text in parts_with_text if re.search(r"<w:rFonts [^>]*(Theme|cstheme)=", text)] == []


def test_official_fonts_and_grid_follow_the_standard():
    file = read(docx(sheet(Heading(1, "总则"), Heading(2, "依据"), typography="gbt9704")))
    fonts = {name: file.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
             for name in ("Title", "Normal", "Heading 1", "Heading 2")}  # fmt: skip
    assert fonts == {
        "Title": "方正小标宋简体",
        "Normal": "仿宋_GB2312",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
    }
    grid = file.sections[0]._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("linesAndChars", "580")
    assert [p.text for p in file.paragraphs[-2:]] == ["一、总则", "（一）依据"]
    section = file.sections[0]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert tuple(round(margin.mm) for margin in margins) == (37, 26, 35, 28)


def test_headings_are_styles_and_table_heads_repeat():
    file = read(docx(plan()))
    assert [p.text.split()[-1] for p in file.paragraphs if p.style.name == "Heading 1"][:2] == [
        "会议概况",
        "倒排进度",
    ]
    heads = [table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for table in file.tables]
    assert heads == [False, True, True, True, True, True, False]


def test_page_numbers_and_contents_are_fields():
    with zipfile.ZipFile(io.BytesIO(docx(plan()))) as parts:
        foot = "".join(parts.read(name).decode() for name in parts.namelist() if "footer" in name)
        body = parts.read("word/document.xml").decode()
    assert [code in foot for code in (" PAGE ", " NUMPAGES ")] == [True, True]
    assert r" TOC \o " in body


def test_properties_name_title_and_language():
    facts = read(docx(sheet(issuer="澄明会务"))).core_properties
    assert (facts.title, facts.author, facts.language) == ("会务方案", "澄明会务", "zh-CN")


def test_what_people_type_is_never_markup():
    file = read(docx(sheet(Paragraph(HOSTILE), Table((Column("一"),), ((HOSTILE,),)))))
    assert HOSTILE in [p.text for p in file.paragraphs]
    assert file.tables[0].cell(1, 0).text == HOSTILE


def test_a_drawing_becomes_a_picture_as_wide_as_asked():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20"><rect width="90" height="20"/></svg>'
    file = read(docx(sheet(Drawing(svg, "平面图", width_mm=90))))
    assert [shape.width.mm for shape in file.inline_shapes] == [pytest.approx(90)]


def test_a_table_of_two_hundred_rows_is_whole():
    file = read(docx(sheet(Table((Column("姓名"),), tuple((f"来宾{n}",) for n in range(200))))))
    assert [row.text for row in file.tables[0].columns[0].cells][1:] == [f"来宾{n}" for n in range(200)]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80).filter(lambda text: "**" not in text))
def test_any_text_reads_back(text):
    file = read(docx(sheet(Paragraph(text), Table((Column("一"),), ((text,),)))))
    assert file.tables[0].cell(1, 0).text == clean(text)
    assert clean(text) in [p.text for p in file.paragraphs]
