"""An import of many files: how far it is, what became of each, the report to keep."""

from __future__ import annotations

import io
from types import SimpleNamespace
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.documents.render.excel import xlsx
from huiwu.foundation.files import OOXML, send
from huiwu.foundation.jobs import ask_to_cancel
from huiwu.foundation.models import Job
from huiwu.invoices.choices import Outcome
from huiwu.invoices.models import InvoiceImport
from huiwu.invoices.queries.addresses import url_of
from huiwu.invoices.queries.reports import counts_of, reason_of, report_table, rows_of
from huiwu.invoices.views.frame import Desk, desk_at
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound

PER_PAGE = 100
JOB_STATES = {
    Job.State.QUEUED: "waiting",
    Job.State.RUNNING: "running",
    Job.State.DONE: "done",
    Job.State.GIVEN_UP: "failed",
    Job.State.CANCELLED: "cancelled",
}


@login_required
@require_safe
def show(request: HttpRequest, import_id: UUID, slug: str = "") -> HttpResponse:
    desk = desk_at(request, slug, "invoices.view", over_all="invoices.keep_unassigned")
    batch = _batch(desk, import_id)
    job = Job.objects.filter(pk=batch.job_id).first() if batch.job_id else None
    asked = request.GET.get("outcome", "")
    context = desk.context(
        batch=batch,
        job=_shown(batch, job),
        job_url=request.path,
        stop_url=desk.url("import_stop", batch.pk),
    )
    if getattr(request, "htmx", False) and context["job"].state in ("waiting", "running"):
        return render(request, "invoices/_import_job.html", context)
    page = Paginator(rows_of(batch, asked), PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "counts": [(outcome, Outcome(outcome).label, n) for outcome, n in counts_of(batch).items()],
        "asked": asked,
        "page": page,
        "rows": [(row, reason_of(row), url_of(row.invoice) if row.invoice else "") for row in page.object_list],
        "report_url": desk.url("import_report", batch.pk),
    }
    response = render(request, "invoices/import.html", context)
    if getattr(request, "htmx", False):
        response.headers["HX-Refresh"] = "true"  # it has ended: the page shows what became of each file
    return response


@login_required
@require_POST
def stop(request: HttpRequest, import_id: UUID, slug: str = "") -> HttpResponse:
    """What was answered stays; the rest is not read."""
    desk = desk_at(request, slug, "invoices.register")
    batch = _batch(desk, import_id)
    if batch.job_id:
        ask_to_cancel(batch.job_id)
    return desk.back("import", batch.pk)


@login_required
@require_safe
def report(request: HttpRequest, import_id: UUID, slug: str = "") -> HttpResponseBase:
    desk = desk_at(request, slug, "invoices.view", over_all="invoices.keep_unassigned")
    made = xlsx([report_table(_batch(desk, import_id))], made_at=clock.now())
    return send(io.BytesIO(made), name=_("发票导入结果") + ".xlsx", media_type=f"{OOXML}spreadsheetml.sheet")


def _batch(desk: Desk, import_id: UUID) -> InvoiceImport:
    rows = InvoiceImport.objects.select_related("asked_by").filter(org=desk.org, meeting=desk.meeting)
    found = rows.filter(pk=import_id).first()
    if found is None:
        raise NotFound
    return found


def _shown(batch: InvoiceImport, job: Job | None) -> SimpleNamespace:
    """The job as the progress component takes it; a job that was tidied away had ended."""
    return SimpleNamespace(
        state=JOB_STATES[Job.State(job.state)] if job else "done",
        title=_("导入 {count} 个发票文件").format(count=batch.total),
        done=job.done_units if job else batch.total,
        total=batch.total,
        error=job.error if job else "",
    )
