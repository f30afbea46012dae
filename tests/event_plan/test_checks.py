from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from huiwu.documents.fourstate import filled, not_applicable, unfilled
from huiwu.event_plan.rules import rows, told
from huiwu.event_plan.services import open_plan
from huiwu.foundation.registry.checks import RULES, Scope
from huiwu.foundation.registry.search import FINDERS
from huiwu.foundation.registry.statements import STATEMENTS
from huiwu.planning.models import Gate
from tests.event_plan.conftest import NOW, signed

CODES = ("OM-010", "OM-011", "OM-012", "OM-013", "OM-017")


def found(meeting: Any, at: datetime = NOW) -> dict[str, list[str]]:
    scope = Scope(meeting, at, at.date())
    return {code: [hit.detail for hit in RULES[code].find(scope)] for code in CODES}


def quiet(**hits: list[str]) -> dict[str, list[str]]:
    return {code: hits.get(code.replace("-", "_"), []) for code in CODES}


@pytest.mark.parametrize(
    ("code", "severity", "days"),
    [
        ("OM-010", "block", 50),
        ("OM-011", "block", 50),
        ("OM-012", "block", 50),
        ("OM-013", "warn", 48),
        ("OM-017", "hint", 50),
    ],
)
def test_rules_stand_as_in_the_catalogue(cast, code, severity, days):
    rule = RULES[code]
    assert (rule.module, rule.severity, rule.from_days_before) == ("plan", severity, days)
    early, due = (
        Scope(cast.meeting, NOW, date.fromordinal(cast.meeting.start_on.toordinal() - n)) for n in (days + 1, days)
    )
    assert (rule.applies(early), rule.applies(due)) == (False, True)


def test_a_whole_plan_has_no_finding(cast, plan):
    assert found(cast.meeting) == quiet()


def test_a_signed_plan_has_no_finding(cast, plan):
    signed(cast, plan)
    assert found(cast.meeting) == quiet()


def test_no_plan_at_all_lacks_all_contents(cast):
    assert found(cast.meeting) == quiet(OM_010=["还没有起草《会议策划方案》，SOP 列出的 13 项核心内容一项也没有。"])


def test_contents_that_say_nothing_are_one_finding(cast, rewrite):
    rewrite(materials=unfilled(), transport=unfilled(), equipment=unfilled())
    assert found(cast.meeting)["OM-010"] == ["策划方案缺 3 项核心内容：交通方案、物料清单、设备清单。"]


def test_not_applicable_is_an_answer(cast, rewrite):
    rewrite(transport=not_applicable(), rooms=not_applicable())
    assert found(cast.meeting)["OM-010"] == []


def test_a_named_contingency_without_owner_is_found(cast, plan, rewrite):
    cases = [{**row, "owner": ""} if row["kind"] == "weather" else row for row in rows(plan.draft, "contingency")]
    rewrite(contingency=filled(cases))
    assert found(cast.meeting)["OM-010"] == ["应急预案缺 SOP 点名的情形，或只有情形没有措施与责任人：天气变化。"]


def test_a_name_that_is_not_the_briefs_is_found_with_both_sides(cast, rewrite):
    rewrite(name=filled("启明大会"), end_date=filled("2027-03-20"), city=filled("杭州"))
    assert found(cast.meeting)["OM-011"] == [
        "“会议名称”：策划方案写的是“启明大会”，需求简报第 1 版写的是“启明科技 2027 合作伙伴大会”。",
        "“结束日期”：策划方案写的是“2027-03-20”，需求简报第 1 版写的是“2027-03-19”。",
        "“举办城市”：策划方案写的是“杭州”，需求简报第 1 版写的是“上海”。",
    ]


def test_a_cent_too_much_is_found(cast, plan, rewrite):
    total = told(plan.draft, "budget_total")
    rewrite(budget_total=filled(total - 1))
    (detail,) = found(cast.meeting)["OM-012"]
    assert detail.endswith("相差 ¥0.01。")


