"""The built-in template loads; every bad template is refused with a sentence that names the place."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from huiwu.engines.planning.catalogue import TemplateRefused, built_in_data, built_in_template, load_template, role_code
from huiwu.engines.planning.catalogue_rules import problems_in
from huiwu.engines.planning.raci import RaciRow, raci_of, raci_problems
from huiwu.engines.planning.vocabulary import ROLE_CODES


def test_the_built_in_template_has_75_steps_and_13_gates() -> None:
    template = built_in_template()
    assert len(template.steps) == 75
    assert [gate.id for gate in template.gates] == [
        "G0", "G1", "G2", "G3a", "G3b", "G4", "G5", "G6", "G7", "G8", "G9", "G10", "G11",
    ]  # fmt: skip
    assert problems_in(built_in_data()) == ()


def test_tiers_follow_the_head_count_thresholds() -> None:
    template = built_in_template()
    found = [template.tier_for(n).id for n in (1, 50, 51, 200, 201, 1000, 1001, 90000)]
    assert found == ["S", "S", "M", "M", "L", "L", "XL", "XL"]
    assert [tier.factor_permille for tier in template.tiers] == [(250, 250), (500, 500), (1000, 1000), (1500, 2000)]


def test_every_role_has_a_code_of_the_glossary() -> None:
    for step in built_in_template().steps:
        assert {step.accountable, *step.responsible} <= ROLE_CODES
    assert role_code("场地组长") == role_code("场地组") == "venue_team"
    assert role_code("finance") == "finance"


def test_conditions_are_read_as_codes() -> None:
    template = built_in_template()
    assert template.step("D04").applies_when == ("has_meals", "has_breaks")
    assert template.step("P13").applies_when == ("has_publicity",)
    assert template.step("P01").applies_when == ()
    assert sum(bool(step.applies_when) for step in template.steps) == 15


def test_minutes_of_the_opening_day_are_read_from_the_label() -> None:
    minutes = {step.id: step.minutes for step in built_in_template().steps if step.minutes}
    assert minutes == {
        "D02": (-120, -120), "D03": (-120, -120), "D04": (-180, -180),
        "D07": (-60, -30), "D12": (-90, 0), "D13": (-60, 0),
    }  # fmt: skip


def test_on_the_opening_day_nothing_ends_before_what_it_waits_for() -> None:
    """Rule 4 of sop.md §2, by the minute: D01 → D02, D03 → D06 → D07; the opening (D14), not check-in, waits for D07."""
    template = built_in_template()
    for step in template.steps:
        for dep in step.deps:
            before = template.step(dep).minutes
            if step.minutes and before and dep not in step.start_only:
                assert before[1] <= step.minutes[1], (dep, step.id)
    assert "D07" in template.step("D14").deps
    assert "D07" not in template.step("D12").deps


def test_a_template_survives_being_read_twice() -> None:
    assert load_template(copy.deepcopy(built_in_data())) == built_in_template()


def _step(data: dict[str, Any], step_id: str) -> dict[str, Any]:
    return next(step for step in data["steps"] if step["id"] == step_id)


def _edit(step_id: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda data: _step(data, step_id).update(values)


def _drop_step(step_id: str) -> Callable[[dict[str, Any]], None]:
    def drop(data: dict[str, Any]) -> None:
        data["steps"] = [step for step in data["steps"] if step["id"] != step_id]
        for step in data["steps"]:
            step["deps"] = [d for d in step["deps"] if d != step_id]
            step["deps_start_only"] = [d for d in step["deps_start_only"] if d != step_id]

    return drop


BAD: list[tuple[Callable[[dict[str, Any]], None], str, str, str]] = [
    (_edit("P01", deps=["P06"]), "steps.P01.deps", "cycle", "依赖成环：P01 → P06 → P02 → P01。请去掉其中一条依赖。"),
    (_edit("P05", deps=["P02", "P99"]), "steps.P05.deps", "missing_dependency", "步骤 P05 依赖的 P99 不存在。"),
    (_edit("P05", deps_start_only=["P01"]), "steps.P05.deps_start_only", "start_only_not_a_dependency",
     "步骤 P05 把 P01 标为“已开始即可”，但 P01 不在它的依赖里。"),
    (_edit("P08", accountable=[]), "steps.P08.accountable", "no_accountable", "步骤 P08 没有负责人（A）。"),
    (_edit("P08", accountable=["商务", "财务"]), "steps.P08.accountable", "several_accountable",
     "步骤 P08 有 2 个负责人（A），只能有一个。"),
    (_edit("P08", responsible=[]), "steps.P08.responsible", "no_responsible", "步骤 P08 没有执行人（R）。"),
    (_edit("P08", responsible=["宇航员"]), "steps.P08.responsible", "unknown_role", "步骤 P08 用了不认识的角色“宇航员”。"),
    (_edit("A21", t0=95), "steps.A21.t0", "window_reversed", "步骤 A21 的开始（95）晚于结束（90）。"),
    (_edit("A07", t0=30, t1=30, anchor_end="D"), "steps.A07.anchor_end", "anchors_reversed", "步骤 A07 从末日算起，却按首日结束。"),
    (_edit("P26", t1=-4, t0=-5), "steps.P26.t1", "ends_before_dependency", "步骤 P26 的结束（-4）早于它依赖的 P15 的结束（-3）。"),
    (_edit("P22", t0=-46), "steps.P22.t0", "starts_before_dependency", "步骤 P22 的开始（-46）早于它依赖的 P11 的开始（-45）。"),
    (_edit("P08", gate={"id": "G77", "party": "client", "blocking": True, "note": ""}), "steps.P08.gate", "unknown_gate",
     "步骤 P08 用了不存在的门禁 G77。"),
    (_edit("P08", gate={"id": None, "party": "nobody", "blocking": True, "note": ""}), "steps.P08.gate", "unknown_party",
     "步骤 P08 的门禁确认方“nobody”不认识。"),
    (_edit("P19", applies_when="看心情"), "steps.P19.applies_when", "unknown_condition", "步骤 P19 的适用条件“看心情”不认识。"),
    (_edit("P19", simplify_at=["XXL"]), "steps.P19.simplify_at", "unknown_tier", "步骤 P19 提到不存在的级别 XXL。"),
    (_edit("P19", t0="早"), "steps.P19.t0", "not_a_number", "步骤 P19 的“t0”应为整数。"),
    (_edit("P19", phase="某时"), "steps.P19.phase", "unknown_word", "步骤 P19 的“phase”应为 pre_event、setup、live、post_event 之一。"),
    (_edit("P19", mode="偶尔"), "steps.P19.mode", "unknown_word", "步骤 P19 的“mode”应为 window、continuous、triggered 之一。"),
    (_edit("P19", zh=""), "steps.P19.zh", "no_name", "步骤 P19 没有名称。"),
    (_edit("P19", length_days=0), "steps.P19.length_days", "bad_length", "步骤 P19 的工期应为不小于 1 的整数天。"),
    (_drop_step("D06"), "steps.D22", "needs_step", "模板有 D22，就不能没有 D06（启用专项环节时彩排不得省）。"),
    (lambda d: d["merge_at"].update(S=["P01", "P88"]), "merge_at.S", "missing_step", "级别 S 的合并表提到不存在的步骤 P88。"),
    (lambda d: d["merge_at"].update(S=["P01", "P01"]), "merge_at.S", "merged_twice", "级别 S 的合并表里 P01 出现了两次。"),
    (lambda d: d["merge_at"].update(Q=["P01", "P02"]), "merge_at.Q", "unknown_tier", "合并表提到不存在的级别 Q。"),
    (lambda d: d["gates"][0].update(steps=["P77"]), "gates.G0.steps", "missing_step", "门禁 G0 指向不存在的步骤 P77。"),
    (lambda d: d["size_tiers"].reverse(), "size_tiers", "tiers_out_of_order", "规模级别的人数上限应从小到大，且最后一级不设上限。"),
    (lambda d: d.update(size_tiers=[]), "size_tiers", "no_tiers", "模板里没有规模级别，无法换算时间。"),
    (lambda d: d.update(steps=[]), "steps", "no_steps", "模板里一个步骤也没有。"),
    (lambda d: d.pop("gates"), "gates", "missing_part", "模板缺少“gates”这一部分，或它不是列表。"),
    (lambda d: d["steps"].append({"zh": "无名"}), "steps[75]", "no_id", "第 76 个步骤没有编号。"),
    (lambda d: d["steps"].append(copy.deepcopy(d["steps"][0])), "steps.P01", "same_id_twice", "步骤编号 P01 出现了不止一次。"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "place", "code", "sentence"), BAD, ids=[f"{b[2]}-{b[1]}" for b in BAD])
def test_a_bad_template_is_refused_and_the_place_is_named(
    spoil: Callable[[dict[str, Any]], None], place: str, code: str, sentence: str
) -> None:
    data = copy.deepcopy(built_in_data())
    spoil(data)
    with pytest.raises(TemplateRefused) as refused:
        load_template(data)
    first = refused.value.problems[0]
    assert (first.place, first.code, first.sentence) == (place, code, sentence)


def test_the_templates_own_raci_has_one_a_and_an_r_everywhere() -> None:
    template = built_in_template()
    assert raci_problems(raci_of(template), [step.id for step in template.steps]) == ()


def test_each_broken_raci_rule_is_named() -> None:
    rows = [
        RaciRow("P02", "a", "A"), RaciRow("P02", "b", "A"), RaciRow("P02", "b", "R"),
        RaciRow("P03", "a", "A"), RaciRow("P04", "a", "R"), RaciRow("P04", "a", "R"),
        RaciRow("P05", "a", "A"), RaciRow("P05", "a", "R"), RaciRow("P05", "a", "Z"), RaciRow("P99", "a", "R"),
    ]  # fmt: skip
    found = raci_problems(rows, ["P01", "P02", "P03", "P04", "P05"])
    assert [(p.step, p.code) for p in found] == [
        ("P01", "no_accountable"), ("P01", "no_responsible"), ("P02", "several_accountable"), ("P03", "no_responsible"),
        ("P04", "no_accountable"), ("P04", "same_twice"), ("P05", "unknown_letter"), ("P99", "unknown_step"),
    ]  # fmt: skip
