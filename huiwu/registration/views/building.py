"""The form builder: words, sections, questions, categories; preview; sending it to the client."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.documents.errors import Incomplete, NothingChanged
from huiwu.documents.models import Document
from huiwu.documents.queries import current_version, signed_version, versions
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.errors import NotFound, Refusal, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.privacy.queries.consents import published_notice
from huiwu.registration import services
from huiwu.registration.choices import FIELD_TYPES
from huiwu.registration.documents import missing
from huiwu.registration.forms import AnswersForm, CategoryForm, FieldForm, SectionForm, TextForm
from huiwu.registration.queries.forms import form_for
from huiwu.registration.rules.schema import schema_of
from huiwu.registration.views.frame import (
    consent_rows,
    language_of,
    notice_text,
    number,
    opened,
    session_choices,
    sessions_in,
)

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
TYPES = dict(FIELD_TYPES)


@login_required
@require_safe
def builder(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole form in its order, with what is still wrong."""
    actor, meeting = opened(request, slug)
    return render(request, "registration/builder.html", _overview(actor, meeting))


def _overview(actor: Actor, meeting: Meeting) -> dict[str, Any]:
    form = form_for(actor, meeting)
    document = form.document
    schema = schema_of(document.draft)
    faults = missing(document.draft, meeting)
    return {
        "meeting": meeting,
        "form": form,
        "document": document,
        "schema": schema,
        "sections": [(s, [(f, TYPES.get(f.type, f.type)) for f in s.fields]) for s in schema.sections],
        "faults": faults,
        "wrong": {row.key for row in faults},
        "consents": consent_rows(meeting, schema, set()),
        "current": current_version(document),
        "signed": signed_version(document),
        "versions": versions(document)[:5],
        "client": meeting.client.contacts.filter(is_approver=True).first() if meeting.client else None,
    }


def _draft(request: HttpRequest, slug: str) -> tuple[Actor, Meeting, Document, dict[str, Any], int]:
    actor, meeting = opened(request, slug, "registration.edit")
    document = form_for(actor, meeting).document
    asked = number(request.POST.get("revision", "")) if request.method == "POST" else document.revision
    return actor, meeting, document, deepcopy(document.draft), asked


def _saved(request: HttpRequest, actor: Actor, meeting: Meeting, revision: int, changes: dict[str, Any]) -> str:
    """Save; the sentence of a refusal when somebody was first, else nothing."""
    try:
        services.save_content(actor=actor, meeting=meeting, revision=revision, changes=changes)
    except StaleEdit as stale:
        return sentence_of(stale)
    messages.success(request, _("已保存到草稿。要让报名者看到，请送客户确认新版本后重新开放。"))
    return ""


def _edited(request: HttpRequest, context: dict[str, Any], form: Any, stale: str) -> HttpResponse:
    status = 409 if stale else 422 if form.is_bound and form.errors else 200
    return render(request, "registration/part.html", context | {"form": form, "stale": stale}, status=status)


