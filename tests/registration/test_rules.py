from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from huiwu.meetings.models import Function, Meeting
from huiwu.registration.rules.answers import clean, mobile_number, plain, shown, without_consent
from huiwu.registration.rules.places import Place, identity, org_key, outcome, over_capacity, quota_key, whole_keys
from huiwu.registration.rules.schema import Fault, faults_of, schema_of, unexplained

NAME = {"key": "display_name", "type": "text", "label": "姓名", "required": True}
MOBILE = {"key": "mobile", "type": "mobile", "label": "手机号"}
DIET = {
    "key": "dietary_requirement",
    "type": "choice",
    "label": "餐别",
    "purpose": "备餐",
    "options": [{"value": "none", "label": "无"}, {"value": "halal", "label": "清真"}],
}


def FUNCTION(*rows: Function, limit: int | None = None) -> dict[str, Any]:  # noqa: N802  # reads as the fields above
    options = [{"value": str(row.pk), "label": row.name, "limit": limit} for row in rows]
    return {"key": "sessions", "type": "functions", "label": "分论坛", "options": options}


def session(meeting: Meeting, name: str) -> Function:
    number = Function.objects.filter(meeting=meeting).count() + 1
    start, end = datetime(2027, 3, 18, 6, tzinfo=UTC), datetime(2027, 3, 18, 8, tzinfo=UTC)
    return Function.objects.create(
        meeting=meeting, number=number, name=name, kind="breakout", start_at=start, end_at=end
    )


def content(*fields: dict[str, Any], consents: tuple[str, ...] = ("participation",)) -> dict[str, Any]:
    return {
        "title": "报名",
        "sections": [{"key": "s", "title": "一", "fields": [NAME, MOBILE, *fields]}],
        "categories": [{"code": "general", "name": "代表"}],
        "consents": list(consents),
    }


def faults(*fields: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    return [(fault.key, fault.code) for fault in faults_of(schema_of(content(*fields, **more)))]


def test_a_plain_form_has_no_faults() -> None:
    assert faults() == []


def test_an_empty_form_names_everything_it_lacks() -> None:
    assert [fault.code for fault in faults_of(schema_of({}))] == [
        "no_title",
        "no_category",
        "no_name_field",
        "no_contact_field",
        "no_participation_consent",
    ]


def test_a_sensitive_field_needs_its_purpose_and_its_own_consent() -> None:
    assert faults(DIET) == [("dietary_requirement", "sensitive_unexplained")]
    assert faults(DIET | {"purpose": ""}, consents=("participation", "diet_health")) == [
        ("dietary_requirement", "sensitive_unexplained")
    ]
    assert faults(DIET, consents=("participation", "diet_health")) == []


def test_a_field_that_sounds_sensitive_under_a_key_of_its_own_is_found() -> None:
    custom = {"key": "id_card", "type": "text", "label": "身份证号码"}
    assert faults(custom) == [("id_card", "sounds_sensitive")]
    assert [f.key for f in unexplained(schema_of(content(custom)))] == ["id_card"]


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ({"key": "Bad Key", "type": "text", "label": "x"}, "bad_key"),
        ({"key": "mobile", "type": "mobile", "label": "又一个"}, "field_twice"),
        ({"key": "x", "type": "text", "label": ""}, "no_label"),
        ({"key": "x", "type": "file", "label": "x"}, "bad_type"),
        ({"key": "x", "type": "choice", "label": "x", "options": [{"value": "a", "label": "a"}]}, "few_options"),
        ({"key": "x", "type": "text", "label": "x", "low": 5, "high": 2}, "low_above_high"),
        ({"key": "x", "type": "text", "label": "x", "categories": ["vip"]}, "unknown_category"),
        (
            {"key": "x", "type": "text", "label": "x", "show_if": {"field": "later", "values": ["1"]}},
            "condition_not_before",
        ),
        (
            {"key": "x", "type": "text", "label": "x", "show_if": {"field": "mobile", "values": ["1"]}},
            "condition_on_text",
        ),
    ],
)
def test_each_fault_of_a_field_is_named(field: dict[str, Any], code: str) -> None:
    assert code in [found for _key, found in faults(field)]


def test_a_fault_is_a_plain_value() -> None:
    assert Fault("x", "no_label") == Fault("x", "no_label", "", "")


def answered(*fields: dict[str, Any], **raw: Any) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    found = clean(schema_of(content(*fields)), "general", {"display_name": "王小明", **raw})
    return found.values, [(fault.key, fault.code) for fault in found.faults]


