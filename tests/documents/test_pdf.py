"""A sheet as PDF: read back by another program."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from bench.plan_sheet import plan, qr
from huiwu.documents.blocks import (
    Bullets,
    Callout,
    Column,
    Drawing,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Picture,
    Table,
)
from huiwu.documents.errors import MissingGlyphs, PictureUnreadable
from huiwu.documents.render.pdf import pdf

from .sheets import HOSTILE, sheet


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def words(data: bytes) -> str:
    return "".join("".join(page.extract_text() for page in read(data).pages).split()).replace("\u200b", "")


@pytest.mark.parametrize("typography", ["house", "gbt9704"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_whole_plan_is_drawn_in_every_typography_and_language(typography, language):
    found = words(pdf(plan(typography=typography, language=language)))
    assert all(name in found for name in ("林㛃", "𬭎之远", "赵䶮", "王龘", "陈喆", "1,119,220.00", "R-06"))


def test_every_font_is_embedded():
    fonts = [
        kid.get_object()["/FontDescriptor"]
        for page in read(pdf(plan())).pages
        for font in page["/Resources"]["/Font"].values()
        for kid in font.get_object()["/DescendantFonts"]
    ]
    assert {any(f"/FontFile{kind}" in font for kind in ("", "2", "3")) for font in fonts} == {True}


def test_title_author_language_and_outline_are_in_the_file():
    reader = read(pdf(sheet(Heading(1, "概况"), Heading(2, "背景"), issuer="澄明会务")))
    assert (reader.metadata.title, reader.metadata.author) == ("会务方案", "澄明会务")
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert reader.outline[0].title.split() == ["1", "概况"]
    assert b"pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()


def test_what_people_type_is_never_markup():
    made = words(pdf(sheet(
        Heading(1, HOSTILE), Paragraph(HOSTILE), Bullets((HOSTILE,)), KeyValues(((HOSTILE, HOSTILE),)),
        Callout(HOSTILE), Table((Column(HOSTILE),), ((HOSTILE,),), HOSTILE), title=HOSTILE,
    )))  # fmt: skip
    assert made.count("".join(HOSTILE.split())) >= 8


def test_the_same_sheet_gives_the_same_bytes():
    assert pdf(plan()) == pdf(plan())


def test_a_table_of_two_hundred_rows_repeats_its_head_on_every_page():
    table = Table((Column("姓名"), Column("手机")), tuple((f"来宾{n}", f"1380000{n:04d}") for n in range(200)))
    pages = [page.extract_text() for page in read(pdf(sheet(table))).pages]
    assert [page.count("姓名") for page in pages] == [1] * len(pages)
    assert sum(page.count("来宾") for page in pages) == 200


def test_a_character_that_no_font_draws_is_named():
    with pytest.raises(MissingGlyphs) as refusal:
        pdf(sheet(Paragraph("欢迎\U0001f600ก")))
    assert refusal.value.characters == ("ก", "\U0001f600")


def test_a_character_that_no_font_draws_can_be_set_as_a_geta_mark():
    assert "欢迎〓" in words(pdf(sheet(Paragraph("欢迎\U0001f600")), on_missing="mark"))


def test_official_pages_hold_22_lines_of_28_characters():
    pages = read(pdf(sheet(Paragraph("会" * 28 * 60, indent=False), PageBreak(), title="", typography="gbt9704"))).pages
    lines = [line for line in pages[1].extract_text().split("\n") if "会" in line]
    assert (len(lines), {line.strip() for line in lines}) == (22, {"会" * 28})


def test_official_page_numbers_stand_between_dashes():
    pages = read(pdf(sheet(Paragraph("文"), PageBreak(), Paragraph("文"), typography="gbt9704"))).pages
    assert ["— 1 —" in pages[0].extract_text(), "— 2 —" in pages[1].extract_text()] == [True, True]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_stands_on_the_page_as_it_was(kind):
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(data, kind)
    (found,) = read(pdf(sheet(Picture(data.getvalue(), "会场")))).pages[0].images
    assert found.image.size == (60, 40)


def test_a_damaged_picture_is_refused():
    with pytest.raises(PictureUnreadable):
        pdf(sheet(Picture(b"\x89PNG\r\n\x1a\nbroken")))


def test_a_code_is_drawn():
    assert "扫码查看当前版本" in words(pdf(sheet(qr())))


def test_the_words_of_a_drawing_are_words_of_the_page():
    words_of_it = '<text y="12" font-family="Noto Sans CJK SC">大会堂</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20">{words_of_it}</svg>'
    assert "大会堂" in words(pdf(sheet(Drawing(svg, "平面图"))))


def test_many_threads_draw_at_once():
    sheets = [sheet(Paragraph(f"第{n}份")) for n in range(16)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(pdf, sheets))
    assert [f"第{n}份" in words(data) for n, data in enumerate(made)] == [True] * 16


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_drawn(text):
    pdf(
        sheet(Heading(1, text), Paragraph(text), Table((Column(text),), ((text,),)), title=text),
        on_missing="mark",
    )
