"""Texts of invitations: their list, one text written, previewed for a real guest, made a version for the client."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.documents.errors import Incomplete, NothingChanged
from huiwu.documents.fourstate_posting import Posted, read_section
from huiwu.documents.fourstate_sections import section_seal
from huiwu.documents.queries import current_version, signed_version
from huiwu.documents.render.letters import letters_pdf
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.guests import forms, queries, services
from huiwu.guests.documents import letter_blocks, letter_of, missing, told
from huiwu.guests.models import InvitationTemplate
from huiwu.guests.rules.letters import lacking
from huiwu.guests.schema import SCHEMA, SECTION, TEXTS, WORDS_HELP
from huiwu.guests.views.frame import ids_of, number, opened, pdf_file, show_refusal
from huiwu.guests.words import guest_words
from huiwu.kernel.errors import InvalidInput, Refusal, StaleEdit
from huiwu.meetings.models import Meeting

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def _asked(request: HttpRequest) -> str:
    return "guests.edit_invitation" if request.method == "POST" else "guests.view"


@READ_WRITE
def index(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, _asked(request))
    may_edit = can(actor, "guests.edit_invitation", meeting)
    form = forms.TemplateForm(request.POST or None, initial={"language": "zh-hans"})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.begin_invitation(actor=actor, meeting=meeting, **form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except Refusal as refusal:
            form.add_error("name", sentence_of(refusal))
        else:
            return redirect("guests:template", slug, made.pk)
    rows = [
        (row, signed_version(row.document), current_version(row.document))
        for row in queries.templates_of(meeting)
        if row.document is not None
    ]
    context = {"meeting": meeting, "rows": rows, "form": form, "may_edit": may_edit}
    return render(request, "guests/templates.html", context, status=422 if form.errors else 200)


@READ_WRITE
def edit(request: HttpRequest, slug: str, template_id: UUID) -> HttpResponse:
    """The text as a plain form. A stale one keeps what was typed."""
    actor, meeting = opened(request, slug, _asked(request))
    row = queries.template_for(actor, meeting, template_id)
    draft = row.document.draft if row.document else {}
    if request.method != "POST":
        return _page(request, actor, meeting, row, Posted.opened(SCHEMA, draft, SECTION))

    def write(seal: str, fields: dict[str, Any]) -> Any:
        return services.save_invitation(actor=actor, template_id=row.pk, seal=seal, fields=fields)

    posted = read_section(SCHEMA, draft, SECTION, request.POST, write)
    if posted.is_saved:
        messages.success(request, _("已保存。"))
        return redirect("guests:template", slug, row.pk)
    row = queries.template_for(actor, meeting, template_id)
    return _page(request, actor, meeting, row, posted)


def _page(
    request: HttpRequest, actor: Actor, meeting: Meeting, row: InvitationTemplate, posted: Posted, **more: Any
) -> HttpResponse:
    document = row.document
    assert document is not None
    document.meeting = meeting
    bound = next((part for part in posted.form if part.section.key == SECTION), None)
    context = {
        "meeting": meeting,
        "template": row,
        "document": document,
        "fields": bound.fields if bound else [],
        "seal": posted.seal or section_seal(SCHEMA, document.draft, SECTION),
        "refusal": sentence_of(posted.refusal) if posted.refusal else "",
        "has_errors": posted.has_errors,
        "missing": missing(document.draft, meeting),
        "current": current_version(document),
        "signed": signed_version(document),
        "may_edit": can(actor, "guests.edit_invitation", meeting) and document.is_open_for_edit,
        "may_propose": can(actor, "guests.send_for_signature", meeting),
        "rename_form": forms.RenameForm(
            initial={"name": row.name, "guest_roles": row.guest_roles, "is_retired": row.is_retired}
        ),
        "words_help": WORDS_HELP,
        **more,
    }
    return render(request, "guests/template.html", context, status=posted.status)


@require_POST
def rename(request: HttpRequest, slug: str, template_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "guests.edit_invitation")
    row = queries.template_for(actor, meeting, template_id)
    form = forms.RenameForm(request.POST)
    if form.is_valid():
        try:
            services.rename_invitation(
                actor=actor,
                template_id=row.pk,
                revision=number(request.POST.get("revision", "")),
                **form.cleaned_data,
            )
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("已保存。"))
            return redirect("guests:template", slug, row.pk)
    posted = Posted.opened(SCHEMA, row.document.draft if row.document else {}, SECTION)
    posted.status = 422
    return _page(request, actor, meeting, row, posted, rename_form=form)


@require_POST
def propose(request: HttpRequest, slug: str, template_id: UUID) -> HttpResponse:
    """Make the text a version for the client, or say what is still missing."""
    actor, meeting = opened(request, slug, "guests.send_for_signature")
    row = queries.template_for(actor, meeting, template_id)
    try:
        version = services.propose_invitation(
            actor=actor,
            template_id=row.pk,
            revision=number(request.POST.get("revision", "")),
            note=request.POST.get("note", "")[:2000],
        )
    except (Incomplete, StaleEdit, NothingChanged) as refusal:
        posted = Posted.opened(SCHEMA, row.document.draft if row.document else {}, SECTION)
        posted.status, posted.refusal = refusal.status, refusal
        return _page(request, actor, meeting, row, posted)
    messages.success(request, _("已提交第 {number} 版，请把确认链接发给客户。").format(number=version.number))
    return redirect("documents:version", slug=slug, version_id=version.pk)


@require_safe
def preview(request: HttpRequest, slug: str, template_id: UUID) -> HttpResponse | FileResponse:
    """The letter as one real guest would get it: `?guest=`, `?form=pdf`. Words without a value are named."""
    actor, meeting = opened(request, slug)
    row = queries.template_for(actor, meeting, template_id)
    content = row.document.draft if row.document else {}
    guests = list(queries.guests_of(meeting)[:300])
    wanted = ids_of([request.GET.get("guest", "")])
    guest = next((g for g in guests if g.pk in wanted), guests[0] if guests else None)
    words = guest_words(meeting, content, [guest], row.language)[guest.pk] if guest else {}
    letter = letter_of(meeting, content, words, language=row.language)
    if request.GET.get("form") == "pdf":
        made = letters_pdf([letter], language=row.language, title=letter.title, author=meeting.org.name)
        return pdf_file(made, f"{letter.title}.pdf")
    texts = [str(told(content, key) or "") for key in TEXTS]
    context = {
        "meeting": meeting,
        "template": row,
        "guests": guests,
        "guest": guest,
        "title": letter.title,
        "blocks": letter_blocks(letter),
        "lacks": lacking(texts, words | {"回执链接": "x"}) if guest else (),
    }
    return render(request, "guests/preview.html", context)
