"""Surnames, readings, folding and the pieces by which a name is found."""

from __future__ import annotations

import pytest

from huiwu.engines.names.finding import name_pieces, query_pieces, text_pieces
from huiwu.engines.names.folding import fold
from huiwu.engines.names.readings import by_pinyin, reading
from huiwu.engines.names.surnames import Parts, split


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("曾国藩", "zeng guo fan"),
        ("单雄信", "shan xiong xin"),
        ("解晓东", "xie xiao dong"),
        ("仇和", "qiu he"),
        ("查良镛", "zha liang yong"),
        ("区楚良", "ou chu liang"),
        ("朴树", "piao shu"),
        ("尉迟恭", "yu chi gong"),
        ("乐毅", "yue yi"),
        ("张乐天", "zhang le tian"),
        ("歐陽修", "ou yang xiu"),
        ("長孫無忌", "zhang sun wu ji"),
        ("万俟卨", "mo qi xie"),
        ("翟志刚", "zhai zhi gang"),
        ("覃海洋", "qin hai yang"),
        ("盖叫天", "ge jiao tian"),
    ],
)
def test_surnames_are_read_as_surnames(name, wanted):
    assert reading(name).pinyin == wanted


def test_what_a_person_set_by_hand_wins():
    found = reading("覃海洋", by_hand="Tan hai yang")
    assert (found.pinyin, found.initials) == ("tan hai yang", "thy")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("王明", Parts("王", "明")),
        ("王 明", Parts("王", "明")),
        ("欧阳", Parts("欧", "阳")),
        ("欧阳修", Parts("欧阳", "修")),
        ("司馬光", Parts("司馬", "光")),
        ("买买提·吐尔逊", Parts("", "买买提·吐尔逊")),
        ("John Fitzgerald Kennedy", Parts("Kennedy", "John Fitzgerald")),
        ("KIM Minjun", Parts("KIM", "Minjun")),
        ("Smith, John", Parts("Smith", "John")),
        ("Madonna", Parts("Madonna", "")),
        ("", Parts("", "")),
    ],
)
def test_where_the_surname_ends(name, wanted):
    assert split(name) == wanted


def test_by_pinyin_goes_syllable_by_syllable_and_then_by_strokes():
    assert by_pinyin(["连安", "单一", "李安", "曾一", "张三", "章三", "查三"]) == [
        "李安",
        "连安",
        "单一",
        "曾一",
        "查三",
        "张三",
        "章三",
    ]


def test_folding_makes_width_case_and_traditional_forms_alike():
    assert fold("  張 Ａbc　黃") == "张 abc 黄"
    assert fold("乾") == "干"


def test_a_name_is_found_by_any_part_pinyin_and_initials():
    assert name_pieces("曾小明") == {
        "曾小明",
        "小明",
        "明",
        "zengxiaoming",
        "xiaoming",
        "ming",
        "cengxiaoming",
        "zxm",
        "xm",
    }


def test_the_letter_that_keyboards_lack_is_found_however_it_is_typed():
    assert {"lvbu", "lubu", "lyubu"} <= name_pieces("吕布")


def test_a_rare_name_without_a_reading_is_found_by_its_characters():
    assert "\U0003134f明" in name_pieces("\U0003134f明")


def test_emoji_and_signs_do_not_hinder():
    assert "张三" in name_pieces("😀张三")
    assert query_pieces("  😀 ") == ()


def test_an_organisation_is_found_from_any_character_on_and_by_initials():
    assert {"北京大学", "大学", "bjdx"} <= text_pieces("北京大学")
    assert text_pieces("Acme Trading") == {"acmetrading", "trading"}


def test_all_words_of_a_query_count():
    assert query_pieces("张 XM　１３８") == ("张", "xm", "138")
