from __future__ import annotations

import pytest

from huiwu.budget import services
from huiwu.budget.choices import REPORT
from huiwu.budget.errors import NoBaseline, ReportGone
from huiwu.budget.jobs import draft_due_reports
from huiwu.budget.models import BudgetReport
from huiwu.budget.queries.reports import schedule_of
from huiwu.budget.reminders import draws_waiting, reports_falling_due
from huiwu.documents.models import Version
from huiwu.documents.queries import sheet_of
from huiwu.documents.render.pdf import pdf
from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from huiwu.kernel import clock
from huiwu.kernel.errors import NotAllowed, StaleEdit
from huiwu.meetings.models import Meeting
from tests.budget.conftest import days_before, findings, fresh, line


def sent(finance, budget, person="赵明远"):
    row = services.draft_report(actor=finance, budget=budget)
    return services.send_report(actor=finance, report_id=row.pk, revision=row.revision, person=person)


def test_a_report_keeps_the_figures_of_its_instant(finance, signed, contract):
    made = contract(5_000_000)
    services.confirm_proposals(actor=finance, budget=signed, sources=[f"contract:{made.pk}"])
    version, _link, _token = sent(finance, signed)
    contract(900_000)
    kept = Version.objects.get(pk=version.pk).content["figures"]
    assert (kept["total"]["committed"], kept["total"]["approved"]) == (5_000_000, 8_500_000)
    assert kept["burn"][-1]["committed"] == 5_000_000
    assert sum(row["committed"] for row in kept["categories"]) + kept["unallocated"]["committed"] == 5_000_000


def test_a_lump_sum_report_shows_no_cost(finance, signed, contract):
    contract(5_000_000)
    services.save_settings(actor=finance, budget=signed, revision=1, values={"pricing": "lump"})
    version, _link, _token = sent(finance, fresh(signed))
    figures = version.content["figures"]
    assert set(figures) == {"pricing", "total_cents", "changes", "progress"}
    assert "50,000" not in str(sheet_of(version))


def test_nothing_is_reported_before_there_is_a_baseline(finance, budget):
    with pytest.raises(NoBaseline):
        services.draft_report(actor=finance, budget=budget)


def test_a_draft_is_one_and_is_sent_once(finance, signed):
    first = services.draft_report(actor=finance, budget=signed)
    assert services.draft_report(actor=finance, budget=signed).pk == first.pk
    saved = services.save_report(actor=finance, report_id=first.pk, revision=1, remarks="一切正常")
    with pytest.raises(StaleEdit):
        services.save_report(actor=finance, report_id=first.pk, revision=1, remarks="旧")
    services.send_report(actor=finance, report_id=first.pk, revision=saved.revision, person="赵明远")
    for again in (services.send_report, services.drop_report):
        more = {"revision": saved.revision, "person": "赵明远"} if again is services.send_report else {}
        with pytest.raises(ReportGone):
            again(actor=finance, report_id=first.pk, **more)
    assert BudgetReport.objects.get().number == 1


def test_a_draft_that_was_dropped_leaves_its_number(finance, signed):
    row = services.draft_report(actor=finance, budget=signed)
    services.drop_report(actor=finance, report_id=row.pk)
    assert services.draft_report(actor=finance, budget=signed).number == 1


def test_a_planner_may_not_send(cast, signed):
    with pytest.raises(NotAllowed):
        services.draft_report(actor=cast.actor("planner"), budget=signed)


def test_the_client_confirms_having_read_it_by_the_link(finance, signed):
    version, link, _token = sent(finance, signed)
    holder = Actor.of_link(link, address="203.0.113.9", agent="phone")
    sign_version(actor=holder, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    assert Version.objects.get(pk=version.pk).status == "confirmed"
    assert (version.document.kind, fresh(signed).baseline_id) == (REPORT, signed.baseline_id)


def test_a_report_is_a_pdf_with_its_pictures(finance, signed, contract):
    contract(5_000_000)
    version, _link, _token = sent(finance, signed)
    names = [type(block).__name__ for block in sheet_of(version).blocks]
    assert names.count("Drawing") == 2
    assert pdf(sheet_of(version)).startswith(b"%PDF")


def test_a_report_that_is_overdue_is_found_and_one_in_time_is_not(finance, signed):
    assert findings(signed.meeting, "OM-107", 30) == []  # baseline at T-44, due at T-30
    (found,) = findings(signed.meeting, "OM-107", 29)
    assert found.severity == "warn"
    with clock.at(days_before(30)):
        sent(finance, signed)
    assert findings(signed.meeting, "OM-107", 16) == []
    assert len(findings(signed.meeting, "OM-107", 15)) == 1


def test_without_a_budget_the_first_report_is_owed_two_weeks_after_t_minus_48(cast):
    Meeting.objects.update(created_at=days_before(70))
    assert findings(cast.meeting, "OM-107", 34) == []
    assert len(findings(cast.meeting, "OM-107", 33)) == 1


def test_a_draft_stands_on_the_table_two_days_before_it_is_due(signed):
    with clock.at(days_before(33)):
        assert draft_due_reports() == 0
    with clock.at(days_before(32)):
        assert (draft_due_reports(), draft_due_reports()) == (1, 0)
    assert BudgetReport.objects.get().drafted_by is None


def test_what_falls_due_is_told_to_the_one_who_keeps_the_book(finance, signed, cast):
    (due,) = list(reports_falling_due())
    schedule = schedule_of(signed.meeting, signed)
    assert schedule is not None
    assert (due.person_id, due.due_on) == (finance.id, schedule.due_on)
    services.request_draw(
        actor=finance, budget=signed, line_id=line(signed, "午餐").pk, amount_cents=100, reason="临时加餐"
    )
    assert [row.state for row in draws_waiting()] == ["missing"]
