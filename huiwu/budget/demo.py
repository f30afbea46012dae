"""The demo meeting's budget: taken from its plan, signed as the baseline, everything on a line, reports sent in time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from huiwu.accounts.choices import Role
from huiwu.budget.choices import Origin
from huiwu.budget.models import Budget
from huiwu.budget.queries.books import Ledger, ledger_of
from huiwu.budget.queries.reports import schedule_of
from huiwu.budget.rules.ledger import Source
from huiwu.budget.services import (
    allocate,
    approve_overrun,
    begin_budget,
    confirm_proposals,
    draft_report,
    save_report,
    send_budget,
    send_report,
)
from huiwu.documents.models import Version
from huiwu.documents.services import sign_version
from huiwu.event_plan.choices import BudgetCategory
from huiwu.event_plan.queries import signed_plan, written_content
from huiwu.event_plan.rules import rows
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.kernel.money import spread
from huiwu.planning.models import Step

REMARKS = "本期签约与付款见下表；人数仍按预计数测算，确认数出来后随即更新。预测超出预算的科目已列明，需要贵方关注的变更见“变更”一节。"


@demo(68)
def build(ctx: DemoContext) -> None:
    """A draft as soon as the plan has a budget; from P07's first day the baseline, then a report every fortnight."""
    if not rows(written_content(ctx.meeting) or {}, "budget"):
        return
    first = _first_day(ctx)
    finance = Actor.of_user(ctx.cast.get(Role.FINANCE) or ctx.cast[Role.PROJECT_MANAGER])
    with clock.at(moment(min(first, ctx.today), 9)):
        budget = begin_budget(actor=finance, meeting=ctx.meeting, origin=Origin.EVENT_PLAN)
    if signed_plan(ctx.meeting) is not None and ctx.today > first:
        _sign(ctx, budget, first)
        _put_on_lines(ctx, budget, finance)
        _report(ctx, budget, finance)
    ctx.made["budget"] = budget


def _first_day(ctx: DemoContext) -> date:
    """When the meeting's own schedule begins to keep the book; without one T-48."""
    step = Step.objects.filter(plan__meeting=ctx.meeting, code="P07").first()
    usual = ctx.meeting.start_on - timedelta(days=48)
    return step.start_on if step is not None and step.start_on else usual


def _client(ctx: DemoContext) -> tuple[str, str, str]:
    contacts = list(ctx.meeting.client.contacts.all()) if ctx.meeting.client else []
    person = next((c for c in contacts if c.is_approver), contacts[0] if contacts else None)
    return (person.name, person.title, person.email) if person else ("客户", "", "")


def _sign(ctx: DemoContext, budget: Budget, first: date) -> None:
    lead = Actor.of_user(ctx.cast[Role.PROJECT_MANAGER])
    name, title, _mail = _client(ctx)
    signed_on = min(first + timedelta(days=2), ctx.today)
    with clock.at(moment(min(first + timedelta(days=1), ctx.today), 10)):
        version, link, _token = send_budget(actor=lead, budget=budget, person=name)
    with clock.at(moment(signed_on, 15)):
        _confirm(version, Actor.of_link(link, address="203.0.113.20", agent="Mozilla/5.0"), name, title)
    budget.refresh_from_db()


def _confirm(version: Version, holder: Actor, name: str, title: str) -> None:
    sign_version(
        actor=holder, version_id=version.pk, seen_hash=version.content_hash, person_name=name, person_title=title
    )


def _put_on_lines(ctx: DemoContext, budget: Budget, finance: Actor) -> None:
    """Proposals are taken over; what fits nowhere goes to the line with most left; overruns get a reason."""
    with clock.at(moment(ctx.today, 9)):
        found = [source.key for source in ledger_of(budget).loose]
        confirm_proposals(actor=finance, budget=budget, sources=found)
        ledger = ledger_of(budget)
        for source in ledger.loose:
            parts = _where_there_is_room(ledger, source)
            if parts:
                allocate(actor=finance, budget=budget, source=source.key, parts=parts)
                ledger = ledger_of(budget)
        ledger = ledger_of(budget)
        lead = Actor.of_user(ctx.cast[Role.PROJECT_MANAGER])
        for line in ledger.over:
            up_to = ledger.figures(line.key).exposure
            approve_overrun(
                actor=lead, line_id=line.pk, up_to_cents=up_to, reason="签约价高于预算，由同科目结余消化，客户已知悉"
            )


def _where_there_is_room(ledger: Ledger, source: Source) -> list[tuple[str, int, Decimal | None]]:
    """A record that nothing tells about, over lines by what they still need; what is split already stays."""
    if source.key in ledger.parts:
        return []
    fixed = (BudgetCategory.RESERVE, BudgetCategory.TAX, BudgetCategory.SERVICE_FEE)
    open_lines = {line.key: ledger.figures(line.key).open for line in ledger.lines if line.category not in fixed}
    if not any(open_lines.values()):
        return []
    shares = spread(source.amount_cents, list(open_lines.values()))
    return [(key, cents, None) for key, cents in zip(open_lines, shares, strict=True) if cents]


def _report(ctx: DemoContext, budget: Budget, finance: Actor) -> None:
    """One each period up to today; the client confirms on the second day after."""
    name, title, mail = _client(ctx)
    schedule = schedule_of(ctx.meeting, budget)
    while schedule is not None and schedule.due_on <= ctx.today:
        day = schedule.due_on
        with clock.at(moment(day, 11)):
            row = draft_report(actor=finance, budget=budget)
            row = save_report(actor=finance, report_id=row.pk, revision=row.revision, remarks=REMARKS)
            version, link, _token = send_report(
                actor=finance, report_id=row.pk, revision=row.revision, person=name, recipient=mail
            )
        schedule = schedule_of(ctx.meeting, budget)
        confirmed_on = day + timedelta(days=2)
        if confirmed_on <= ctx.today:
            with clock.at(moment(confirmed_on, 9)):
                _confirm(version, Actor.of_link(link, address="203.0.113.20", agent="Mozilla/5.0"), name, title)
