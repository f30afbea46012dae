"""Worked examples of sop.md on dates, tiers, merging, omission, compression and deadlines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiwu.engines.planning.calendar import chinese_calendar
from huiwu.engines.planning.catalogue import built_in_template
from huiwu.engines.planning.plan import Deadline, Fixed, OwnTask, PlanRefused, Settings
from tests.engines.planning.meetings import OPENING, days_of, facts, offsets, planned


def test_at_tier_l_every_step_has_exactly_the_catalogues_window() -> None:
    plan = planned(facts())
    assert plan.feasible
    assert (plan.tier, plan.factor_permille, plan.shortened, plan.postponed, plan.unmet) == ("L", 1000, (), (), ())
    for step in built_in_template().steps:
        assert offsets(plan, step.id) == (step.start_offset, step.end_offset), step.id


def test_the_one_page_of_milestones_comes_out() -> None:
    """sop.md §9: starts as early starts, gates and deadlines as late finishes."""
    plan = planned(facts())
    starts = {
        s: offsets(plan, s)[0] for s in ("P01", "P12", "P16", "P14", "P24", "P19", "P18", "P20", "P23", "P26", "D01")
    }
    assert starts == {
        "P01": -60, "P12": -40, "P16": -40, "P14": -30, "P24": -20, "P19": -14, "P18": -10, "P20": -10, "P23": -7,
        "P26": -3, "D01": -1,
    }  # fmt: skip
    ends = {
        s: offsets(plan, s)[1] for s in ("P02", "P04", "P05", "P06", "P09", "P11", "P14", "P17", "A13", "A09", "A12")
    }
    assert ends == {
        "P02": -50, "P04": -45, "P05": -42, "P06": -42, "P09": -35, "P11": -16, "P14": -15, "P17": -3, "A13": 7, "A09": 5,
        "A12": 7,
    }  # fmt: skip
    assert {s: offsets(plan, s)[1] for s in ("A14", "A07", "A15", "A17", "A20")} == {
        "A14": 10, "A07": 15, "A15": 18, "A17": 20, "A20": 90,
    }  # fmt: skip


def test_the_critical_path_runs_from_intake_over_contracts_to_the_opening_and_on_to_the_close() -> None:
    plan = planned(facts())
    preparation = [s for s in plan.critical_path if s.startswith("P")]
    assert preparation == ["P01", "P02", "P03", "P04", "P05", "P06", "P08", "P09", "P10"]
    assert [s for s in plan.critical_path if s in ("A03", "A06", "A07", "A15", "A17", "A20", "A21")] == [
        "A03", "A06", "A07", "A15", "A17", "A20", "A21",
    ]  # fmt: skip
    assert plan.driving_chain == ("P01", "P02", "P04", "P06", "P10", "D01", "D07")
    assert plan.step("P14").slack == 8


@pytest.mark.parametrize(
    ("people", "tier", "first"), [(50, "S", -14), (51, "M", -30), (200, "M", -30), (201, "L", -60), (1001, "XL", -90), (5000, "XL", -120)]
)  # fmt: skip
def test_preparation_starts_as_the_tier_says(people: int, tier: str, first: int) -> None:
    plan = planned(facts(people=people, lead=200, publicness="internal"))
    assert (plan.tier, offsets(plan, "P01")[0], plan.feasible) == (tier, first, True)


def test_a_small_meeting_is_frozen_on_the_eve_and_keeps_its_days_on_site_and_after() -> None:
    plan = planned(facts(people=40, lead=30))
    assert offsets(plan, "P26") == (-1, -1)
    assert offsets(plan, "D01") == (-1, 0)
    assert offsets(plan, "A17") == (5, 20)


def test_preparation_days_move_to_the_working_day_before_and_real_days_do_not_move() -> None:
    plan = planned(facts(lead=120, start_on=date(2026, 10, 10)), chinese_calendar())
    assert plan.step("P26").early_start == date(2026, 9, 30)
    assert plan.step("P26").late_finish == date(2026, 10, 8)
    assert plan.step("D01").early_start == date(2026, 10, 9)
    assert plan.step("A02").late_finish == date(2026, 10, 11)
    calendar = chinese_calendar()
    for step in plan.steps:
        if step.unit == "workday":
            assert all(calendar.is_workday(d) for d in (step.early_start, step.early_finish, step.late_finish) if d), (
                step.id
            )


def test_a_plan_over_new_year_says_which_year_is_not_announced() -> None:
    plan = planned(facts(people=100, lead=60, start_on=date(2027, 1, 20)), chinese_calendar())
    assert plan.unannounced_years == (2027,)
    assert "2027" in plan.note


def test_at_tier_s_intake_brief_and_goals_are_one_confirmation() -> None:
    plan = planned(facts(people=40, lead=30))
    assert [(s.id, s.merged_into) for s in plan.steps if s.merged_into] == [("P02", "P01"), ("P03", "P01")]
    assert plan.step("P02").early_start == plan.step("P01").early_start
    assert plan.step("P02").gate == "G1"
    assert [(link.id, link.start_only) for link in plan.step("P06").deps] == [("P01", False), ("P04", False)]
    apart = planned(facts(people=40, lead=30), settings=Settings(merge=False))
    assert not any(s.merged_into for s in apart.steps)


def test_at_tier_s_these_steps_are_left_out_and_these_simplified() -> None:
    plan = planned(facts(people=40, lead=30))
    assert [s.id for s in plan.steps if s.omitted == "size"] == ["D06", "D21", "D22", "D23", "D24", "D25"]
    assert [s.id for s in plan.steps if s.simplified] == ["P13", "P20", "P24"]
    assert [s.id for s in planned(facts(people=120, lead=60)).steps if s.omitted] == ["D21", "D25"]


def test_with_special_segments_the_rehearsal_stays_even_in_a_small_meeting() -> None:
    plan = planned(facts(people=40, lead=30, conditions=frozenset({"has_special_segments"})))
    assert (plan.step("D22").omitted, plan.step("D06").omitted) == (None, None)
    with pytest.raises(PlanRefused) as refused:
        planned(facts(), settings=Settings(omit=frozenset({"D06"})))
    assert refused.value.code == "needs_step"


def test_what_follows_an_omitted_step_inherits_its_dependencies() -> None:
    plan = planned(facts(people=40, lead=30))
    links = {link.id: link.start_only for link in plan.step("D07").deps}
    assert links == {"D01": False, "D02": False, "D03": False, "D04": False, "D05": False, "P11": False}
    dry = planned(facts(conditions=frozenset()))
    assert dry.step("D04").omitted == "condition"
    assert {link.id: link.start_only for link in dry.step("D07").deps}["P09"] is False


def test_unknown_conditions_leave_nothing_out_and_known_ones_decide() -> None:
    assert not any(s.omitted for s in planned(facts()).steps)
    plan = planned(facts(type="training", conditions=frozenset({"has_lodging"})))
    kept = [s.id for s in plan.steps if not s.omitted and s.id in ("P19", "P20", "P13", "D26", "A08", "A09", "D21")]
    assert kept == ["P19", "D26", "A08", "A09"]


def test_with_a_day_too_little_only_the_first_step_is_shortened() -> None:
    plan = planned(facts(lead=59))
    assert plan.feasible
    assert [(s.id, s.from_days, s.to_days) for s in plan.shortened] == [("P01", 6, 5)]
    assert plan.postponed == ()


def test_with_half_the_time_the_front_is_compressed_until_it_has_caught_up() -> None:
    plan = planned(facts(lead=30))
    assert plan.feasible
    assert {s.id for s in plan.shortened} == {"P01", "P02", "P03", "P04", "P05", "P06", "P08", "P09", "P10"}
    assert offsets(plan, "P14") == (-30, -15)
    assert not any(s.late for s in plan.steps)
    assert all(s.early_start >= plan.facts.today for s in plan.steps if s.early_start)


def test_below_the_least_time_of_the_catalogue_the_plan_is_infeasible_and_names_the_late_steps() -> None:
    plan = planned(facts(lead=8, type="training"))
    assert not plan.feasible
    late = [s.id for s in plan.steps if s.late]
    assert late[:2] == ["P01", "P02"]
    assert {u.id for u in plan.unmet} >= {"P01", "P26"}
    assert all(u.why for u in plan.unmet)
    assert offsets(plan, "D07") == (0, 0)


def test_the_mass_event_permit_does_not_scale() -> None:
    late = planned(facts(people=1500, lead=19, type="launch"))
    assert [u.id for u in late.unmet if u.kind == "statutory"] == ["mass_event_permit"]
    assert not late.feasible
    assert late.unmet[0].needed_on == OPENING - timedelta(days=20)
    assert planned(facts(people=1500, lead=20, type="launch")).feasible
    assert planned(facts(people=1500, lead=19, type="launch", publicness="internal")).feasible
    assert planned(facts(people=999, lead=19, type="launch")).feasible


def test_the_permit_counts_as_handed_in_once_compliance_is_done() -> None:
    done = Fixed("P04", OPENING - timedelta(days=60), OPENING - timedelta(days=50), "done")
    plan = planned(facts(people=1500, lead=19, type="launch"), fixed=[done])
    assert [d.done for d in plan.deadlines if d.id == "mass_event_permit"] == [True]
    assert "mass_event_permit" not in {u.id for u in plan.unmet}


def test_a_scaled_preparation_start_after_a_fixed_deadline_is_reported_at_the_start() -> None:
    plan = planned(
        facts(people=100, lead=200, conditions=frozenset({"has_foreign_guests"})),
        settings=Settings(lead_days={"visa": 45}),
    )
    assert [(u.id, u.kind) for u in plan.unmet] == [("visa", "visa")]
    assert "把筹备起点提前" in plan.unmet[0].why
    sooner = Settings(lead_days={"visa": 45}, prep_days=45)
    assert planned(facts(people=100, lead=200, conditions=frozenset({"has_foreign_guests"})), settings=sooner).feasible


def test_contract_days_are_given_from_outside_and_may_be_met_already() -> None:
    cut_off = Deadline("cut_off", "酒店截止日", OPENING - timedelta(days=25), "contract")
    assert [u.id for u in planned(facts(lead=20, type="training"), deadlines=[cut_off]).unmet] == ["cut_off"]
    met = Deadline("cut_off", "酒店截止日", OPENING - timedelta(days=25), "contract", done=True)
    assert planned(facts(lead=20, type="training"), deadlines=[met]).feasible


def test_a_contract_day_pulls_the_contract_and_what_it_waits_for() -> None:
    plan = planned(facts(lead=90, contract_on=OPENING - timedelta(days=55)))
    assert plan.feasible
    assert offsets(plan, "P05")[1] == -55
    assert offsets(plan, "P02") == (-68, -63)
    assert offsets(plan, "P09") == (-42, -35)
    hopeless = planned(facts(lead=56, contract_on=OPENING - timedelta(days=55)))
    assert ("P05", "contract") in [(u.id, u.kind) for u in hopeless.unmet]


def test_a_load_in_day_brings_the_set_up_forward_and_what_it_waits_for() -> None:
    plan = planned(facts(load_in_on=OPENING - timedelta(days=4)))
    assert offsets(plan, "D01")[0] == -4
    assert offsets(plan, "P26") == (-6, -5)
    assert plan.feasible


def test_own_tasks_start_the_working_day_after_and_end_before_the_meeting() -> None:
    tasks = [
        OwnTask("T1", "印袋子", 2, ("P09",)),
        OwnTask("T2", "装袋子", 1, ("T1",)),
        OwnTask("T3", "寄照片", 2, ("D19",)),
    ]
    plan = planned(facts(), tasks=tasks)
    assert plan.step("T1").early_start == days_of(plan.step("P09")).early_finish + timedelta(days=1)
    assert plan.step("T2").early_start == days_of(plan.step("T1")).early_finish + timedelta(days=1)
    assert plan.step("T2").late_finish == OPENING - timedelta(days=1)
    assert offsets(plan, "T3") == (1, 90)
    assert plan.step("T1").kind == "task"


def test_an_own_task_that_cannot_be_done_in_time_is_named() -> None:
    task = OwnTask("T1", "造船", 40, ("P09",), due_on=OPENING - timedelta(days=10))
    plan = planned(facts(), tasks=[task])
    assert [u.id for u in plan.unmet] == ["P09", "T1"] or [u.id for u in plan.unmet] == ["T1"]
    assert not plan.feasible


def test_a_chain_of_years_of_work_is_counted_and_named_as_too_late() -> None:
    tasks = [OwnTask(f"T{n}", "长活", 10, (f"T{n - 1}",) if n else ("P09",)) for n in range(100)]
    plan = planned(facts(), chinese_calendar(), tasks=tasks)
    assert not plan.feasible
    assert plan.step("T99").early_finish is not None
    assert plan.step("T99").early_finish > OPENING + timedelta(days=1000)
    assert plan.step("T0").late_finish is not None
    assert plan.step("T0").late_finish < OPENING - timedelta(days=1000)
    assert plan.step("T0").late


def test_done_steps_are_kept_and_what_is_left_needs_no_compression() -> None:
    first = planned(facts(lead=60))
    done = [
        Fixed(s.id, s.early_start, s.early_finish, "done")
        for s in first.steps
        if s.early_finish and s.early_finish < OPENING - timedelta(days=30)
    ]
    plan = planned(facts(lead=30), fixed=done)
    for item in done:
        step = plan.step(item.id)
        assert (step.early_start, step.early_finish, step.fixed, step.late) == (
            item.start_on,
            item.finish_on,
            "done",
            False,
        )
    assert plan.feasible
    assert plan.postponed == ()


def test_a_started_step_is_finished_from_today_on() -> None:
    plan = planned(facts(lead=40), fixed=[Fixed("P01", OPENING - timedelta(days=60), None, "started")])
    step = plan.step("P01")
    assert step.early_start == OPENING - timedelta(days=60)
    assert step.early_finish is not None
    assert step.early_finish >= plan.facts.today


def test_a_pinned_step_before_its_dependency_is_named() -> None:
    plan = planned(facts(), fixed=[Fixed("P09", OPENING - timedelta(days=58), OPENING - timedelta(days=57), "pinned")])
    assert ("P09", "fixed") in [(u.id, u.kind) for u in plan.unmet]
    assert plan.step("P09").early_start == OPENING - timedelta(days=58)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"people": 0}, "headcount_below_one"),
        ({"days": 0}, "end_before_start"),
        ({"load_in_on": OPENING + timedelta(days=1)}, "load_in_after_start"),
        ({"start_on": date(9999, 1, 1)}, "year_out_of_range"),
    ],
)
def test_impossible_meetings_are_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        planned(facts(**change))  # type: ignore[arg-type]  # one fact of any type
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("tasks", "code"),
    [
        ([OwnTask("P01", "同名", 1)], "same_id_twice"),
        ([OwnTask("T1", "无长", 0)], "bad_length"),
        ([OwnTask("T1", "悬空", 1, ("T9",))], "missing_dependency"),
        ([OwnTask("T1", "甲", 1, ("T2",)), OwnTask("T2", "乙", 1, ("T1",))], "cycle"),
    ],
)
def test_impossible_tasks_are_refused(tasks: list[OwnTask], code: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        planned(facts(), tasks=tasks)
    assert refused.value.code == code


def test_a_plan_that_is_kept_to_stays_as_it_was_day_by_day() -> None:
    """Every day what is finished is done and what has begun is started: nothing is compressed, nothing moves."""
    first = planned(facts(lead=60, days=2), chinese_calendar())
    for gone in range(0, 61, 5):
        today = first.facts.today + timedelta(days=gone)
        held = []
        for step in first.steps:
            assert step.early_start is not None
            assert step.early_finish is not None
            if step.early_finish < today:
                held.append(Fixed(step.id, step.early_start, step.early_finish, "done"))
            elif step.early_start < today:
                held.append(Fixed(step.id, step.early_start, None, "started"))
        plan = planned(facts(lead=60 - gone, days=2), chinese_calendar(), fixed=held)
        assert (plan.feasible, plan.postponed, plan.unmet) == (True, (), ()), gone
        assert [(s.early_start, s.early_finish) for s in plan.steps] == [
            (s.early_start, s.early_finish) for s in first.steps
        ]


@pytest.mark.parametrize("people", [300, 150])
def test_a_first_step_done_early_gives_slack_and_shortens_nothing_after_it(people: int) -> None:
    given = facts(people)
    before = planned(given)
    done = Fixed("P01", given.today, given.today, "done")
    after = planned(given, fixed=[done])
    days = [(s.id, s.early_start, s.early_finish) for s in before.steps if s.id != "P01"]
    assert [(s.id, s.early_start, s.early_finish) for s in after.steps if s.id != "P01"] == days
