from __future__ import annotations

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from huiwu.documents.blocks import Heading, KeyValues, Table
from huiwu.documents.fourstate import FieldSpec, Schema, Section, filled, none, shown
from huiwu.documents.fourstate_form import as_posted
from tests.documents.plain import SCHEMA, filled_in

FULL = filled_in() | {
    "days": filled(["2027-03-18", "2027-03-25"]),
    "budget": filled(12_345_678),
    "kpi": filled([{"metric": "到会率", "target": 90}, {"metric": "满意度", "target": None}]),
    "contact": filled({"name": "钱多多", "title": "", "phone": "13800001111", "email": ""}),
    "streamed": filled(False),
    "format": filled("onsite"),
}


def post(content=FULL, **typed):
    """What a browser would send for the whole form, with some names typed anew."""
    names = {}
    for spec in SCHEMA.fields:
        names |= as_posted(spec, content[spec.key])
    query = QueryDict(mutable=True)
    for name, value in (names | typed).items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def test_a_form_sent_back_unchanged_gives_the_same_content():
    assert SCHEMA.clean(post()) == (FULL, {})


@pytest.mark.parametrize("state", ["none", "not_applicable", "unfilled"])
def test_each_state_is_kept_apart_from_the_others(state):
    content, errors = SCHEMA.clean({"allergies__state": state, "allergies": ""})
    assert (content["allergies"], errors) == ({"state": state, "value": None}, {})


def test_filled_without_a_value_is_unfilled_and_false_and_zero_are_values():
    content, _errors = SCHEMA.clean(
        {"name__state": "filled", "name": "  ", "streamed": "no", "budget": "0", "budget__state": "filled"}
    )
    assert [content[key] for key in ("name", "streamed", "budget")] == [
        {"state": "unfilled", "value": None},
        {"state": "filled", "value": False},
        {"state": "filled", "value": 0},
    ]


def test_a_value_beside_none_is_pointed_out_and_not_lost():
    typed = {"allergies__state": "none", "allergies": "花生"}
    content, errors = SCHEMA.clean(typed)
    assert errors == {"allergies": ["这里选了“无”，却又填了内容。请清空内容，或改选“已填”。"]}
    assert content["allergies"]["state"] == "unfilled"
    assert "花生" in render_to_string(
        "documents/_fields.html", {"sections": SCHEMA.form(content, raw=typed, errors=errors)}
    )


@pytest.mark.parametrize(
    ("typed", "key", "sentence"),
    [
        ({"name": "长" * 501}, "name", "有 501 个字，超过 500 个字的上限，请删短"),
        ({"allergies": "长" * 20_001}, "allergies", "有 20001 个字，超过 20000 个字的上限，请删短"),
        ({"days": ["2027-02-30"]}, "days", "“2027-02-30”不是一个日期，请写成 2027-03-18"),
        ({"budget": "1.234"}, "budget", "“1.234”不是一个金额，最多两位小数"),
        ({"format": "moon"}, "format", "请从所列的选项里选"),
        ({"streamed": "maybe"}, "streamed", "请选“是”或“否”"),
        ({"headcount__vip": "-1"}, "headcount", "贵宾：请填 0 到 1,000,000,000 之间的整数"),
        ({"headcount__general": "很多"}, "headcount", "普通参会：“很多”不是一个整数"),
        ({"headcount__basis": "guess"}, "headcount", "请从所列的口径里选"),
        ({"kpi__0__target": "九成"}, "kpi", "第 1 行“目标值”：“九成”不是一个整数"),
        ({"kpi__rows": "100000"}, "kpi", "超过 500 行的上限"),
    ],
)
def test_what_cannot_be_understood_is_told_beside_the_field_and_the_old_value_stays(typed, key, sentence):
    content, errors = SCHEMA.clean(post(**typed), before=FULL)
    assert errors == {key: [sentence]}
    assert content[key] == FULL[key]


def test_full_width_figures_dates_in_other_shapes_and_commas_are_understood():
    content, errors = SCHEMA.clean(
        {"budget": "￥１２，３４５．６０", "headcount__total": "１，２００", "days": ["2027年3月8日", "2027/4/1"]}
    )
    assert errors == {}
    assert (content["budget"]["value"], content["headcount"]["value"]["total"], content["days"]["value"]) == (
        1_234_560,
        1200,
        ["2027-03-08", "2027-04-01"],
    )


