"""The brief's editor: overview, one section, making a version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.brief.bridge import clashes_not_known
from huiwu.brief.documents import advice, lacking
from huiwu.brief.queries.briefs import brief_of, open_remarks, progress_of, section_seal
from huiwu.brief.schema import SCHEMA
from huiwu.brief.services import open_brief, propose_brief, save_brief
from huiwu.documents.errors import Incomplete
from huiwu.documents.fourstate_form import BoundSection
from huiwu.documents.models import Document
from huiwu.documents.queries import current_version, signed_version, versions
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: HttpRequest, slug: str) -> HttpResponse:
    """How far the brief is and what is missing. POST begins it."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "brief.view")
    if request.method == "POST":
        open_brief(actor=actor, meeting=meeting)
        return redirect("brief:editor", slug=slug)
    document = brief_of(meeting)
    if document is None:
        return render(request, "brief/begin.html", {"meeting": meeting})
    return render(request, "brief/editor.html", _overview(meeting, document))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """One section as a plain form. A stale one keeps what was typed and shows both sides."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "brief.view")
    document = brief_of(meeting)
    if document is None or section not in {s.key for s in SCHEMA.sections}:
        raise NotFound
    if request.method != "POST":
        return _section_page(request, meeting, document, section, SCHEMA.form(document.draft))
    content, errors = SCHEMA.clean(request.POST, before=document.draft)
    mine = {spec.key: content[spec.key] for spec in SCHEMA.fields if spec.section == section}
    if "add_row" in request.POST or "remove_row" in request.POST:
        form = SCHEMA.form(document.draft, raw=request.POST, errors=errors)
        return _section_page(request, meeting, document, section, form, seal=request.POST.get("seal", ""))
    good = {key: value for key, value in mine.items() if key not in errors}
    try:
        saved = save_brief(
            actor=actor, document_id=document.pk, section=section, seal=request.POST.get("seal", ""), fields=good
        )
    except StaleEdit as stale:
        form = SCHEMA.form({**document.draft, **mine}, raw=request.POST, theirs={**document.draft, **stale.theirs})
        more = {"refusal": sentence_of(stale), "seal": section_seal({**document.draft, **stale.theirs}, section)}
        return _section_page(request, meeting, document, section, form, status=409, **more)
    except InvalidInput as refusal:
        form = SCHEMA.form(document.draft, raw=request.POST, errors=errors | refusal.fields)
        more = {"refusal": sentence_of(refusal), "seal": request.POST.get("seal", "")}
        return _section_page(request, meeting, document, section, form, status=422, **more)
    if errors:
        form = SCHEMA.form(saved.draft, raw=request.POST, errors=errors)
        return _section_page(request, meeting, saved, section, form, status=422, has_errors=True)
    messages.success(request, _("已保存“{title}”。").format(title=_title(section)))
    return redirect(_next(request, slug, section))


@login_required
@require_POST
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the draft a version for the client, or show what is still missing."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "brief.invite")
    document = brief_of(meeting)
    if document is None:
        raise NotFound
    asked = request.POST.get("revision", "")
    try:
        version = propose_brief(
            actor=actor,
            document_id=document.pk,
            revision=int(asked) if asked.isascii() and asked.isdigit() else 0,
            note=request.POST.get("note", "")[:2000],
        )
    except (Incomplete, StaleEdit) as refusal:
        return _refused(request, meeting, document, refusal)
    messages.success(request, _("已提交第 {number} 版，请把确认链接发给客户。").format(number=version.number))
    return redirect("documents:version", slug=slug, version_id=version.pk)


def _refused(request: HttpRequest, meeting: Meeting, document: Document, refusal: Refusal) -> HttpResponse:
    context = _overview(meeting, document) | {"refusal": sentence_of(refusal), "note": request.POST.get("note", "")}
    return render(request, "brief/editor.html", context, status=refusal.status)


def _overview(meeting: Meeting, document: Document) -> dict[str, Any]:
    missing = lacking(document)
    progress = progress_of(document, missing, open_remarks(document))
    return {
        "meeting": meeting,
        "document": document,
        "missing": missing,
        "missing_rows": [(row, SCHEMA[row.key].section) for row in missing],
        "advice_rows": [(row, SCHEMA[row.key].section) for row in advice(document.draft)],
        "progress": progress,
        "answered": sum(row.answered for row in progress),
        "total": sum(row.total for row in progress),
        "current": current_version(document),
        "signed": signed_version(document),
        "versions": versions(document)[:5],
        "clashes": clashes_not_known(meeting),
    }


def _section_page(
    request: HttpRequest,
    meeting: Meeting,
    document: Document,
    section: str,
    form: list[BoundSection],
    status: int = 200,
    seal: str | None = None,
    **more: Any,
) -> HttpResponse:
    remarks = open_remarks(document)
    bound = next(part for part in form if part.section.key == section)
    keys = [s.key for s in SCHEMA.sections]
    place = keys.index(section)
    context = {
        "meeting": meeting,
        "document": document,
        "bound": bound,
        "section_key": section,
        "seal": section_seal(document.draft, section) if seal is None else seal,
        "progress": progress_of(document, lacking(document), remarks),
        "remarks": [(f.spec.label, f.element, remarks[f.spec.key]) for f in bound.fields if f.spec.key in remarks],
        "previous": SCHEMA.sections[place - 1] if place else None,
        "following": SCHEMA.sections[place + 1] if place + 1 < len(keys) else None,
        "may_edit": can(actor_of(request), "brief.edit", meeting),
    }
    return render(request, "brief/section.html", context | more, status=status)


def _title(section: str) -> str:
    return next(str(s.title) for s in SCHEMA.sections if s.key == section)


def _next(request: HttpRequest, slug: str, section: str) -> str:
    keys = [s.key for s in SCHEMA.sections]
    if "next" in request.POST and keys.index(section) + 1 < len(keys):
        section = keys[keys.index(section) + 1]
    return reverse("brief:section", kwargs={"slug": slug, "section": section})
