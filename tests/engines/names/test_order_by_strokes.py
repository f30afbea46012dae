"""姓氏笔画为序: every example of domain/protocol.md §4, and what the norm fixes beyond them."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiwu.engines.names.strokes import BLANK_FIRST, COMPARE, by_strokes, stroke_key, strokes, unsettled

EXAMPLES = [
    (names, single or BLANK_FIRST, wanted)
    for names, single, wanted in [
        (["王小宁", "丁小宁"], None, ["丁小宁", "王小宁"]),
        (["文天祥", "王明"], None, ["王明", "文天祥"]),
        (["欧二", "林一"], None, ["林一", "欧二"]),
        (["张三", "李四"], None, ["李四", "张三"]),
        (["李大鸣", "李一鸣"], None, ["李一鸣", "李大鸣"]),
        (["洪少东", "欧阳少东"], None, ["欧阳少东", "洪少东"]),
        (["高大富", "高富"], BLANK_FIRST, ["高富", "高大富"]),
        (["田大利", "田富"], BLANK_FIRST, ["田富", "田大利"]),
        (["田富", "田大利"], COMPARE, ["田大利", "田富"]),
    ]
]


@pytest.mark.parametrize(("names", "single_name", "wanted"), EXAMPLES)
def test_the_examples_of_the_protocol(names, single_name, wanted):
    assert by_strokes(names, single_name) == wanted


def test_the_order_of_surnames_as_official_lists_print_it():
    wanted = [
        "丁",
        "马",
        "王",
        "尹",
        "孔",
        "邓",
        "石",
        "叶",
        "冯",
        "吕",
        "朱",
        "刘",
        "江",
        "许",
        "孙",
        "李",
        "杨",
        "吴",
        "何",
        "宋",
        "张",
        "陈",
    ]
    assert by_strokes(sorted(wanted)) == wanted


@pytest.mark.parametrize(
    ("character", "wanted"),
    [("一", 1), ("丁", 2), ("王", 4), ("李", 7), ("张", 7), ("达", 6), ("曾", 12), ("㛃", 9), ("A", None)],
)
def test_the_number_of_strokes(character, wanted):
    assert strokes(character) == wanted


def test_a_compound_surname_with_one_given_character_leaves_its_second_place_blank():
    assert by_strokes(["欧阳一丁", "欧阳修"]) == ["欧阳修", "欧阳一丁"]
    assert by_strokes(["欧阳一丁", "欧阳修"], COMPARE) == ["欧阳一丁", "欧阳修"]


def test_characters_of_the_2013_table_outside_the_norm_have_their_place():
    assert by_strokes(["王姝", "王珊", "王㛃"]) == ["王㛃", "王珊", "王姝"]
    assert unsettled("王㛃") == ()


def test_rare_characters_come_last_and_are_named():
    assert by_strokes(["\U0003134f明", "齉明", "张明"]) == ["张明", "齉明", "\U0003134f明"]
    assert unsettled("\U0003134f𠮷明") == ("\U0003134f", "𠮷")


def test_names_of_other_letters_come_after_chinese_ones_in_their_alphabet():
    assert by_strokes(["Smith", "adams", "齉明"]) == ["齉明", "adams", "Smith"]


def test_keys_are_figures_only_and_never_longer_than_their_column():
    assert stroke_key("王 明") == stroke_key("王明")
    assert stroke_key("王明").isdigit()
    assert len(stroke_key("买买提·吐尔逊" * 20)) <= 200


def test_every_character_of_the_common_table_has_one_place():
    text = (Path(__file__).parents[3] / "huiwu/engines/names/data/strokes.txt").read_text(encoding="utf-8")
    every = [c for line in text.splitlines() for part in line.split("\t")[1:] for c in part]
    assert len(every) == len(set(every)) == 42_325
