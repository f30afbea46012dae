"""Lists of people come in: upload or paste, look at what every row would do, decide, confirm, correct, take back."""

from __future__ import annotations

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.attendees.choices import BatchState, RowChoice, RowOutcome
from huiwu.attendees.forms_lists import DoorForm, choices_in
from huiwu.attendees.models import ImportBatch
from huiwu.attendees.queries.imports import batch_of, batches_of, counts_of, doors_of, refused_rows, rows_of, undecided
from huiwu.attendees.reading.blank import template as template_file
from huiwu.attendees.reading.columns import COLUMNS
from huiwu.attendees.services import giving, importing
from huiwu.attendees.services.undoing import undo_list
from huiwu.foundation import sheets
from huiwu.foundation.files import ZIPPED, send
from huiwu.foundation.jobs import ask_to_cancel
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.models import Job
from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock
from huiwu.kernel.errors import Refusal
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import client_contacts, meeting_for

PER_PAGE = 50
JOB_STATES = {
    Job.State.QUEUED: "waiting",
    Job.State.RUNNING: "running",
    Job.State.DONE: "done",
    Job.State.GIVEN_UP: "failed",
    Job.State.CANCELLED: "cancelled",
}
SAID = {
    BatchState.READING: gettext_lazy("正在读取“{name}”"),
    BatchState.RUNNING: gettext_lazy("正在导入“{name}”"),
    BatchState.UNDOING: gettext_lazy("正在撤销“{name}”"),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Upload or paste; the lists so far."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "attendees.import")
    context: dict[str, Any] = {"text": ""}
    status = 200
    if request.method == "POST":
        try:
            batch = received(request, actor, meeting)
            return redirect("attendees:import", slug, batch.pk)
        except Refusal as refusal:
            context |= {"refusal": sentence_of(refusal), "text": request.POST.get("text", "")}
            status = refusal.status
    return _index(request, meeting, context, status)


def _index(request: HttpRequest, meeting: Meeting, context: dict[str, Any], status: int = 200) -> HttpResponse:
    contacts = client_contacts(meeting.client)
    page = Paginator(batches_of(meeting), 20).get_page(request.GET.get("page"))
    known = {"meeting": meeting, "page": page, "doors": doors_of(meeting)[:20], "contacts": contacts}
    known |= {"door_form": DoorForm(), "now": clock.now()}
    return render(request, "attendees/imports.html", known | context, status=status)


@login_required
@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """A link for the client's person, shown this once."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "attendees.import")
    form = DoorForm(request.POST)
    if not form.is_valid():
        return _index(request, meeting, {"door_form": form}, 422)
    said = form.cleaned_data
    link, address = giving.ask_for_list(
        actor=actor,
        meeting=meeting,
        person=said["person"],
        recipient=said["recipient"],
        lasts=timedelta(days=said["days"]),
    )
    return _index(
        request, meeting, {"new_link": address, "new_link_for": link.label, "is_mailed": "@" in link.recipient}
    )


@login_required
@require_POST
def shut(request: HttpRequest, slug: str, link_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    link = giving.shut_door(actor=actor, meeting=meeting_for(actor, slug, "attendees.import"), link_id=link_id)
    messages.success(request, _("给{person}的链接已停用。").format(person=link.label))
    return redirect("attendees:imports", slug)


def received(request: HttpRequest, actor: Any, meeting: Any) -> ImportBatch:
    """The list that was uploaded or pasted, looked through. Raises what `upload_list` raises."""
    upload = request.FILES.get("file")
    if upload is not None:
        return importing.upload_list(actor=actor, meeting=meeting, content=upload, name=upload.name or "")
    return importing.paste_list(actor=actor, meeting=meeting, text=request.POST.get("text", ""))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, slug: str, batch_id: UUID) -> HttpResponse:
    """One list: how far it is, then its rows. A POST names another sheet of the workbook."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "attendees.import")
    if request.method == "POST":
        importing.read_other_sheet(
            actor=actor, meeting=meeting, batch_id=batch_id, sheet=request.POST.get("sheet", "")[:100]
        )
        return redirect("attendees:import", slug, batch_id)
    batch = batch_of(meeting, batch_id)
    context: dict[str, Any] = {"meeting": meeting, "batch": batch, "stop_url": _url("import_stop", slug, batch_id)}
    is_working = batch.state in SAID
    context |= {"is_working": is_working, "job": job_of(batch), "job_url": request.path}
    if getattr(request, "htmx", False) and is_working:
        return render(request, "attendees/_import_job.html", context)
    asked = request.GET.get("outcome", "")
    if not asked and batch.counts.get(RowOutcome.CONFLICT):
        asked = RowOutcome.CONFLICT
    context |= {
        "counts": counts_of(batch),
        "asked": asked,
        "page": Paginator(rows_of(batch, asked), PER_PAGE).get_page(request.GET.get("page")),
        "choices": RowChoice.choices,
        "undecided": undecided(batch) if batch.state == BatchState.PREVIEW else 0,
        "writes": sum(batch.counts.get(code, 0) for code in (RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.CONFLICT)),
        "sheets": importing.sheets_of(batch),
    }
    response = render(request, "attendees/import.html", context)
    if getattr(request, "htmx", False):
        response.headers["HX-Refresh"] = "true"  # it has ended: the page shows what became of each row
    return response


@login_required
@require_POST
def choose(request: HttpRequest, slug: str, batch_id: UUID) -> HttpResponse:
    """Decide rows in doubt, one by one or all at once."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "attendees.import")
    chosen, for_all = choices_in(request.POST), request.POST.get("for_all", "")
    importing.choose(actor=actor, meeting=meeting, batch_id=batch_id, choices=chosen, for_all=for_all)
    messages.success(request, _("已记下您的决定，确认导入时生效。"))
    page = request.POST.get("page", "1")
    return redirect(f"{_url('import', slug, batch_id)}?outcome=conflict&page={page if page.isdigit() else 1}")


@login_required
@require_POST
def confirm(request: HttpRequest, slug: str, batch_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "attendees.import")
    batch = importing.confirm_list(actor=actor, meeting=meeting, batch_id=batch_id)
    if batch.state == BatchState.DONE:
        messages.success(
            request,
            _("导入完成：新增 {added} 人，更新 {updated} 人。").format(
                added=batch.counts["added"], updated=batch.counts["updated"]
            ),
        )
    return redirect("attendees:import", slug, batch_id)


@login_required
@require_POST
def drop(request: HttpRequest, slug: str, batch_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "attendees.import")
    importing.drop_list(actor=actor, meeting=meeting, batch_id=batch_id)
    messages.success(request, _("已放弃这份名单，文件和预览都已删除，参会人员没有变化。"))
    return redirect("attendees:imports", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, slug: str, batch_id: UUID) -> HttpResponse:
    """Say in numbers what taking it back does, then do it."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "attendees.import")
    batch = batch_of(meeting, batch_id)
    if request.method == "POST":
        batch = undo_list(actor=actor, meeting=meeting, batch_id=batch_id)
        if batch.state != BatchState.UNDONE:
            return redirect("attendees:import", slug, batch_id)
        said = _("已撤销：删除 {removed} 人，还原 {restored} 人，{stay} 人因后来有改动而保留。")
        messages.success(request, said.format(**{key: batch.counts[key] for key in ("removed", "restored", "stay")}))
        return redirect("attendees:import", slug, batch_id)
    added, updated = batch.counts.get("added", 0), batch.counts.get("updated", 0)
    context = {
        "base": "meeting_base.html",
        "meeting": meeting,
        "title": _("撤销导入“{name}”").format(name=batch.name),
        "consequences": [
            ngettext("删除这次新增的 {count} 人。", "删除这次新增的 {count} 人。", added).format(count=added),
            ngettext("把这次更新的 {count} 人改回原样。", "把这次更新的 {count} 人改回原样。", updated).format(
                count=updated
            ),
            _("导入以后又改过、已安排场次、邀请或座位的人不动。"),
        ],
        "action_label": _("撤销这次导入"),
        "back_url": _url("import", slug, batch_id),
        "danger": True,
    }
    return render(request, "foundation/confirm.html", context)


@login_required
@require_POST
def stop(request: HttpRequest, slug: str, batch_id: UUID) -> HttpResponse:
    """What was written stays and can be taken back; the rest is not read."""
    actor = actor_of(request)
    batch = batch_of(meeting_for(actor, slug, "attendees.import"), batch_id)
    if batch.job_id:
        ask_to_cancel(batch.job_id)
    return redirect("attendees:import", slug, batch_id)


@login_required
@require_safe
def corrections(request: HttpRequest, slug: str, batch_id: UUID) -> HttpResponseBase:
    return send_corrections(batch_of(meeting_for(actor_of(request), slug, "attendees.import"), batch_id))


def send_corrections(batch: ImportBatch) -> HttpResponseBase:
    """The refused rows with their reasons, to be mended and sent in again."""
    asked = [column for column in COLUMNS if column.key in batch.layout.get("columns", {})]
    made = sheets.corrections(refused_rows(batch), asked or COLUMNS)
    name = batch.name.rsplit(".", 1)[0]
    return send(io.BytesIO(made), name=f"{_('待更正')} {name}.xlsx", media_type=ZIPPED["xl/"])


@login_required
@require_safe
def template(request: HttpRequest, slug: str) -> HttpResponseBase:
    meeting_for(actor_of(request), slug, "attendees.import")
    return send(io.BytesIO(template_file()), name=f"{_('参会人员导入模板')}.xlsx", media_type=ZIPPED["xl/"])


def _url(name: str, slug: str, batch_id: UUID) -> str:
    return reverse(f"attendees:{name}", args=[slug, batch_id])


def job_of(batch: ImportBatch) -> SimpleNamespace:
    """The job as the progress component takes it."""
    job = Job.objects.filter(pk=batch.job_id).first() if batch.job_id else None
    said = SAID.get(BatchState(batch.state), "{name}")
    return SimpleNamespace(
        state=JOB_STATES[Job.State(job.state)] if job else "done",
        title=str(said).format(name=batch.name),
        done=job.done_units if job else 0,
        total=job.total_units if job else 0,
        error=job.error if job else "",
    )