def test_lists_and_budget_are_compared_both_ways(cast, plan, rewrite):
    materials = [*rows(plan.draft, "materials"), {"name": "雨伞", "quantity": 200}]
    bags = [row for row in materials if row["name"] != "资料袋"]
    rewrite(materials=filled(bags))
    assert found(cast.meeting)["OM-013"] == [
        "物料里这些项在预算明细中没有对应行：第 9 行“雨伞”。",
        f"预算明细里这些行在物料、设备清单中没有对应项：第 {_place(plan, '资料袋')} 行“资料袋”。",
    ]


def _place(plan, item):
    return 1 + [row["item"] for row in rows(plan.draft, "budget")].index(item)


def test_without_alternatives_an_unsigned_venue_is_pointed_out_and_a_contracted_one_is_not(cast, rewrite):
    rewrite(alt_dates=unfilled(), alt_venues=not_applicable())
    assert found(cast.meeting)["OM-017"] == [
        "场地合同还没有签（门禁 G3b 未打开），而备选日期为“未填”；备选场地为“不适用”。"
    ]
    Gate.objects.filter(plan__meeting=cast.meeting, code="G3b").update(state="open")
    assert found(cast.meeting)["OM-017"] == []


def test_findings_lead_to_the_field_to_mend(cast, rewrite):
    rewrite(city=filled("杭州"))
    (hit,) = RULES["OM-011"].find(Scope(cast.meeting, NOW, NOW.date()))
    assert hit.url == "/m/qiming-2027/event-plan/place/#field-city"


def stated(meeting: Any) -> dict[str, set[str]]:
    said: dict[str, set[str]] = {}
    for find in STATEMENTS:
        for row in find(meeting):
            said.setdefault(row.key, set()).add(row.value)
    return said


def test_meeting_brief_and_plan_state_the_same_facts(cast, plan):
    cast.meeting.venue_name = told(plan.draft, "venue")
    cast.meeting.save()
    signed(cast, plan)
    assert stated(cast.meeting) == {
        "meeting.name": {"启明科技 2027 合作伙伴大会"},
        "meeting.theme": {"同行致远"},
        "meeting.start_on": {"2027-03-18"},
        "meeting.end_on": {"2027-03-19"},
        "meeting.city": {"上海"},
        "meeting.venue_name": {"上海滨江会议中心"},
        "meeting.expected_headcount": {"600"},
    }


def test_a_plan_above_the_clients_ceiling_and_another_venue_are_contradictions(cast, plan, rewrite):
    budget = [{**rows(plan.draft, "budget")[0], "quantity": 1, "price": 132_000_001}]
    rewrite(budget=filled(budget), budget_total=filled(132_000_001))
    signed(cast, plan)
    cast.meeting.venue_name = "上海东湖国际酒店"
    assert {key: values for key, values in stated(cast.meeting).items() if len(values) > 1} == {
        "meeting.venue_name": {"上海东湖国际酒店", "上海滨江会议中心"},
        "budget.total": {"¥1,320,000.00", "¥1,320,000.01"},
    }


def test_a_draft_states_nothing_yet(cast, plan, rewrite):
    rewrite(city=filled("杭州"))
    assert stated(cast.meeting)["meeting.city"] == {"上海"}


def test_the_search_box_finds_a_line_of_a_plan_only_for_those_who_may_read_it(cast, plan):
    _title, find = FINDERS["event_plan"]
    assert [(h.title, h.url) for h in find(cast.actor("planner"), "急救箱", 10)] == [
        ("策划方案 · 物料", "/m/qiming-2027/event-plan/materials/#field-materials")
    ]
    assert list(find(cast.actor("stranger"), "急救箱", 10)) == []
    assert list(find(cast.actor("colleague"), "急救箱", 10)) == []


def test_a_plan_just_begun_is_found_lacking_what_nobody_wrote(cast):
    open_plan(actor=cast.actor("planner"), meeting=cast.meeting)
    (first, second) = found(cast.meeting)["OM-010"]
    assert first.startswith("策划方案缺 8 项核心内容")
    assert second.endswith("天气变化、设备故障、嘉宾临时缺席、人数超预期。")
