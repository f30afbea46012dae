from __future__ import annotations

from huiwu.audit.queries import history, told
from huiwu.budget import services
from huiwu.budget.evidence import budget_baseline, budget_ledger, budget_report
from huiwu.budget.plan_sections import sums
from huiwu.budget.search import find_lines
from huiwu.budget.sections import one_line
from huiwu.budget.statements import what_the_budget_states
from huiwu.foundation.registry.impact import Change, impacts
from huiwu.foundation.registry.spending import planned_spending, spending_lines
from tests.budget.conftest import line, opened, values


def test_evidence_of_p07_comes_from_the_data(finance, cast, budget, contract):
    meeting = cast.meeting
    assert [e(meeting).present for e in (budget_baseline, budget_ledger, budget_report)] == [False, True, False]
    contract(5_000_000)
    assert budget_ledger(meeting).present is False


def test_the_signed_baseline_is_the_clients(cast, signed):
    found = budget_baseline(cast.meeting)
    assert (found.present, found.by_client, found.by) == (True, True, "赵明远")


def test_the_plan_shows_the_budget(cast, budget):
    (table,) = sums(cast.meeting) or ()
    assert table.rows[-1][2] == 8_500_000


def test_a_headcount_that_changes_names_the_lines_that_move(cast, budget):
    (found,) = [i for i in impacts(cast.meeting, [Change("brief.headcount", "人数", 1, 2)]) if i.kind == "budget"]
    assert found.why.startswith("1 行")


def test_lines_are_found_by_those_who_may_see_them(cast, budget):
    assert [hit.title for hit in find_lines(cast.actor("lead"), "午餐", 5)] == ["午餐 自助"]
    assert list(find_lines(cast.actor("stranger"), "午餐", 5)) == []
    assert list(find_lines(cast.actor("lead"), "午\0", 5)) == []


def test_the_three_parts_of_the_cap_come_from_the_budget_once(cast, finance, budget):
    services.add_line(
        actor=finance,
        budget=budget,
        values=values(category="service_fee", item="会务服务费", unit="lump", basis="", per_diem="", unit_cents=9),
    )
    found = [(row.category, row.amount_cents) for row in planned_spending(cast.meeting)]
    assert found == [("meals", 6_000_000)]
    lines = [row.text for row in spending_lines(cast.meeting) if row.id.startswith("budget:")]
    assert lines == ["主会场", "午餐 自助", "会务服务费 自助", "不可预见费"]


def test_nothing_is_stated_before_both_totals_are_signed(cast, signed):
    assert list(what_the_budget_states(cast.meeting)) == []


def test_the_overview_shows_the_budget_in_one_line(cast, budget):
    shown = one_line(cast.actor("lead"), cast.meeting)
    assert shown is not None
    assert shown["total"].estimate == 8_500_000


def test_the_history_calls_lines_by_their_item(cast, finance, budget):
    row = line(budget, "午餐")
    services.remove_line(actor=finance, line_id=row.pk)
    (last,) = told(list(history(cast.meeting)[:1]))
    assert "午餐" in str(last)
    assert opened(budget).book.total.estimate == 2_500_000
