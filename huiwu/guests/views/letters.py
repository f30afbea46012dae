"""Letters: made in batches, followed, printed with labels and envelopes."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.documents.queries import signed_version
from huiwu.documents.render.excel import xlsx
from huiwu.documents.render.letters import letters_pdf
from huiwu.documents.render.placed import placed_pdf
from huiwu.documents.render.word import docx
from huiwu.foundation.files import ZIPPED, send
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.models import Job
from huiwu.foundation.permission import can
from huiwu.guests import forms, queries, services
from huiwu.guests.choices import Medium
from huiwu.guests.documents import letters_sheet
from huiwu.guests.errors import TooManyToPrint
from huiwu.guests.models import Letter, LetterBatch
from huiwu.guests.queries.ledger import GuestFilter
from huiwu.guests.rules.letters import first_title
from huiwu.guests.rules.paper import ENVELOPES, LABELS, Address, envelope_pages, label_pages
from huiwu.guests.services.letters import WHY_LEFT_OUT
from huiwu.guests.tables import merge_table
from huiwu.guests.views.frame import ids_of, opened, pdf_file, sheet_of, show_refusal
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal
from huiwu.meetings.models import Meeting
from huiwu.privacy.services import record_export

MOST_PRINTED = 1000
PAGE = 100


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    _actor, meeting = opened(request, slug)
    page = Paginator(queries.batches_of(meeting), 50).get_page(request.GET.get("page"))
    return render(request, "guests/letters.html", {"meeting": meeting, "page_obj": page, "rows": list(page)})


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """To whom, which text, which way: asked with numbers, then made."""
    actor, meeting = opened(request, slug, "guests.invite")
    rows = [row for row in queries.templates_of(meeting) if row.document is not None and not row.is_retired]
    usable = [(str(row.pk), row.name) for row in rows if row.document and signed_version(row.document)]
    kept = request.session.get(f"guests:{meeting.pk}", [])
    wanted = ids_of(request.POST.getlist("guests") or kept)
    chosen = _chosen(meeting, wanted)
    form = forms.SendForm(request.POST or None, templates=usable, initial={"medium": Medium.EMAIL})
    if request.method == "POST" and form.is_valid():
        try:
            batch_made = services.make_letters(
                actor=actor,
                meeting=meeting,
                template_id=UUID(form.cleaned_data["template"]),
                guest_ids=[row.pk for row in chosen],
                medium=form.cleaned_data["medium"],
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            request.session.pop(f"guests:{meeting.pk}", None)
            return redirect("guests:batch", slug, batch_made.pk)
    context = {
        "meeting": meeting,
        "form": form,
        "chosen": chosen,
        "shown": chosen[:30],
        "more": max(len(chosen) - 30, 0),
        "without_email": sum(not row.attendee.email for row in chosen),
        "has_usable": bool(usable),
        "unsigned": [row for row in rows if row.document and not signed_version(row.document)],
    }
    return render(request, "guests/make_letters.html", context, status=422 if form.errors else 200)


def _chosen(meeting: Meeting, wanted: list[UUID]) -> list[Any]:
    """Those chosen in the ledger; with none chosen, everybody who is still to be invited."""
    if not wanted:
        asked = GuestFilter(state="to_invite")
        return list(queries.ledger(meeting, asked, clock.today(meeting.time_zone)))
    known = set(wanted)
    return [row for row in queries.guests_of(meeting) if row.pk in known]


@require_safe
def batch(request: HttpRequest, slug: str, batch_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    row = _batch(meeting, batch_id)
    page = Paginator(queries.letters_of_batch(row), PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "batch": row,
        "page_obj": page,
        "letters": list(page),
        "left_out": [(WHY_LEFT_OUT[code], count) for code, count in row.left_out.items() if code in WHY_LEFT_OUT],
        "job": Job.objects.filter(pk=row.job_id).first() if row.job_id else None,
        "may_invite": can(actor, "guests.invite", meeting),
        "label_form": forms.LabelForm(),
        "envelope_form": forms.EnvelopeForm(),
    }
    return render(request, "guests/batch.html", context)


@require_safe
def progress(request: HttpRequest, slug: str, batch_id: UUID) -> HttpResponse:
    """How far the sending is, fetched again until it is done."""
    _actor, meeting = opened(request, slug)
    row = _batch(meeting, batch_id)
    job = Job.objects.filter(pk=row.job_id).first() if row.job_id else None
    if job is None:
        raise NotFound
    return render(request, "guests/_progress.html", {"meeting": meeting, "batch": row, "job": job})


def _batch(meeting: Meeting, batch_id: UUID) -> LetterBatch:
    row = queries.batches_of(meeting).filter(pk=batch_id).first()
    if row is None:
        raise NotFound
    return row


@require_POST
def posted(request: HttpRequest, slug: str, batch_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "guests.invite")
    count = services.mark_posted(actor=actor, batch_id=_batch(meeting, batch_id).pk)
    messages.success(request, ngettext("已登记 {n} 封寄出。", "已登记 {n} 封寄出。", count).format(n=count))
    return redirect("guests:batch", slug, batch_id)


@require_safe
def file(request: HttpRequest, slug: str, batch_id: UUID, form: str) -> FileResponse:
    """All letters of a batch as PDF or Word, their labels, envelopes, or the data of a mail merge."""
    actor, meeting = opened(request, slug, "guests.invite")
    row = _batch(meeting, batch_id)
    letters = list(queries.letters_of_batch(row).exclude(state="void"))
    if form not in ("pdf", "docx", "labels", "envelopes", "data"):
        raise NotFound
    if form != "data" and len(letters) > MOST_PRINTED:
        raise TooManyToPrint(most=MOST_PRINTED, count=len(letters))
    record_export(
        actor=actor,
        meeting=meeting,
        what=f"guests.letters.{form}",
        title=f"{row.template.name} {form}",
        fields=("display_name", "org_name", "title", "post_address"),
        count=len(letters),
        purpose=str(_("寄送邀请函")),
    )
    name = f"{meeting.name} {row.template.name}"
    if form == "data":
        return send(
            io.BytesIO(xlsx([merge_table(letters)], made_at=clock.now())), name=f"{name}.xlsx", media_type=ZIPPED["xl/"]
        )
    if form in ("labels", "envelopes"):
        return pdf_file(_paper(request, meeting, letters, form), f"{name} {form}.pdf")
    links = services.links_of(actor=actor, meeting=meeting, letters=letters)
    sheets = [sheet_of(letter, meeting, links[letter.pk]) for letter in letters]
    language = row.template.language
    if form == "docx":
        made = docx(letters_sheet(sheets, language=language))
        return send(io.BytesIO(made), name=f"{name}.docx", media_type=ZIPPED["word/"])
    return pdf_file(letters_pdf(sheets, language=language, title=name, author=meeting.org.name), f"{name}.pdf")


def _paper(request: HttpRequest, meeting: Meeting, letters: list[Letter], form: str) -> bytes:
    to = [_address(letter) for letter in letters]
    if form == "labels":
        grid = LABELS.get(request.GET.get("grid", ""), LABELS["3x8"])
        skip = request.GET.get("skip", "")
        pages = label_pages(to, grid, skip=int(skip) if skip.isascii() and skip.isdigit() and len(skip) < 4 else 0)
        return placed_pdf(pages, title=meeting.name)
    paper = ENVELOPES.get(request.GET.get("envelope", ""), ENVELOPES["DL"])
    return placed_pdf(envelope_pages(to, paper, sender=meeting.org.name), title=meeting.name)


def _address(letter: Letter) -> Address:
    guest, who = letter.guest, letter.guest.attendee
    courtesy = first_title(who.title)
    return Address(who.display_name, courtesy, who.org_name, guest.post_address, guest.postcode, letter.number)


@require_POST
def link(request: HttpRequest, slug: str, letter_id: UUID) -> HttpResponse:
    """The guest's own address, to be forwarded by hand."""
    actor, _meeting = opened(request, slug, "guests.invite")
    address = services.link_of(actor=actor, letter_id=letter_id)
    row = Letter.objects.select_related("guest__attendee").get(pk=letter_id)
    context = {"meeting": _meeting, "letter": row, "address": address}
    return render(request, "guests/link.html", context)


@require_POST
def void(request: HttpRequest, slug: str, letter_id: UUID) -> HttpResponse:
    actor, _meeting = opened(request, slug, "guests.invite")
    try:
        row = services.void_letter(actor=actor, letter_id=letter_id, reason=request.POST.get("reason", ""))
    except InvalidInput as refusal:
        messages.error(request, sentence_of(refusal))
        row = Letter.objects.get(pk=letter_id)
    else:
        messages.success(request, _("邀请函 {number} 已作废，可以为这位嘉宾重新生成。").format(number=row.number))
    return redirect("guests:guest", slug, row.guest_id)


@require_POST
def again(request: HttpRequest, slug: str, letter_id: UUID) -> HttpResponse:
    actor, _meeting = opened(request, slug, "guests.invite")
    made = services.send_again(actor=actor, letter_id=letter_id)
    return redirect("guests:batch", slug, made.pk)