def test_widths_blanks_and_hidden_letters_are_cleaned_and_words_stay() -> None:
    assert plain("\u3000王\u200b小明 （总部） ＡＢ１２ ") == "王小明 （总部） AB12"
    assert answered(mobile=" １３８ 0000-0001 ") == ({"display_name": "王小明", "mobile": "+8613800000001"}, [])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800000001", "+8613800000001"),
        ("+86 138 0000 0001", "+8613800000001"),
        ("0086 13800000001", "+8613800000001"),
        ("+852 5123 4567", "+85251234567"),
        ("12345", ""),
        ("+86 12345", ""),
        ("23800000001", ""),
    ],
)
def test_phone_numbers(text: str, number: str) -> None:
    assert mobile_number(text) == number


def test_answers_to_questions_that_are_not_asked_are_dropped() -> None:
    stay = {"key": "stay", "type": "yes_no", "label": "住宿"}
    nights = {
        "key": "nights", "type": "integer", "label": "几晚", "required": True, "high": 5,
        "show_if": {"field": "stay", "values": ["yes"]},
    }  # fmt: skip
    assert answered(stay, nights, stay="no", nights="3") == ({"display_name": "王小明", "stay": False}, [])
    assert answered(stay, nights, stay="yes")[1] == [("nights", "required")]
    assert answered(stay, nights, stay="yes", nights="9")[1] == [("nights", "out_of_range")]


def test_a_choice_takes_what_is_offered_and_nothing_else() -> None:
    assert answered(DIET, dietary_requirement="pork")[1] == [("dietary_requirement", "not_offered")]
    many = {
        "key": "m",
        "type": "choices",
        "label": "m",
        "high": 1,
        "options": [{"value": v, "label": v} for v in "abc"],
    }
    assert answered(many, m=["a", "b"])[1] == [("m", "too_many")]
    assert answered(many, m=["a", "a"])[0]["m"] == ["a"]


def test_consents_are_asked_for_taking_part_and_for_each_sensitive_answer() -> None:
    schema = schema_of(content(DIET, consents=("participation", "diet_health")))
    values = {"display_name": "王小明", "dietary_requirement": "halal"}
    assert [(f.key, f.code) for f in without_consent(schema, values, ["participation"])] == [
        ("dietary_requirement", "needs_consent")
    ]
    assert [f.key for f in without_consent(schema, {"display_name": "王"}, [])] == ["consents"]


def test_answers_read_in_both_languages() -> None:
    spec = schema_of(content({**DIET, "options": [{"value": "halal", "label": "清真", "label_en": "Halal"}]})).fields[
        -1
    ]
    assert (shown(spec, "halal"), shown(spec, "halal", "en"), shown(spec, True), shown(spec, None)) == (
        "清真",
        "Halal",
        "是",
        "",
    )


def place(limit: int | None, taken: int, waiting: int = 0, waits: bool = True) -> Place:
    return Place("k", limit, taken, waiting, waits)


def test_what_a_newcomer_gets() -> None:
    assert outcome([place(None, 900), place(2, 1)], waits=True) == ("confirmed", None)
    assert outcome([place(2, 2)], waits=True)[0] == "waitlisted"
    assert outcome([place(2, 1, waiting=1)], waits=True)[0] == "waitlisted"
    assert outcome([place(2, 2, waits=False), place(3, 3)], waits=True)[0] == "full"
    assert outcome([place(2, 2)], waits=False)[0] == "full"


def test_limits_are_found_by_key_however_the_organisation_is_typed() -> None:
    assert org_key(" 云海 电子 ") == org_key("云海电子")
    assert whole_keys("vip", "ＡＢＣ Ltd") == ["total", "category:vip", "organisation:abcltd"]
    assert whole_keys("vip", "") == ["total", "category:vip"]
    assert quota_key("choice", field="shirt", option="xl") == "choice:shirt:xl"


def test_the_same_person_is_known_by_name_and_contact_never_by_name_alone() -> None:
    assert identity("王 小明", "+8613800000001", "") == identity("王小明", "+8613800000001", "a@b.cn")
    assert identity("王小明", "", "A@b.cn") == identity("王小明", "", "a@B.cn")
    assert identity("王小明", "", "") == ""


def test_more_people_than_a_room_holds_are_found() -> None:
    rows = [Place("function:1", 50, 45, 0, True), Place("total", 100, 100, 0, True)]
    assert over_capacity(rows, {"function:1": 40}) == [(rows[0], 40)]
