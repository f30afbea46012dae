from __future__ import annotations

from datetime import date

import pytest

from huiwu.brief import rules
from huiwu.documents.fourstate import filled, none, not_applicable


@pytest.mark.parametrize(
    ("target", "value", "expected"),
    [
        ("≥ 90%", "93%", True),
        ("≥ 90%", "89.9%", False),
        ("90%", "90%", True),
        ("不少于 20 篇", "17 篇", False),
        ("20篇以上", "20 篇", True),
        ("≤ 15 分钟", "16 分钟", False),
        ("超过 1,000 人", "1000 人", False),
        ("＜ 5％", "4.9%", True),
        ("≥ 4.5 分", "92%", None),
        ("气氛热烈", "很好", None),
        ("≥ 90%", "大约九成", None),
    ],
)
def test_a_measured_value_is_judged_against_its_target(target, value, expected):
    assert rules.meets(target, value) is expected


def test_a_holiday_is_one_clash_with_its_weekend_and_its_rest_days():
    names = {1: "国庆节", 2: "国庆节", 4: "休息日", 10: "调休上班"}
    workdays = {5, 6, 7, 8, 9, 10}
    days = [(date(2026, 10, n), names.get(n), n in workdays) for n in range(1, 12)]
    assert rules.runs(days) == [
        rules.Clash("holiday:2026-10-01", "holiday", "国庆节", date(2026, 10, 1), date(2026, 10, 4)),
        rules.Clash("makeup:2026-10-10", "makeup", "调休上班", date(2026, 10, 10), date(2026, 10, 10)),
    ]


def test_days_that_only_touch_do_not_clash():
    fair = rules.Clash("event:1", "city_event", "展会", date(2027, 3, 15), date(2027, 3, 17))
    assert rules.clashing([fair], date(2027, 3, 18), date(2027, 3, 19)) == []
    assert rules.clashing([fair], date(2027, 3, 17), date(2027, 3, 19)) == [fair]


def test_first_contact_needs_a_way_to_answer_and_days_in_order():
    values = {
        "phone": "",
        "email": "",
        "start_on": date(2027, 3, 19),
        "end_on": date(2027, 3, 18),
        "alt_dates": [["2027-04-02", "2027-04-01"]],
        "headcount": {"vip": -1},
        "headcount_basis": "",
        "answers": {"topics": "长" * 1001},
    }
    assert sorted(rules.intake_problems(values)) == [
        "alt_dates",
        "answers",
        "end_on",
        "headcount",
        "headcount_basis",
        "phone",
    ]


def test_a_first_contact_with_only_a_name_and_a_phone_is_fine():
    assert rules.intake_problems({"phone": "13900000001"}) == {}


def test_conditions_follow_what_the_brief_settles_and_leave_out_the_rest():
    content = {
        "lodging_needed": filled(False) | {"state": "filled", "value": False},
        "meals": filled(["coffee_break"]),
        "segments": none(),
        "transport_needs": filled(["pickup"]),
        "interpretation": not_applicable(),
        "meeting_type": filled("gov_work"),
    }
    assert rules.agreed_conditions(content) == {
        "has_lodging": False,
        "has_meals": False,
        "has_breaks": True,
        "has_pickup": True,
        "has_shuttles": False,
        "has_interpretation": False,
        "has_breakouts": False,
        "has_speaker_fees": False,
        "has_minutes": True,
    }


def test_an_empty_brief_settles_nothing():
    assert rules.agreed_conditions({}) == {}
    assert rules.agreed_facts({}) == {}
    assert rules.agreed_days({}) is None
    assert rules.settles_organisations({}) is False


def test_each_line_of_a_part_is_one_organisation_once():
    content = {"host_org": filled("启明科技\n 明湖研究院 \n启明科技\n"), "guiding_org": none()}
    assert rules.agreed_organisations(content) == [("host_org", "启明科技"), ("host_org", "明湖研究院")]


def test_a_brief_that_contradicts_itself_or_does_not_fit_cannot_be_signed():
    groups = {"vip": 10, "guest": 0, "general": 80, "media": 0, "staff": 5, "entourage": 0}
    content = {
        "name": filled("名" * 161),
        "start_date": filled("2027-03-19"),
        "end_date": filled("2027-03-18"),
        "headcount": filled({"basis": "estimate", "total": 100, "groups": groups}),
        "host_org": filled("单" * 161),
    }
    assert [key for key, _why in rules.unfit(content)] == ["name", "end_date", "headcount", "host_org"]
