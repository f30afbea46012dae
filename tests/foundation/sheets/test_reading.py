from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from huiwu.foundation.sheets import Column, corrections, from_text, read_table
from huiwu.foundation.sheets.errors import HeadingsNotFound, SheetKindRefused
from tests.foundation.sheets.books import COLUMNS, HEADINGS, book

GOOD = ["LED 屏", "平方米", 12, 1200.5, 0.06]


def values(rows: Any) -> list[list[Any]]:
    return [[row.values.get(column.key) for column in COLUMNS] for row in rows]


def test_a_plain_table_gives_typed_rows_with_their_place() -> None:
    table = read_table(book([HEADINGS, GOOD]), COLUMNS, name="报价.xlsx")
    rows = list(table.rows())
    assert (table.sheet, table.heading_row, table.notes) == ("报价", 1, [])
    assert values(rows) == [["LED 屏", "平方米", Decimal(12), 120050, 600]]
    assert (rows[0].sheet, rows[0].number, rows[0].problems) == ("报价", 2, [])


def test_the_heading_may_stand_in_row_four_of_the_second_sheet_under_other_names() -> None:
    def second(workbook: Any, _page: Any) -> None:
        page = workbook.add_worksheet("明细")
        page.merge_range(0, 0, 0, 4, "某某公司报价单")
        for x, title in enumerate(("品　名", "单 位", "数量（个）", "含税单价(元)", "税率*")):
            page.write(3, x, title)
        for x, value in enumerate(GOOD):
            page.write(4, x, value)

    table = read_table(book([["请看下一页"]], second, sheet="说明"), COLUMNS)
    assert (table.sheet, table.heading_row) == ("明细", 4)
    assert values(table.rows()) == [["LED 屏", "平方米", Decimal(12), 120050, 600]]


def test_a_heading_over_two_rows_is_found_in_the_lower_one() -> None:
    def heads(_workbook: Any, page: Any) -> None:
        page.merge_range(0, 0, 1, 0, "项目")
        page.merge_range(0, 1, 1, 1, "单位")
        page.merge_range(0, 2, 0, 4, "报价")
        for x, title in ((2, "数量"), (3, "单价"), (4, "税率")):
            page.write(1, x, title)

    table = read_table(book([[], [], GOOD], heads), COLUMNS)
    assert table.heading_row == 2
    assert values(table.rows()) == [["LED 屏", "平方米", Decimal(12), 120050, 600]]


def test_full_width_figures_marks_and_numbers_as_text_are_read() -> None:
    table = read_table(book([HEADINGS, ["屏", "套", "１２", "￥１，２００．５０元", "６％"]]), COLUMNS)
    assert values(table.rows()) == [["屏", "套", Decimal(12), 120050, 600]]


def test_totals_remarks_blank_rows_and_repeated_headings_are_no_data() -> None:
    rows = [
        HEADINGS,
        GOOD,
        ["小计", "", "", 14406],
        [],
        HEADINGS,
        GOOD,
        [],
        ["合 计：", "", "", 28812],
        ["注：以上含税，含运输"],
    ]
    table = read_table(book(rows), COLUMNS)
    assert [row.number for row in table.rows()] == [2, 6]
    kinds = [(row.number, row.kind) for row in table.all_rows()]
    assert kinds == [(2, "data"), (3, "total"), (6, "data"), (8, "total"), (9, "remark")]
    assert next(row for row in table.all_rows() if row.kind == "total").values["unit_cents"] == 1_440_600


def test_words_of_a_merged_cell_hold_for_its_rows_and_a_figure_is_refused_for_each() -> None:
    def merge(_workbook: Any, page: Any) -> None:
        page.merge_range(1, 1, 2, 1, "套")
        page.merge_range(1, 3, 2, 3, 500)

    rows = list(read_table(book([HEADINGS, ["屏", "", 1, "", 0.06], ["音响", "", 2, "", 0.06]], merge), COLUMNS).rows())
    assert [row.values["unit"] for row in rows] == ["套", "套"]
    assert [row.values["unit_cents"] for row in rows] == [None, None]
    refused = [p for row in rows for p in row.problems if p.severity == "refused"]
    assert [(p.place, p.was) for p in refused] == [("报价!D2", "500"), ("报价!D3", "500")]
    assert refused[0].sentence == "与 D2 合并成一格，不知道这一行是多少，请拆开填写"


