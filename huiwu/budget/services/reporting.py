"""《预算执行简报》: drafted when it is due, its figures frozen, sent to the client as a version with a link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from huiwu.accounts.models import ScopedLink
from huiwu.budget.choices import REPORT, ReportState
from huiwu.budget.errors import NoBaseline, ReportGone
from huiwu.budget.events import BudgetReportDrafted, BudgetReportDropped, BudgetReportSaved, BudgetReportSent
from huiwu.budget.models import Budget, BudgetReport
from huiwu.budget.queries.reports import draft_of, figures_of, schedule_of
from huiwu.documents.models import Version
from huiwu.documents.services import invite_to_sign, open_document, propose_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound, StaleEdit


@transaction.atomic
def draft_report(*, actor: Actor, budget: Budget) -> BudgetReport:
    """The next report with figures as of now; the draft there is, when there is one. Raises NoBaseline."""
    require(actor, "budget.report", budget.meeting)
    if budget.baseline_id is None:
        raise NoBaseline
    last = budget.reports.aggregate(n=Max("number"))["n"] or 0
    schedule = schedule_of(budget.meeting, budget)
    today = clock.today(budget.meeting.time_zone)
    try:
        with transaction.atomic():
            row = BudgetReport.objects.create(
                budget=budget,
                number=last + 1,
                as_of_at=clock.now(),
                due_on=schedule.due_on if schedule else today,
                figures=figures_of(budget),
                drafted_by=actor.user,
                saved_by=actor.user,
            )
    except IntegrityError:  # a colleague, or the system, was quicker
        found = draft_of(budget)
        if found is None:
            raise
        return found
    _said(BudgetReportDrafted, row, actor)
    return row


@transaction.atomic
def save_report(*, actor: Actor, report_id: UUID, revision: int, remarks: str) -> BudgetReport:
    """Write 情况说明. Raises StaleEdit, ReportGone."""
    row = _report(report_id)
    require(actor, "budget.report", row.budget.meeting)
    _write(row, revision, actor, remarks=remarks.strip()[:10_000])
    _said(BudgetReportSaved, row, actor)
    return row


@transaction.atomic
def redraw_report(*, actor: Actor, report_id: UUID, revision: int) -> BudgetReport:
    """Take the figures anew, as of now. Raises StaleEdit, ReportGone."""
    row = _report(report_id)
    require(actor, "budget.report", row.budget.meeting)
    _write(row, revision, actor, figures=figures_of(row.budget), as_of_at=clock.now())
    _said(BudgetReportSaved, row, actor)
    return row


@transaction.atomic
def drop_report(*, actor: Actor, report_id: UUID) -> None:
    """Throw a draft away; its number is given to the next one. Raises ReportGone."""
    row = _report(report_id)
    require(actor, "budget.report", row.budget.meeting)
    if not BudgetReport.objects.filter(pk=row.pk, state=ReportState.DRAFT).delete()[0]:
        raise ReportGone
    _said(BudgetReportDropped, row, actor)


@transaction.atomic
def send_report(
    *,
    actor: Actor,
    report_id: UUID,
    revision: int,
    person: str,
    recipient: str = "",
    lasts: timedelta = timedelta(days=30),
) -> tuple[Version, ScopedLink, str]:
    """Make the draft a version and a link by which `person` of the client reads it, remarks, and says 已阅.

    Sent twice at the same instant it is sent once. Raises StaleEdit, ReportGone.
    """
    row = _report(report_id)
    meeting = row.budget.meeting
    require(actor, "budget.report", meeting)
    _write(row, revision, actor, state=ReportState.SENT, sent_at=clock.now(), sent_by=actor.user)
    title = _("预算执行简报第 {number} 期").format(number=row.number)
    document = open_document(
        actor=actor, meeting=meeting, kind=REPORT, title=title, content=content_of(row), subject_id=row.pk
    )
    version = propose_version(actor=actor, document_id=document.pk, revision=document.revision)
    BudgetReport.objects.filter(pk=row.pk).update(document=document)
    link, token = invite_to_sign(actor=actor, version_id=version.pk, person=person, recipient=recipient, lasts=lasts)
    fact = BudgetReportSent(meeting_id=meeting.pk, report_id=row.pk, number=row.number, version_id=version.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return version, link, token


def content_of(row: BudgetReport) -> dict[str, Any]:
    """What the client's version keeps."""
    return {
        "number": row.number,
        "as_of": row.as_of_at.isoformat(),
        "figures": row.figures,
        "remarks": row.remarks,
    }


def _write(row: BudgetReport, revision: int, actor: Actor, **values: Any) -> None:
    fresh = BudgetReport.objects.filter(pk=row.pk, revision=revision, state=ReportState.DRAFT)
    if not fresh.update(**values, saved_by=actor.user, revision=F("revision") + 1, updated_at=clock.now()):
        now = BudgetReport.objects.select_related("saved_by").filter(pk=row.pk).first()
        if now is None or now.state != ReportState.DRAFT:
            raise ReportGone
        raise StaleEdit(theirs=now, who=now.saved_by.name if now.saved_by else _("系统"))
    row.refresh_from_db(fields=[*values, "revision"])


def _report(report_id: UUID) -> BudgetReport:
    row = BudgetReport.objects.select_related("budget__meeting__org", "budget__baseline").filter(pk=report_id).first()
    if row is None:
        raise NotFound
    return row


def _said(kind: Any, row: BudgetReport, actor: Actor) -> None:
    meeting = row.budget.meeting
    record(kind(meeting_id=meeting.pk, report_id=row.pk, number=row.number), actor=actor, org_id=meeting.org_id)
