from __future__ import annotations

import pytest

from huiwu.meetings.rules import naming
from huiwu.meetings.rules.setup_order import normalised, problems_with_order, unfilled
from huiwu.meetings.rules.size import DEFAULT_SCALE, SizeScale, problems_with_scale


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("启明科技 2027 合作伙伴大会", "qi-ming-ke-ji-2027-he-zuo-huo-ban-da-hui"),
        ("Annual Gala", "annual-gala"),
        ("２０２７年会", "2027-nian-hui"),
        ("！！！", "m-2027-001"),
        ("12345678123456781234567812345678", "m-2027-001"),
    ],
)
def test_the_address_is_the_name_in_pinyin(name, slug):
    assert naming.slug_of(name, "2027-001") == slug


def test_a_long_address_is_cut_at_a_whole_syllable():
    slug = naming.slug_of("中国国际高端装备制造业博览会暨高峰论坛及其配套活动启动仪式", "x")
    assert len(slug) <= 60
    assert slug.split("-")[-1] in {"ji", "gao", "feng", "lun", "tan", "hui", "lan"}


def test_a_search_finds_a_name_as_written_in_pinyin_and_by_initials():
    text = naming.search_text("启明科技 2027 大会")
    assert text.split("|") == ["启明科技2027大会", "qimingkeji2027dahui", "qmkj2027dh"]


@pytest.mark.parametrize(
    ("headcount", "tier"), [(1, "S"), (50, "S"), (51, "M"), (200, "M"), (201, "L"), (1000, "L"), (1001, "XL")]
)
def test_the_size_tier_follows_the_headcount(headcount, tier):
    assert DEFAULT_SCALE.tier(headcount) == tier


def test_borders_that_do_not_rise_are_named():
    found = [(p.field, p.code) for p in problems_with_scale(SizeScale(0, 0, 0))]
    assert found == [
        ("small_max", "headcount_too_small"),
        ("medium_max", "borders_must_rise"),
        ("large_max", "borders_must_rise"),
    ]


def test_a_set_up_order_keeps_not_applicable_apart_from_empty():
    order = normalised(
        {
            "notes": {"state": "unfilled", "value": "靠门留两席"},
            "stage": {"state": "not_applicable", "value": ""},
            "sound": {"state": "unfilled", "value": " "},
        }
    )
    assert order == {
        "stage": {"state": "not_applicable", "value": ""},
        "notes": {"state": "filled", "value": "靠门留两席"},
    }
    assert "stage" not in unfilled(order)
    assert "sound" in unfilled(order)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"stage": {"state": "filled", "value": " "}}, "filled_without_text"),
        ({"stage": {"state": "not_applicable", "value": "6 米"}}, "text_beside_not_applicable"),
        ({"stage": {"state": "perhaps", "value": ""}}, "unknown_setup_field"),
        ({"trapdoor": {"state": "none", "value": ""}}, "unknown_setup_field"),
        ({"stage": {"state": "filled", "value": "宽" * 2001}}, "text_too_long"),
    ],
)
def test_a_wrong_entry_of_the_set_up_order_is_named(row, code):
    assert [p.code for p in problems_with_order(row)] == [code]
