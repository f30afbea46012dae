"""Agreements with those who handle people's data for the meeting."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.documents.render.pdf import pdf
from huiwu.documents.render.word import docx
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import ZIPPED, send, send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.privacy import forms, services
from huiwu.privacy.queries.records import entrusted, entrusted_for, exports_of
from huiwu.privacy.queries.suggestions import prefilled, suggested_parties
from huiwu.privacy.sheets import agreement_sheet
from huiwu.privacy.views.frame import READ_WRITE, framed, kept_upload, number, opened, show_refusal


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    context = framed(actor, meeting, "parties", rows=list(entrusted(meeting)), suggested=suggested_parties(meeting))
    return render(request, "privacy/parties.html", context)


@login_required
@READ_WRITE
def create(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    wanted = request.GET.get("contract", "")
    found = [row for row in suggested_parties(meeting) if str(row.contract.pk) == wanted] if wanted else []
    initial = prefilled(meeting, found[0]) if found else {}
    form = forms.PartyForm(request.POST or None, meeting=meeting, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.save_entrustment(actor=actor, meeting=meeting, values=form.values())
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记。签订后请登记协议，才能导出名单给它。"))
            return redirect("privacy:party", slug, row.pk)
    context = framed(actor, meeting, "parties", form=form)
    return render(request, "privacy/party_form.html", context, status=422 if form.errors else 200)


@login_required
@READ_WRITE
def edit(request: HttpRequest, slug: str, entrusted_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    row = entrusted_for(meeting, entrusted_id)
    form = forms.PartyForm(request.POST or None, meeting=meeting, initial=forms.PartyForm.initial_of(row))
    context = framed(actor, meeting, "parties", form=form, row=row, revision=row.revision)
    if request.method == "POST":
        context["revision"] = number(request.POST.get("revision", ""))
        if form.is_valid():
            try:
                services.save_entrustment(
                    actor=actor,
                    meeting=meeting,
                    values=form.values(),
                    entrusted_id=entrusted_id,
                    revision=context["revision"],
                )
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "theirs": stale.theirs, "revision": stale.theirs.revision}
            else:
                messages.success(request, _("已保存。条款改过的须重新签订。"))
                return redirect("privacy:party", slug, entrusted_id)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "privacy/party_form.html", context, status=status)


@login_required
@require_safe
def show(request: HttpRequest, slug: str, entrusted_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return _page(request, actor, meeting, entrusted_id)


def _page(
    request: HttpRequest, actor: Actor, meeting: Meeting, entrusted_id: UUID, status: int = 200, **more: Any
) -> HttpResponse:
    today = {"agreed_on": clock.today(meeting.time_zone), "returned_on": clock.today(meeting.time_zone)}
    context = framed(
        actor,
        meeting,
        "parties",
        row=entrusted_for(meeting, entrusted_id),
        exports=list(exports_of(meeting).filter(entrusted_id=entrusted_id)),
        agreed_form=forms.AgreedForm(initial=today),
        returned_form=forms.ReturnedForm(initial=today),
    )
    return render(request, "privacy/party.html", context | more, status=status)


@login_required
@require_POST
def agree(request: HttpRequest, slug: str, entrusted_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    form = forms.AgreedForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.agree_entrustment(
                actor=actor,
                meeting=meeting,
                entrusted_id=entrusted_id,
                agreed_on=form.cleaned_data["agreed_on"],
                agreement=kept_upload(request, "agreement", meeting, actor),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("已登记签订，可以按协议导出名单。"))
            return redirect("privacy:party", slug, entrusted_id)
    return _page(request, actor, meeting, entrusted_id, 422, agreed_form=form)


@login_required
@require_POST
def give_back(request: HttpRequest, slug: str, entrusted_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    form = forms.ReturnedForm(request.POST, request.FILES)
    if form.is_valid():
        clean = form.cleaned_data
        try:
            services.return_entrustment(
                actor=actor,
                meeting=meeting,
                entrusted_id=entrusted_id,
                kind=clean["kind"],
                returned_on=clean["returned_on"],
                by_name=clean["by_name"],
                proof=kept_upload(request, "proof", meeting, actor),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记返还或删除的确认。"))
            return redirect("privacy:party", slug, entrusted_id)
    return _page(request, actor, meeting, entrusted_id, 422, returned_form=form)


@login_required
@require_POST
def cancel(request: HttpRequest, slug: str, entrusted_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    services.cancel_entrustment(actor=actor, meeting=meeting, entrusted_id=entrusted_id)
    messages.success(request, _("已登记为未发生。"))
    return redirect("privacy:parties", slug)


@login_required
@require_safe
def sheet(request: HttpRequest, slug: str, entrusted_id: UUID, form: str) -> HttpResponseBase:
    """The annex to be signed, as PDF or Word."""
    _actor, meeting = opened(request, slug)
    row = entrusted_for(meeting, entrusted_id)
    makers = {"pdf": (pdf, "application/pdf", "pdf"), "word": (docx, ZIPPED["word/"], "docx")}
    if form not in makers:
        raise NotFound
    make, media_type, ending = makers[form]
    content = make(agreement_sheet(meeting, row))
    name = f"{meeting.number} {_('个人信息委托处理协议')} {row.name}.{ending}"
    return _sent(content, name, media_type)


def _sent(content: bytes, name: str, media_type: str) -> HttpResponseBase:
    return send(io.BytesIO(content), name=name, media_type=media_type)


@login_required
@require_safe
def file(request: HttpRequest, slug: str, entrusted_id: UUID, which: str) -> HttpResponseBase:
    actor, meeting = opened(request, slug)
    require(actor, "privacy.view", meeting)
    row = entrusted_for(meeting, entrusted_id)
    found = {"agreement": row.agreement, "proof": row.return_proof}.get(which)
    if found is None:
        raise NotFound
    return send_file(found)
