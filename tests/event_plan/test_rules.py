from __future__ import annotations

from typing import Any

import pytest

from huiwu.documents.fourstate import filled, none, not_applicable
from huiwu.event_plan import rules
from huiwu.event_plan.schema import SCHEMA, SOP_SECTIONS


def content(**fields: Any) -> dict[str, Any]:
    return SCHEMA.blank() | {key: filled(value) for key, value in fields.items()}


def line(category: str, item: str, quantity: int = 1, price: int = 100) -> dict[str, Any]:
    return {"category": category, "item": item, "quantity": quantity, "price": price, "unit": "item"}


def case(kind: str, owner: str = "总控") -> dict[str, str]:
    return {"kind": kind, "trigger": "暴雨", "response": "改室内", "owner": owner}


def test_the_first_fourteen_sections_are_those_of_the_sop():
    assert [section.key for section in SOP_SECTIONS] == list(rules.CORE_SECTIONS)
    assert len(rules.CORE_SECTIONS) == 14


def test_a_blank_plan_lacks_every_content():
    assert rules.contents_lacking(SCHEMA.blank()) == list(rules.CORE_SECTIONS)


def test_none_and_not_applicable_are_answers_and_live_data_is_content():
    plan = SCHEMA.blank() | {"rooms": not_applicable(), "transport": none()}
    plan["live"] = {"agenda": [{"title": "日程", "fills": True, "gives_way": True, "blocks": []}]}
    told = [s for s in rules.CORE_SECTIONS if rules.is_told(plan, s)]
    assert told == ["agenda", "lodging", "transport"]


def test_live_data_that_only_accompanies_a_section_does_not_fill_it():
    plan = SCHEMA.blank() | {"live": {"theme": [{"title": "", "fills": False, "gives_way": False, "blocks": []}]}}
    assert not rules.is_told(plan, "theme")


def test_each_of_the_four_named_contingencies_needs_a_measure_and_an_owner():
    plan = content(contingency=[case("weather"), case("equipment"), case("guest_absent", owner="")])
    assert rules.contingencies_lacking(plan) == ["guest_absent", "overcrowding"]


def test_the_budget_adds_up_to_the_cent():
    lines = [line("venue", "场租", 2, 33_333), line("tax", "税", 1, 1)]
    assert rules.budget_fault(content(budget=lines, budget_total=66_667)) is None
    fault = rules.budget_fault(content(budget=lines, budget_total=66_668))
    assert fault == rules.BudgetFault(lines=66_667, total=66_668)
    assert fault.off_by == -1


def test_an_unfilled_total_is_no_contradiction():
    assert rules.budget_fault(content(budget=[line("venue", "场租")])) is None
    assert rules.budget_fault(content(budget_total=5)) is None


def test_a_list_and_the_budget_are_compared_both_ways():
    plan = content(
        materials=[{"name": "手册"}, {"name": "折页", "budget_line": "手册"}, {"name": "急救箱", "free": True}],
        equipment=[{"name": "主屏"}],
        budget=[line("print_gifts", "手 册"), line("print_gifts", "雨伞"), line("venue", "场租")],
    )
    assert list(rules.unmatched(plan)) == [
        rules.Unmatched("equipment", 1, "主屏"),
        rules.Unmatched("budget", 2, "雨伞"),
    ]


@pytest.mark.parametrize(
    ("probability", "impact", "value", "level"),
    [("5", "3", 15, "high"), ("2", "4", 8, "middle"), ("1", "5", 5, "low"), (None, "5", 0, "")],
)
def test_a_risk_is_probability_times_impact(probability, impact, value, level):
    row = {"probability": probability, "impact": impact}
    assert (rules.risk_value(row), rules.risk_level(row)) == (value, level)


def test_the_plan_contradicts_the_brief_where_both_speak_and_differ():
    plan = content(name="启明 大会", city="上海", start_date="2027-03-18")
    brief = {"name": filled("启明大会"), "city": filled("杭州"), "start_date": none()}
    assert rules.contradictions(plan, brief) == [("city", "上海", "杭州")]


def test_both_alternatives_are_wanted():
    assert rules.alternatives_lacking(content(alt_dates=["2027-03-25"])) == ["alt_venues"]