def test_a_computed_formula_is_read_and_an_uncomputed_or_failed_one_is_refused_by_name() -> None:
    def formulas(_workbook: Any, page: Any) -> None:
        page.write_formula(1, 3, "=600*2", value=1200)
        page.write_formula(2, 3, "=600*2", value="")
        page.write_formula(3, 3, "=1/0", value="#DIV/0!")

    table = read_table(book([HEADINGS, ["甲"], ["乙"], ["丙"]], formulas), COLUMNS)
    assert [row.values["unit_cents"] for row in table.rows()] == [120000, None, None]
    told = [(p.place, p.was, p.sentence) for row in table.rows() for p in row.problems]
    assert told == [
        ("报价!D3", "=", "公式没有算出的结果，没有读取"),
        ("报价!D4", "#DIV/0!", "公式出错"),
    ]
    assert table.notes[0].sentence.startswith("有 1 个公式没有算出的结果")


def test_a_hidden_row_is_read_and_said_to_be_hidden() -> None:
    table = read_table(
        book([HEADINGS, GOOD, GOOD], lambda _b, page: page.set_row(2, None, None, {"hidden": True})), COLUMNS
    )
    assert [(row.is_hidden, [p.sentence for p in row.problems]) for row in table.rows()] == [
        (False, []),
        (True, ["这一行在表里是隐藏的"]),
    ]


def test_columns_filled_the_wrong_way_round_are_noticed() -> None:
    rows = [HEADINGS, ["屏", 12, "平方米", 1200, 0.06], ["音响", 2, "套", 300, 0.06]]
    table = read_table(book(rows), COLUMNS)
    assert [note.sentence for note in table.notes] == ["“单位”与“数量”两列像是填反了：请对照表头检查"]
    assert [row.is_refused for row in table.rows()] == [True, True]


def test_a_column_that_is_not_what_its_heading_says_is_noticed_by_itself() -> None:
    table = from_text("项目\t单价\n屏\t面议\n音响\t面议\n灯\t30", COLUMNS)
    assert [note.sentence for note in table.notes] == ["“单价”这一列大多不像单价，例如“面议”"]


def test_columns_nobody_asked_for_and_doubled_ones_are_named() -> None:
    table = from_text("项目,单价,价格,品牌\n屏,10,20,某牌", COLUMNS)
    assert [note.sentence for note in table.notes] == ["“价格”与已读的列是同一项，只读了左边一列", "没有读取的列：品牌"]
    assert [row.values["unit_cents"] for row in table.rows()] == [1000]


def test_without_its_heading_a_file_is_refused_with_what_is_missing() -> None:
    with pytest.raises(HeadingsNotFound) as refused:
        read_table(book([["项目", "规格"], ["屏", "P2"]]), COLUMNS, name="报价.xlsx")
    assert str(refused.value) == (
        "文件“报价.xlsx”里没有找到表头，什么都没有保存。最像表头的是“报价”第 1 行。还缺：单价。请保留表头这一行，不要改列名。"
    )


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_people_have(code: str) -> None:
    text = '项目,单位,数量,单价,税率\r\n“龙”屏,平方米,12,"1,200.50",6%\r\n\r\n'
    table = read_table(text.encode(code), COLUMNS, name="a.csv")
    assert values(table.rows()) == [["“龙”屏", "平方米", Decimal(12), 120050, 600]]


def test_pasted_text_is_read_like_a_file() -> None:
    assert values(from_text("项目\t单价\n屏\t10\n", COLUMNS).rows()) == [["屏", None, None, 1000, None]]


def test_text_in_no_known_encoding_is_refused() -> None:
    with pytest.raises(SheetKindRefused):
        read_table(b"\x81\xff\xff\xfe,1", COLUMNS)


def test_rows_can_be_read_twice_and_refused_ones_come_back_with_reasons_and_without_formulas() -> None:
    rows = [HEADINGS, GOOD, ["=HYPERLINK(1)", "套", "一", "三千", "6%"]]
    table = read_table(book(rows), COLUMNS)
    refused = [row for row in table.rows() if row.is_refused]
    assert len(list(table.rows())) == 2
    words = tuple(Column(column.key, column.label) for column in COLUMNS)
    again = read_table(
        corrections(refused, COLUMNS), (*words, Column("why", "原因（上传前请删除此列）"), Column("at", "原来的行"))
    )
    assert [row.values for row in again.rows()] == [
        {"item": "'=HYPERLINK(1)", "unit": "套", "quantity": "一", "unit_cents": "三千", "tax_bp": "6%",
         "why": "数量：不是数字 单价：不是数字", "at": "报价!3"},
    ]  # fmt: skip


def test_a_choice_takes_the_words_people_write_for_it() -> None:
    column = Column("scope", "范围", "choice", choices={"含": "in", "不含": "missing"})
    table = from_text("范围\n含\n 不含 \n也许\n", (column,))
    rows = list(table.rows())
    assert [row.values["scope"] for row in rows] == ["in", "missing", None]
    assert rows[2].problems[0].sentence == "只能是：含、不含"
