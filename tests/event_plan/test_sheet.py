"""The plan on paper: what the client signs, read back by other programs."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document as WordReader
from pypdf import PdfReader

from huiwu.documents.blocks import Gantt, Heading, Paragraph, RaciMatrix, Sheet, Table
from huiwu.documents.fourstate import filled, not_applicable, unfilled
from huiwu.documents.queries import sheet_of
from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.event_plan import rules
from huiwu.event_plan.documents import sheet
from huiwu.event_plan.schema import SOP_SECTIONS
from huiwu.kernel.money import yuan
from tests.event_plan.conftest import signed

SOP_TITLES = [str(section.title) for section in SOP_SECTIONS]
FORMATS = ("house", "gbt9704")


@pytest.fixture
def on_paper(cast, plan) -> Sheet:
    """The signed version's sheet."""
    version = signed(cast, plan)
    version.document.meeting = cast.meeting
    return sheet_of(version)


def titles(drawn: Sheet, level: int = 1) -> list[str]:
    return [block.text for block in drawn.blocks if isinstance(block, Heading) and block.level == level]


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


def pdf_words(data: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def word_words(data: bytes) -> str:
    """Every text of the body, tables included, in order."""
    body = WordReader(io.BytesIO(data)).element.body
    return squeezed("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


def table_under(drawn: Sheet, title: str) -> Table:
    place = next(n for n, b in enumerate(drawn.blocks) if isinstance(b, Heading) and b.text == title)
    return next(block for block in drawn.blocks[place:] if isinstance(block, Table))


def test_the_sops_contents_come_first_and_in_its_order(on_paper):
    assert titles(on_paper)[:14] == SOP_TITLES
    assert titles(on_paper)[14:] == [
        "宗旨、议题与成果",
        "与会人员与报到",
        "宣传与新闻报道",
        "会务进度",
        "职责分配",
        "安保与医疗",
        "风险登记",
        "可持续目标",
        "会务联系方式",
        "确认记录",
    ]


@pytest.mark.parametrize("typography", FORMATS)
def test_the_pdf_holds_every_heading_the_total_the_chart_and_the_responsibilities(on_paper, plan, typography):
    found = pdf_words(pdf(replace(on_paper, typography=typography)))
    total = yuan(rules.told(plan.draft, "budget_total"))
    wanted = [*SOP_TITLES, total, "P06制定《会议策划方案》", "负责A", "执行R", "风险登记", "赵明远"]
    assert [text for text in wanted if squeezed(text) not in found] == []


@pytest.mark.parametrize("typography", FORMATS)
def test_word_holds_the_same(on_paper, plan, typography):
    found = word_words(docx(replace(on_paper, typography=typography)))
    total = yuan(rules.told(plan.draft, "budget_total"))
    wanted = [*SOP_TITLES, total, "P06制定《会议策划方案》", "负责A", "执行R", "风险登记", "赵明远"]
    assert [text for text in wanted if squeezed(text) not in found] == []


@pytest.mark.parametrize("typography", FORMATS)
def test_every_font_of_the_pdf_is_embedded(on_paper, typography):
    reader = PdfReader(io.BytesIO(pdf(replace(on_paper, typography=typography))))
    fonts = [
        kid.get_object()["/FontDescriptor"]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
        for kid in font.get_object()["/DescendantFonts"]
    ]
    assert {any(f"/FontFile{kind}" in font for kind in ("", "2", "3")) for font in fonts} == {True}


@pytest.mark.parametrize("typography", FORMATS)
def test_word_names_a_chinese_font_wherever_it_names_one(on_paper, typography):
    with zipfile.ZipFile(io.BytesIO(docx(replace(on_paper, typography=typography)))) as parts:
        styles = parts.read("word/styles.xml").decode()
        body = parts.read("word/document.xml").decode()
    assert {"w:eastAsia=" in fonts for fonts in re.findall(r"<w:rFonts[^>]*>", styles)} == {True}
    assert [run for run in re.findall(r"<w:rFonts[^>]*>", body) if "w:eastAsia=" not in run] == []


def test_word_lists_its_contents_before_anybody_refreshes_them(on_paper):
    file = WordReader(io.BytesIO(docx(on_paper)))
    (contents,) = [p.text for p in file.paragraphs if p.style.name == "Contents"]
    assert [line.split("\u2002")[-1] for line in contents.split("\n")][:14] == SOP_TITLES


def test_the_budget_shows_accounts_sums_and_the_total(on_paper, plan):
    table = table_under(on_paper, "预算明细")
    lines = rules.rows(plan.draft, "budget")
    assert table.rows[0] == ("场地", "主会场租金\n含前一日进场", "天", 2, 3_800_000, 7_600_000)
    assert table.rows[-1] == ("合计", "", "", None, None, rules.told(plan.draft, "budget_total"))
    sums = [row[-1] for n, row in enumerate(table.rows) if table.emphasis.get(n) == "total"]
    assert (sums[0], sums[-1]) == (9_600_000, sum(map(rules.subtotal, lines)))


def test_a_budget_that_does_not_add_up_says_so_on_the_draft(cast, rewrite):
    document = rewrite(budget_total=filled(1))
    drawn = sheet(cast.meeting, document.draft, None)
    assert "预算明细合计与预算总额不一致，须改正后才能送审。" in [getattr(b, "text", "") for b in drawn.blocks]


def test_risks_stand_by_their_weight(on_paper):
    table = table_under(on_paper, "风险登记")
    assert [row[1] for row in table.rows] == ["3×5＝15", "3×3＝9", "2×4＝8", "2×4＝8", "2×4＝8", "1×5＝5"]
    assert [row[2] for row in table.rows] == ["高", "中", "中", "中", "中", "低"]


def test_a_chart_for_each_phase_and_no_line_for_today(on_paper):
    charts = [block for block in on_paper.blocks if isinstance(block, Gantt)]
    assert [chart.today_on for chart in charts] == [None] * 4
    assert charts[0].rest_days != frozenset()
    assert [type(b) for b in on_paper.blocks if isinstance(b, RaciMatrix)] == [RaciMatrix]  # setup: few roles


def test_the_agenda_is_the_functions_until_somebody_types_one(cast, plan, rewrite):
    drawn = sheet(cast.meeting, plan.draft, None)
    assert [row[2] for row in table_under(drawn, "会议议程").rows] == ["开幕式", "欢迎晚宴"]
    rows = [
        {"day": "2027-03-18", "from": "09:00", "to": "09:20", "item": "主办方致辞", "speaker": "赵明远", "place": ""}
    ]
    drawn = sheet(cast.meeting, rewrite(agenda=filled(rows)).draft, None)
    assert table_under(drawn, "会议议程").rows == (("2027-03-18", "09:00", "09:20", "主办方致辞", "赵明远"),)


def test_not_applicable_is_written_out_and_an_open_point_of_the_core_is_named(cast, rewrite):
    document = rewrite(rooms=not_applicable(), lodging_note=unfilled(), legacy=unfilled())
    drawn = sheet(cast.meeting, document.draft, None)
    texts = [block.text for block in drawn.blocks if isinstance(block, Paragraph)]
    pairs = [pair for block in drawn.blocks for pair in getattr(block, "pairs", ())]
    assert ("用房安排", "不适用") in pairs
    assert "未填：入住与结算。" in texts
    assert [text for text in texts if "社会与地方遗产" in text] == []


def test_a_draft_is_marked_and_chooses_its_own_typography(cast, rewrite):
    drawn = sheet(cast.meeting, rewrite(typography=filled("gbt9704")).draft, None)
    assert (drawn.status_word, drawn.typography, drawn.version) == ("草稿", "gbt9704", "")


def test_a_signed_sheet_reads_the_same_after_everything_changed(cast, plan, programme):
    version = signed(cast, plan)
    version.document.meeting = cast.meeting
    before = pdf(sheet_of(version))
    programme[0].name = "开幕大会"
    programme[0].save()
    cast.meeting.name = "改了名的大会"
    cast.meeting.save()
    assert pdf(sheet_of(version)) == before
