"""Versions for the client, the public page, where the agenda is quoted, who is to be told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.agenda import services
from huiwu.agenda.choices import AGENDA
from huiwu.agenda.errors import AgendaContradictory, AgendaEmpty, NothingReleased
from huiwu.agenda.forms import ProposeForm, PublicForm, QuoteForm, ToldForm, show_refusal
from huiwu.agenda.queries import agenda_of, released
from huiwu.agenda.queries.quotes import changes_of, concerned_by, quotes_in_use
from huiwu.agenda.views.frame import days_of, number, opened, standing_of
from huiwu.agenda.views.items import READ_WRITE
from huiwu.agenda.words import change_words
from huiwu.documents.errors import FrozenNeedsChangeOrder, NothingChanged
from huiwu.documents.models import Version
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.foundation.registry.quotes import quotations
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting


@require_POST
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the agenda as it stands a version for the client; a refusal is shown on the agenda's page."""
    actor, meeting = opened(request, slug, "agenda.release")
    form = ProposeForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        version = services.propose_agenda(actor=actor, meeting=meeting, note=note)
    except (AgendaEmpty, AgendaContradictory, NothingChanged, FrozenNeedsChangeOrder) as refused:
        context = {
            "meeting": meeting,
            "board": days_of(meeting, ""),
            "standing": standing_of(meeting),
            "agenda": agenda_of(meeting),
            "propose_form": form,
            "may_release": True,
            "refusal": sentence_of(refused),
            "page_url": reverse("agenda:agenda", args=[slug]),
        }
        return render(request, "agenda/agenda.html", context, status=refused.status)
    messages.success(request, _("已生成第 {number} 版，请把确认链接发给客户。").format(number=version.number))
    return redirect("documents:version", slug=slug, version_id=version.pk)


@READ_WRITE
def public_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether anybody may read the version in force, and what stands above it."""
    actor, meeting = opened(request, slug, "agenda.release")
    row = agenda_of(meeting)
    names = ("is_public", "introduction", "introduction_en")
    form = PublicForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.set_public_page(actor=actor, meeting=meeting, **form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except NothingReleased as refused:
            refusal = sentence_of(refused)
        else:
            messages.success(request, _("已保存公开页的设置。"))
            return redirect("agenda:public_settings", slug=slug)
    address = request.build_absolute_uri(reverse("agenda:public", args=[slug]))
    context = {
        "meeting": meeting,
        "form": form,
        "agenda": row,
        "released": released(meeting),
        "address": address,
        "refusal": refusal,
    }
    status = 409 if refusal else 422 if request.method == "POST" else 200
    return render(request, "agenda/public_settings.html", context, status=status)


@READ_WRITE
def quotes(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that carries an agenda, with its version. POST notes one more."""
    actor, meeting = opened(request, slug)
    form = QuoteForm(request.POST or None)
    refusal = ""
    if request.method == "POST":
        opened(request, slug, "agenda.edit")
        if form.is_valid():
            try:
                row = services.quote_version(actor=actor, meeting=meeting, **form.cleaned_data)
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except NothingReleased as refused:
                refusal = sentence_of(refused)
            else:
                messages.success(request, _("已登记“{name}”。").format(name=row.called))
                return redirect("agenda:quotes", slug=slug)
    version = released(meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "released": version,
        "rows": quotes_in_use(meeting),
        "others": quotations(meeting, AGENDA),
        "may_edit": can(actor, "agenda.edit", meeting),
        "refusal": refusal,
    }
    status = 409 if refusal else 422 if request.method == "POST" else 200
    return render(request, "agenda/quotes.html", context, status=status)


@require_POST
def renew_quote(request: HttpRequest, slug: str, quote_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "agenda.edit")
    revision = number(request.POST.get("revision", ""))
    row = services.renew_quote(actor=actor, meeting=meeting, quote_id=quote_id, revision=revision)
    messages.success(request, _("已登记“{name}”换成现行版本。").format(name=row.called))
    return redirect("agenda:quotes", slug=slug)


@require_POST
def withdraw_quote(request: HttpRequest, slug: str, quote_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "agenda.edit")
    row = services.withdraw_quote(actor=actor, meeting=meeting, quote_id=quote_id)
    messages.success(request, _("已停用“{name}”。").format(name=row.called))
    return redirect("agenda:quotes", slug=slug)


@require_safe
def tellings(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """What a version changed, in words, and whom it concerns."""
    actor, meeting = opened(request, slug)
    row = _version(meeting, version)
    people = concerned_by(row)
    context = {
        "meeting": meeting,
        "version": row,
        "sentences": [change_words(change, meeting.zone) for change in changes_of(row)],
        "people": people,
        "open": sum(one.row.told_at is None for one in people),
        "form": ToldForm(),
        "may_tell": can(actor, "agenda.tell", meeting),
        "may_ring": can(actor, "attendees.view_contacts", meeting),
    }
    return render(request, "agenda/tellings.html", context)


@require_POST
def told(request: HttpRequest, slug: str, version: int, telling_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "agenda.tell")
    how, note = request.POST.get("how", ""), request.POST.get("note", "")[:300]
    services.mark_told(actor=actor, meeting=meeting, telling_id=telling_id, how=how, note=note)
    return redirect("agenda:tellings", slug=slug, version=version)


def _version(meeting: Meeting, number: int) -> Version:
    found = Version.objects.select_related("document__meeting").filter(
        document__meeting=meeting, document__kind=AGENDA, number=number
    )
    row = found.first()
    if row is None:
        raise NotFound
    return row