@login_required
@READ_WRITE
def text(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting, _document, content, revision = _draft(request, slug)
    form, stale = TextForm(request.POST or None, initial=content), ""
    if request.method == "POST" and form.is_valid():
        stale = _saved(request, actor, meeting, revision, form.cleaned_data)
        if not stale:
            return redirect("registration:builder", slug)
    return _edited(request, {"meeting": meeting, "heading": _("标题、说明与同意项"), "revision": revision}, form, stale)


@login_required
@READ_WRITE
def section(request: HttpRequest, slug: str, key: str = "") -> HttpResponse:
    actor, meeting, _document, content, revision = _draft(request, slug)
    rows: list[dict[str, Any]] = content.get("sections") or []
    row = next((each for each in rows if each["key"] == key), None)
    if key and row is None:
        raise NotFound
    form, stale = SectionForm(request.POST or None, initial=row), ""
    if request.method == "POST" and form.is_valid():
        if row is None:
            taken = {each["key"] for each in rows}
            rows.append({"key": _unused("s", taken), "fields": [], **form.cleaned_data})
        elif "remove" in request.POST and not row.get("fields"):
            rows.remove(row)
        else:
            row.update(form.cleaned_data)
        stale = _saved(request, actor, meeting, revision, {"sections": rows})
        if not stale:
            return redirect("registration:builder", slug)
    context = {"meeting": meeting, "heading": row["title"] if row else _("新的一节"), "revision": revision}
    return _edited(request, context | {"may_remove": row is not None and not row.get("fields")}, form, stale)


@login_required
@READ_WRITE
def field(request: HttpRequest, slug: str, key: str = "") -> HttpResponse:
    actor, meeting, _document, content, revision = _draft(request, slug)
    rows: list[dict[str, Any]] = content.get("sections") or []
    home, old = _find(rows, key) if key else (None, None)
    start = FieldForm.initial_of(old, home["key"]) if old and home else {"section": request.GET.get("section", "")}
    form = FieldForm(schema_of(content), session_choices(meeting), request.POST or None, initial=start)
    stale = ""
    if request.method == "POST" and form.is_valid():
        new = form.row()
        new["key"] = new.get("key") or (
            old["key"] if old else _unused("q", {f["key"] for s in rows for f in s["fields"]})
        )
        _put(rows, home, old, new, form.cleaned_data["section"])
        stale = _saved(request, actor, meeting, revision, {"sections": rows})
        if not stale:
            return redirect("registration:builder", slug)
    heading = old["label"] if old else _("新字段")
    return _edited(request, {"meeting": meeting, "heading": heading, "revision": revision}, form, stale)


def _unused(letter: str, taken: set[str]) -> str:
    """A key nobody had to think of: q1, q2, …"""
    return next(f"{letter}{nth}" for nth in range(1, len(taken) + 2) if f"{letter}{nth}" not in taken)


def _put(rows: list[dict[str, Any]], home: Any, old: Any, new: dict[str, Any], section_key: str) -> None:
    """The new row in the place of the old one, or at the end of its section."""
    target = next(each for each in rows if each["key"] == section_key)
    if old is not None and home is target:
        fields = target["fields"]
        fields[fields.index(old)] = new
        return
    if old is not None:
        home["fields"].remove(old)
    target["fields"].append(new)


def _find(rows: list[dict[str, Any]], key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    for home in rows:
        for row in home["fields"]:
            if row["key"] == key:
                return home, row
    raise NotFound


@login_required
@require_POST
def move(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One place up or down within its section."""
    actor, meeting, _document, content, revision = _draft(request, slug)
    rows: list[dict[str, Any]] = content.get("sections") or []
    home, row = _find(rows, key)
    at = home["fields"].index(row)
    to = at + (1 if request.POST.get("way") == "down" else -1)
    if 0 <= to < len(home["fields"]):
        home["fields"].insert(to, home["fields"].pop(at))
        if stale := _saved(request, actor, meeting, revision, {"sections": rows}):
            messages.error(request, stale)
    return redirect("registration:builder", slug)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    actor, meeting, _document, content, revision = _draft(request, slug)
    rows: list[dict[str, Any]] = content.get("sections") or []
    home, row = _find(rows, key)
    home["fields"].remove(row)
    if stale := _saved(request, actor, meeting, revision, {"sections": rows}):
        messages.error(request, stale)
    return redirect("registration:builder", slug)


@login_required
@READ_WRITE
def category(request: HttpRequest, slug: str, key: str = "") -> HttpResponse:
    actor, meeting, _document, content, revision = _draft(request, slug)
    rows: list[dict[str, Any]] = content.get("categories") or []
    row = next((each for each in rows if each["code"] == key), None)
    if key and row is None:
        raise NotFound
    start = {**row, "fee": row.get("fee_cents", 0)} if row else {"roles": ["representative"]}
    form, stale = CategoryForm(request.POST or None, initial=start), ""
    if request.method == "POST" and form.is_valid():
        new = {name: value for name, value in form.cleaned_data.items() if name != "fee"}
        new |= {
            "fee_cents": form.cleaned_data["fee"] or 0,
            "code": row["code"] if row else new["code"] or _unused("c", {each["code"] for each in rows}),
        }
        if row is None:
            rows.append(new)
        elif "remove" in request.POST:
            rows.remove(row)
        else:
            row.clear()
            row.update(new)
        stale = _saved(request, actor, meeting, revision, {"categories": rows})
        if not stale:
            return redirect("registration:builder", slug)
    heading = row["name"] if row else _("新类别")
    context = {
        "meeting": meeting,
        "heading": heading,
        "revision": revision,
        "may_remove": row is not None and len(rows) > 1,
    }
    return _edited(request, context, form, stale)


@login_required
@READ_WRITE
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft as a visitor will see it; answers go nowhere."""
    actor, meeting = opened(request, slug)
    schema = schema_of(form_for(actor, meeting).document.draft)
    code = (request.POST or request.GET).get("category", "")
    if not schema.categories:
        raise NotFound
    spec = schema.category_by_code.get(code, schema.categories[0])
    form = AnswersForm(
        schema,
        spec.code,
        language=language_of(),
        data=request.POST if request.method == "POST" else None,
        sessions=sessions_in(meeting, schema),
    )
    context = {
        "meeting": meeting,
        "schema": schema,
        "title": schema.words(language_of()),
        "intro": schema.intros(language_of()),
        "form": form,
        "spec": spec,
        "categories": [(c.code, c.words(language_of())) for c in schema.categories],
        "consents": consent_rows(meeting, schema, set()),
        "notice": notice_text(published_notice(meeting)),
    }
    return render(request, "registration/preview.html", context)


@login_required
@require_POST
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a version for the client to confirm, or show what is still wrong."""
    actor, meeting = opened(request, slug, "registration.invite")
    revision, note = number(request.POST.get("revision", "")), request.POST.get("note", "")[:2000]
    try:
        version = services.propose_form(actor=actor, meeting=meeting, revision=revision, note=note)
    except (Incomplete, StaleEdit, NothingChanged) as refusal:
        return _refused(request, actor, meeting, refusal, note)
    messages.success(request, _("已提交第 {number} 版，请把确认链接发给客户。").format(number=version.number))
    return redirect("documents:version", slug=slug, version_id=version.pk)


def _refused(request: HttpRequest, actor: Actor, meeting: Meeting, refusal: Refusal, note: str) -> HttpResponse:
    context = _overview(actor, meeting) | {"refusal": sentence_of(refusal), "note": note}
    return render(request, "registration/builder.html", context, status=refusal.status)
