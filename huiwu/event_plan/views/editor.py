"""The plan's editor: overview, one section, making a version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.documents.errors import Incomplete, NothingChanged
from huiwu.documents.fourstate_posting import Posted, read_section
from huiwu.documents.fourstate_sections import section_seal
from huiwu.documents.models import Document
from huiwu.documents.queries import current_version, signed_version, versions
from huiwu.event_plan.documents import missing, section_url
from huiwu.event_plan.queries import plan_of
from huiwu.event_plan.queries.live import outdated_sections, sources_of, with_live
from huiwu.event_plan.queries.plans import open_remarks, progress_of
from huiwu.event_plan.rules import CORE_SECTIONS, budget_fault, contents_lacking, rows, summed
from huiwu.event_plan.schema import SCHEMA
from huiwu.event_plan.services import open_plan, propose_plan, save_plan_section
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for

TITLES = {section.key: section.title for section in SCHEMA.sections}
KEYS = tuple(TITLES)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def editor(request: HttpRequest, slug: str) -> HttpResponse:
    """How far the plan is and what is missing. POST begins it."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "event_plan.view")
    if request.method == "POST":
        open_plan(actor=actor, meeting=meeting)
        return redirect("event_plan:editor", slug=slug)
    document = plan_of(meeting)
    if document is None:
        return render(request, "event_plan/begin.html", {"meeting": meeting})
    return render(request, "event_plan/editor.html", _overview(meeting, document))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """One section: live data read-only, typed fields as a plain form. A stale one keeps what was typed."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "event_plan.view")
    document = plan_of(meeting)
    if document is None or section not in TITLES:
        raise NotFound
    document.meeting = meeting
    if request.method != "POST":
        return _section_page(request, document, section, Posted.opened(SCHEMA, document.draft, section))
    posted = read_section(SCHEMA, document.draft, section, request.POST, _writer(actor, document, section))
    if posted.is_saved:
        messages.success(request, _("已保存“{title}”。").format(title=TITLES[section]))
        place = KEYS.index(section) + 1
        following = KEYS[place] if "next" in request.POST and place < len(KEYS) else section
        return redirect(section_url(meeting, following))
    document.refresh_from_db()
    return _section_page(request, document, section, posted)


def _writer(actor: Actor, document: Document, section: str) -> Any:
    def write(seal: str, fields: dict[str, Any]) -> Document:
        return save_plan_section(actor=actor, document_id=document.pk, section=section, seal=seal, fields=fields)

    return write


@login_required
@require_POST
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the draft a version for the client, or show what is still missing."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "event_plan.invite")
    document = plan_of(meeting)
    if document is None:
        raise NotFound
    asked, note = request.POST.get("revision", ""), request.POST.get("note", "")[:2000]
    revision = int(asked) if asked.isascii() and asked.isdigit() else 0
    try:
        version = propose_plan(actor=actor, document_id=document.pk, revision=revision, note=note)
    except (Incomplete, StaleEdit, NothingChanged) as refusal:
        context = _overview(meeting, document) | {"refusal": sentence_of(refusal), "note": note}
        return render(request, "event_plan/editor.html", context, status=refusal.status)
    messages.success(request, _("已提交第 {number} 版，请把确认链接发给客户。").format(number=version.number))
    return redirect("documents:version", slug=slug, version_id=version.pk)


def _overview(meeting: Meeting, document: Document) -> dict[str, Any]:
    content = with_live(meeting, document.draft)
    lacks = missing(content, meeting)
    signed, current = signed_version(document), current_version(document)
    return {
        "meeting": meeting,
        "document": document,
        "missing": [(row, SCHEMA[row.key].section) for row in lacks],
        "progress": progress_of(content, lacks, open_remarks(document)),
        "told": len(CORE_SECTIONS) - len(contents_lacking(content)),
        "core_count": len(CORE_SECTIONS),
        "current": current,
        "signed": signed,
        "versions": versions(document)[:5],
        "outdated": [TITLES.get(code, code) for code in outdated_sections(meeting, current.content)] if current else (),
    }


def _section_page(request: HttpRequest, document: Document, section: str, posted: Posted) -> HttpResponse:
    actor, meeting = actor_of(request), document.meeting
    remarks = open_remarks(document)
    content = with_live(meeting, document.draft)
    bound = next((part for part in posted.form if part.section.key == section), None)
    place = KEYS.index(section)
    context = {
        "meeting": meeting,
        "document": document,
        "title": TITLES[section],
        "help": next(s.help for s in SCHEMA.sections if s.key == section),
        "section_key": section,
        "fields": bound.fields if bound else [],
        "sources": sources_of(meeting, section),
        "seal": posted.seal or section_seal(SCHEMA, document.draft, section),
        "refusal": sentence_of(posted.refusal) if posted.refusal else "",
        "has_errors": posted.has_errors,
        "progress": progress_of(content, missing(content, meeting), remarks),
        "remarks": _section_remarks(bound.fields if bound else [], remarks, section),
        "following": KEYS[place + 1] if place + 1 < len(KEYS) else "",
        "may_edit": can(actor, "event_plan.edit", meeting) and document.is_open_for_edit,
        "is_closed": not document.is_open_for_edit,
        "sums": _sums(document) if section == "budget" else None,
    }
    return render(request, "event_plan/section.html", context, status=posted.status)


def _section_remarks(fields: list[Any], remarks: dict[str, Any], section: str) -> list[tuple[Any, str, Any]]:
    """(label, anchor, remarks) of each field and of the live data."""
    found = [(f.spec.label, f.element, remarks[f.spec.key]) for f in fields if f.spec.key in remarks]
    live = remarks.get(f"live.{section}")
    return [*found, (_("实时数据"), "live", live)] if live else found


def _sums(document: Document) -> dict[str, Any]:
    """What the saved lines add up to, beside the total."""
    return {
        "lines": summed(document.draft),
        "count": len(rows(document.draft, "budget")),
        "fault": budget_fault(document.draft),
    }
