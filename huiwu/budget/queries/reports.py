"""What a report to the client says, frozen at an instant, and when the next one is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from huiwu.budget.choices import Detail, Pricing, ReportState
from huiwu.budget.models import Budget, BudgetReport
from huiwu.budget.queries.books import Ledger, ledger_of
from huiwu.budget.queries.reserve import reserve_of
from huiwu.budget.rules.forecast import Figures
from huiwu.budget.rules.reporting import Schedule, first_day
from huiwu.documents.choices import ChangeOrderStatus
from huiwu.documents.queries.register import change_orders_of
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.planning.choices import StepStatus
from huiwu.planning.models import Step

SETTLED = "A07"
"""决算 ends the reports (SOP P07: 持续至 A07)."""
SHOWN = ("baseline", "adjusted", "approved", "committed", "paid", "forecast")


def figures_of(budget: Budget) -> dict[str, Any]:
    """The figures of a report as of now. With 总价包干 only progress and changes: our cost is nobody's business then."""
    meeting = budget.meeting
    ledger = ledger_of(budget)
    found: dict[str, Any] = {
        "pricing": budget.pricing,
        "total_cents": ledger.book.total.approved,
        "changes": _changes(meeting),
        "progress": list(progress_of(meeting)),
    }
    if budget.pricing == Pricing.LUMP:
        return found
    reserve = reserve_of(budget)
    found |= {
        "total": _shown(ledger.book.total),
        "categories": [{"category": code} | _shown(at) for code, at in ledger.book.categories.items()],
        "unallocated": _shown(ledger.book.unallocated),
        "reserve": {"total_cents": reserve.total_cents, "drawn_cents": reserve.drawn_cents},
        "burn": burn_of(ledger),
    }
    if budget.report_detail == Detail.LINES:
        found["lines"] = [
            {"key": line.key, "category": line.category, "item": line.item} | _shown(ledger.figures(line.key))
            for line in ledger.lines
        ]
    return found


def _shown(at: Figures) -> dict[str, int]:
    return {name: getattr(at, name) for name in SHOWN}


def _changes(meeting: Meeting) -> list[dict[str, Any]]:
    """Change orders that were not withdrawn, oldest first."""
    orders = [order for order in change_orders_of(meeting) if order.status != ChangeOrderStatus.WITHDRAWN]
    return [
        {
            "number": order.sheet.number if order.sheet else "",
            "summary": order.summary,
            "cost_cents": order.cost_cents,
            "status": order.status,
        }
        for order in reversed(orders)
    ]


def progress_of(meeting: Meeting) -> tuple[int, int]:
    """Steps done, and all that apply."""
    found = Step.objects.filter(plan__meeting=meeting).values_list("status", flat=True)
    counted = [status for status in found if status not in (StepStatus.OMITTED, StepStatus.MERGED)]
    return sum(status == StepStatus.DONE for status in counted), len(counted)


def burn_of(ledger: Ledger) -> list[dict[str, Any]]:
    """Committed and paid, added up week by week until today; the last point is the sum of all postings."""
    meeting, today = ledger.budget.meeting, clock.today(ledger.budget.meeting.time_zone)
    days = {key: source.on for key, source in ledger.sources.items()}
    moves = [(days.get(e.source) or today, e) for e in ledger.entries if e.account in ("committed", "paid")]
    baseline = ledger.budget.baseline_at
    start = baseline.astimezone(meeting.zone).date() if baseline else today
    first = min([start, today, *(day for day, _entry in moves)])
    found = []
    for day in _weeks(first, today):
        sums = {"committed": 0, "paid": 0}
        for on, entry in moves:
            if on <= day or day == today:
                sums[entry.account] += entry.amount_cents
        found.append({"on": day.isoformat()} | sums)
    return found


def _weeks(first: date, last: date) -> Iterable[date]:
    day = first
    while day < last:
        yield day
        day += timedelta(days=7)
    yield last


def schedule_of(meeting: Meeting, budget: Budget | None) -> Schedule | None:
    """When the next report is due; None once the account is settled or the meeting is no longer live."""
    settled = Step.objects.filter(plan__meeting=meeting, code=SETTLED, status=StepStatus.DONE)
    if not meeting.is_live or settled.exists():
        return None
    if budget is None:
        return Schedule(
            first_day(meeting.start_on, _opened_on(meeting), None), Budget._meta.get_field("report_every_days").default
        )
    return schedule_from(budget, last_sent(budget))


def schedule_from(budget: Budget, sent: BudgetReport | None) -> Schedule:
    """Periods run from the last report sent, before there is one from the baseline or T-48."""
    zone = budget.meeting.zone
    if sent is not None and sent.sent_at is not None:
        return Schedule(sent.sent_at.astimezone(zone).date(), budget.report_every_days)
    baseline_on = budget.baseline_at.astimezone(zone).date() if budget.baseline_at else None
    first = first_day(budget.meeting.start_on, _opened_on(budget.meeting), baseline_on)
    return Schedule(first, budget.report_every_days)


def _opened_on(meeting: Meeting) -> date:
    return meeting.created_at.astimezone(meeting.zone).date()


def last_sent(budget: Budget) -> BudgetReport | None:
    return budget.reports.filter(state=ReportState.SENT).order_by("-sent_at").first()


def draft_of(budget: Budget) -> BudgetReport | None:
    return budget.reports.filter(state=ReportState.DRAFT).first()


def reports_of(budget: Budget) -> list[BudgetReport]:
    """Newest first, with what the client said: one query and one for the versions."""
    found = budget.reports.select_related("document", "sent_by", "drafted_by")
    return list(found.prefetch_related("document__versions__signoffs", "document__remarks"))
