"""The final settlement with the client, and its papers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiwu.documents.errors import Incomplete
from huiwu.foundation.files import keep_file, send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for
from huiwu.settlement import forms, queries, services
from huiwu.settlement.choices import PaperKind
from huiwu.settlement.documents import missing
from huiwu.settlement.models import SettlementPaper
from huiwu.settlement.queries.final import by_category, shows_cost, sums_of
from huiwu.settlement.sheet import due_of, line_name


@require_http_methods(["GET", "HEAD", "POST"])
def final(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = actor_of(request), meeting_for(actor_of(request), slug, "settlement.view")
    document = queries.final_document(meeting)
    typed: dict[str, Any] = document.draft if document else {"lines": [], "conclusion": ""}
    reasons = {line["key"]: line["reason"] for line in typed["lines"]}
    conclusion, revision, status, stale = typed["conclusion"], document.revision if document else 0, 200, ""
    if request.method == "POST":
        reasons = {key[7:]: text for key, text in request.POST.items() if key.startswith("reason-")}
        conclusion, revision = request.POST.get("conclusion", ""), _number(request.POST.get("revision"))
        try:
            services.save_final(actor=actor, meeting=meeting, revision=revision, reasons=reasons, conclusion=conclusion)
        except StaleEdit as refusal:
            stale, status = sentence_of(refusal), 409
            revision = document.revision if document else 0
        else:
            messages.success(request, _("已按今天的账重新计算并保存。"))
            return redirect("settlement:final", slug)
    content = queries.final_content(meeting, reasons, conclusion)
    context = {
        "meeting": meeting,
        "document": document,
        "revision": revision,
        "stale": stale,
        **_shown(meeting, content),
    }
    return render(request, "settlement/final.html", context, status=status)


def _shown(meeting: Meeting, content: dict[str, Any]) -> dict[str, Any]:
    groups = [
        (lines[0]["category"], [line | {"name": line_name(line)} for line in lines], sums_of(lines))
        for _category, lines in by_category(content["lines"])
    ]
    due = due_of(content)
    return {
        "content": content,
        "groups": groups,
        "sums": sums_of(content["lines"]),
        "missing": list(missing(content, meeting)),
        "shows_cost": shows_cost(content),
        "due_cents": due,
        "owed_cents": due - content["client"]["received_cents"],
        "papers": queries.papers_of(meeting),
        "paper_kinds": PaperKind.choices,
        "paper_form": forms.PaperForm(),
    }


@require_POST
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = meeting_for(actor_of(request), slug, "settlement.view")
    try:
        version = services.propose_final(actor=actor_of(request), meeting=meeting)
    except Incomplete as refusal:
        messages.error(request, sentence_of(refusal))
        return redirect("settlement:final", slug)
    return redirect(version.url)


@require_POST
def add_paper(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = actor_of(request), meeting_for(actor_of(request), slug, "settlement.view")
    require(actor, "settlement.edit", meeting)
    form = forms.PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("没有收存：请选择种类和文件。"))
        return redirect("settlement:final", slug)
    upload = form.cleaned_data["file"]
    file = keep_file(upload, name=upload.name, meeting_id=meeting.pk, kept_by=actor.id)
    kind, note = form.cleaned_data["kind"], form.cleaned_data["note"]
    services.keep_paper(actor=actor, meeting=meeting, kind=kind, file=file, note=note)
    messages.success(request, _("已收存“{name}”。").format(name=file.name))
    return redirect("settlement:final", slug)


@require_GET
def paper(request: HttpRequest, slug: str, paper_id: UUID) -> FileResponse:
    meeting = meeting_for(actor_of(request), slug, "settlement.view")
    row = SettlementPaper.objects.select_related("file").filter(meeting=meeting, pk=paper_id).first()
    if row is None:
        raise NotFound
    return send_file(row.file, inline=True)


@require_POST
def drop_paper(request: HttpRequest, slug: str, paper_id: UUID) -> HttpResponse:
    meeting = meeting_for(actor_of(request), slug, "settlement.view")
    services.remove_paper(actor=actor_of(request), meeting=meeting, paper_id=paper_id)
    messages.success(request, _("已从清单移除，文件本身仍保留。"))
    return redirect("settlement:final", slug)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
