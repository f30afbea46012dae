"""What an invitation says and where paper is printed."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document as WordDocument

from huiwu.documents.render.letters import LetterSheet
from huiwu.documents.render.word import docx
from huiwu.guests.documents import letters_sheet
from huiwu.guests.rules.letters import (
    Addressee,
    filled_in,
    first_title,
    lacking,
    letter_number,
    opening,
    unknown_words,
    used_words,
)
from huiwu.guests.rules.paper import ENVELOPES, LABELS, Address, Frame, Page, Words, envelope_pages, label_pages

WANG = Addressee(name="王明", family_name="王", title="副总裁、首席技术官", org_name="启明科技")


@pytest.mark.parametrize(
    ("salutation", "said"),
    [
        ("", "尊敬的王明副总裁："),
        ("先生", "尊敬的王明先生："),
        ("王部长", "尊敬的王部长："),
        ("尊敬的王明院士：", "尊敬的王明院士："),
        ("尊敬的老师", "尊敬的老师："),
    ],
)
def test_a_guest_is_addressed_as_typed_or_by_the_first_title(salutation: str, said: str) -> None:
    assert opening(replace(WANG, salutation=salutation), "zh-hans") == said


def test_a_guest_without_title_is_not_guessed_to_be_a_man() -> None:
    assert opening(Addressee(name="李华"), "zh-hans") == "尊敬的李华："


@pytest.mark.parametrize(
    ("salutation", "said"), [("", "Dear Wang Ming,"), ("Dr", "Dear Dr Wang Ming,"), ("Dear Minister", "Dear Minister,")]
)
def test_an_english_letter_opens_in_english(salutation: str, said: str) -> None:
    assert opening(Addressee(name="王明", name_en="Wang Ming", salutation=salutation), "en") == said


def test_of_two_titles_the_first_is_spoken() -> None:
    assert [first_title(t) for t in ("院长/教授", "主任", "", "董事长，总裁")] == ["院长", "主任", "", "董事长"]


def test_words_are_filled_in_once() -> None:
    said = filled_in("【姓名】于【会议时间】到【无此词】", {"姓名": "【会议时间】", "会议时间": "3 月 18 日"})
    assert said == "【会议时间】于3 月 18 日到【无此词】"


def test_words_nobody_fills_in_are_named() -> None:
    assert unknown_words("【姓名】【电话】【电话】【称谓】【酒店】") == ("电话", "酒店")


def test_what_a_guest_lacks_is_named() -> None:
    text = ["【称谓】", "请您就“【演讲题目】”发言"]
    assert used_words(text) == ("称谓", "演讲题目")
    assert lacking(text, {"称谓": "尊敬的王明：", "演讲题目": " "}) == ("演讲题目",)


def test_a_number_stands_in_six_cornered_brackets() -> None:
    assert letter_number("邀", 2027, 12) == "邀〔2027〕0012号"


TO = Address("王明", "副总裁", "启明科技", "上海市浦东新区世纪大道 1 号", "200120", "邀〔2027〕0001号")


@pytest.mark.parametrize("grid", LABELS.values(), ids=LABELS)
def test_labels_lie_on_the_sheet_and_words_in_their_label(grid: object) -> None:
    pages = list(label_pages([TO] * (grid.per_page + 1), grid))  # type: ignore[attr-defined]
    assert len(pages) == 2
    for page in pages:
        assert _outside(page) == []


def test_a_begun_sheet_of_labels_is_used_up() -> None:
    grid = LABELS["3x8"]
    (page,) = label_pages([TO], grid, skip=4)
    assert min(item.x for item in page.items) >= grid.corner(4)[0]
    assert min(item.y for item in page.items) >= grid.corner(4)[1]


@pytest.mark.parametrize("paper", ENVELOPES.values(), ids=ENVELOPES)
def test_an_envelope_shows_postcode_addressee_and_sender(paper: object) -> None:
    (page,) = envelope_pages([TO], paper, sender="云帆会务")  # type: ignore[arg-type]
    assert _outside(page) == []
    assert sum(isinstance(item, Frame) for item in page.items) == 6
    said = [item.text for item in page.items if isinstance(item, Words)]
    assert said[:6] == list("200120")
    assert said[6:] == ["上海市浦东新区世纪大道 1 号", "启明科技", "王明 副总裁（收）", "云帆会务", "邀〔2027〕0001号"]


def test_a_postcode_of_another_length_leaves_the_boxes_empty() -> None:
    (page,) = envelope_pages([replace(TO, postcode="SW1A")], ENVELOPES["DL"], sender="云帆会务")
    assert [item.text for item in page.items if isinstance(item, Words)][0] == TO.address


def _outside(page: Page) -> list[Words | Frame]:
    return [
        item
        for item in page.items
        if item.x < 0 or item.y < 0 or item.x + item.width > page.width or item.y + item.height > page.height
    ]


def test_each_letter_in_one_word_file_stands_under_its_own_number() -> None:
    letters = [
        LetterSheet("论坛邀请函", f"尊敬的{name}：", ("诚邀您莅临。",), (), "恭候光临。", "启明科技", "2026年2月1日",
                    number=f"邀〔2026〕000{n}号")
        for n, name in enumerate(("王明", "李华"), 1)
    ]  # fmt: skip
    file = WordDocument(BytesIO(docx(letters_sheet(letters, language="zh-hans"))))
    lines = [paragraph.text for paragraph in file.paragraphs]
    assert [line for line in lines if line.startswith(("邀〔", "尊敬的"))] == [
        "邀〔2026〕0001号", "尊敬的王明：", "邀〔2026〕0002号", "尊敬的李华：",
    ]  # fmt: skip
    running = [part.paragraphs[0].text for part in (file.sections[0].header, file.sections[0].footer)]
    assert [word for word in ("0001", "页") if word in "".join(running)] == []
