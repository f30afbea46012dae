"""Workbooks, read back by another program."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from huiwu.documents.blocks import Column, NamedTable, Table
from huiwu.documents.render.excel import xlsx

COLUMNS = (Column("姓名"), Column("手机"), Column("人数", kind="number"), Column("金额", kind="money"),
           Column("日期", kind="date"))  # fmt: skip


def rows(data: bytes, tab: str):
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(tab).to_python()


def written(text: str):
    return rows(xlsx([NamedTable("甲", Table((Column("x"),), ((text,),)))]), "甲")[1][0]


def test_words_stay_words_and_money_is_whole_currency():
    table = Table(COLUMNS, (("林㛃", "013800001111", 12, 123456, date(2026, 5, 18)),))
    assert rows(xlsx([NamedTable("名单", table)]), "名单") == [
        ["姓名", "手机", "人数", "金额", "日期"],
        ["林㛃", "013800001111", 12.0, 1234.56, date(2026, 5, 18)],
    ]


def test_a_document_number_keeps_its_eighteen_digits_even_as_a_number():
    table = Table((Column("证件号", kind="number"),), ((330106199001011234,),))
    assert rows(xlsx([NamedTable("甲", table)]), "甲")[1] == ["330106199001011234"]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3=", "@SUM(A1)", "\t=1", "＝1", " =1", "\r=1"])
def test_nothing_exported_can_start_a_formula(text):
    assert written(text)[0] == "'"


@pytest.mark.parametrize("text", ["+86 138-0000-1111", "-12.5", "-", "会议", "a=b"])
def test_harmless_text_is_left_as_it_is(text):
    assert written(text) == text


def test_tab_names_are_made_to_fit():
    tables = [NamedTable(name, Table((Column("x"),), ())) for name in ("A/B:C", "a·b·c", "", "很" * 40)]
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(tables)))
    assert book.sheet_names == ["A·B·C", "a·b·c-2", "Sheet", "很" * 31]


def test_no_tables_still_make_a_workbook():
    assert CalamineWorkbook.from_filelike(io.BytesIO(xlsx([]))).sheet_names == ["Sheet1"]