def test_control_characters_and_half_surrogates_are_dropped_and_line_ends_are_one():
    content, _errors = SCHEMA.clean({"allergies": "一\r\n二\0\x07\ud800三"})
    assert content["allergies"]["value"] == "一\n二三"


def test_fields_the_form_did_not_show_keep_their_value():
    content, _errors = SCHEMA.clean({"name": "新名称"}, before=FULL)
    assert content == FULL | {"name": filled("新名称")}


def test_missing_names_unfilled_required_fields_and_unfilled_parts():
    lacking = filled_in() | {
        "name": {"state": "unfilled", "value": None},
        "allergies": none(),
        "headcount": filled({"basis": None, "total": 600, "groups": {"vip": None, "general": 580}}),
        "kpi": filled([{"metric": "", "target": 3}]),
    }
    assert [(row.key, row.why) for row in SCHEMA.missing(lacking)] == [
        ("name", "未填"),
        ("headcount", "未填：贵宾、口径"),
        ("kpi", "第 1 行未填：指标"),
    ]


def test_differences_are_of_what_a_person_reads():
    after = FULL | {"budget": none(), "streamed": filled(True)}
    assert [(d.key, d.before_text, d.after_text, d.section) for d in SCHEMA.differences(FULL, after)] == [
        ("budget", "¥123,456.78", "无", "需求"),
        ("streamed", "否", "是", "需求"),
    ]
    assert SCHEMA.differences(FULL, dict(FULL)) == []


def test_every_field_stands_on_the_sheet_with_its_state_written_out():
    blocks = SCHEMA.to_blocks(FULL | {"budget": {"state": "not_applicable", "value": None}})
    pairs = dict(pair for block in blocks if isinstance(block, KeyValues) for pair in block.pairs)
    assert (pairs["过敏"], pairs["预算"], pairs["会议形式"]) == ("无", "不适用", "线下")
    assert [block.text for block in blocks if isinstance(block, Heading)] == ["基本", "需求", "指标"]
    assert next(block.rows for block in blocks if isinstance(block, Table)) == (("到会率", 90), ("满意度", None))


def test_sensitive_values_are_masked_when_asked():
    held = FULL | {"allergies": filled("花生")}
    assert shown(SCHEMA["allergies"], held["allergies"], masked=True) == "（敏感信息，此处不显示）"
    assert "花生" not in str(SCHEMA.to_blocks(held, masked=True))


def test_a_row_is_added_and_removed_without_script():
    added = SCHEMA.form(FULL, raw=post(add_row="kpi"))
    kpi = next(f for part in added for f in part.fields if f.spec.key == "kpi")
    assert (kpi.row_count, kpi.rows[-1].inputs[0].name) == (4, "kpi__3__metric")
    removed = SCHEMA.form(FULL, raw=post(remove_row="kpi:0"))
    kpi = next(f for part in removed for f in part.fields if f.spec.key == "kpi")
    assert [(row.inputs[0].name, row.inputs[0].value) for row in kpi.rows] == [
        ("kpi__0__metric", "满意度"),
        ("kpi__1__metric", ""),
    ]


def test_a_stale_form_shows_both_sides_of_what_differs():
    mine = FULL | {"budget": filled(100)}
    page = render_to_string("documents/_fields.html", {"sections": SCHEMA.form(mine, theirs=FULL), "theirs_by": "陈策"})
    assert ("陈策已保存的" in page, page.count("doc-theirs")) == (True, 1)


def test_typed_text_is_escaped_in_the_form():
    page = render_to_string(
        "documents/_fields.html", {"sections": SCHEMA.form(FULL | {"name": filled('"><script>alert(1)</script>')})}
    )
    assert "<script>" not in page


@pytest.mark.parametrize(
    "fields",
    [
        (FieldSpec("a", "甲", "s"), FieldSpec("a", "乙", "s")),
        (FieldSpec("a__b", "甲", "s"),),
        (FieldSpec("a", "甲", "elsewhere"),),
    ],
)
def test_a_schema_with_unclear_keys_is_a_fault(fields):
    with pytest.raises(ValueError, match="field"):
        Schema((Section("s", "节"),), fields)
