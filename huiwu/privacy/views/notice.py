"""The notice: its draft, its versions, and the page that everybody may read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.privacy import forms, services
from huiwu.privacy.models import PrivacyNotice
from huiwu.privacy.queries.consents import published_notice
from huiwu.privacy.queries.notices import draft_notice, notices_of, text_of
from huiwu.privacy.queries.purposes import purposes_of
from huiwu.privacy.views.frame import READ_WRITE, framed, number, opened, show_refusal


@login_required
@READ_WRITE
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The purposes, the draft to write, and the versions."""
    actor, meeting = opened(request, slug)
    draft = draft_notice(meeting)
    context = framed(
        actor,
        meeting,
        "notice",
        purposes=purposes_of(meeting),
        published=published_notice(meeting),
        notices=notices_of(meeting),
        draft=draft,
        revision=draft.revision if draft else 0,
    )
    form = forms.NoticeForm(request.POST or None, initial=_initial(meeting, draft))
    if request.method == "POST":
        require(actor, "privacy.edit", meeting)
        context["revision"] = number(request.POST.get("revision", ""))
        if form.is_valid():
            try:
                services.save_notice(actor=actor, meeting=meeting, revision=context["revision"], values=form.values())
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "theirs": stale.theirs, "revision": stale.theirs.revision}
            else:
                messages.success(request, _("已保存草稿。"))
                return redirect("privacy:notice", slug)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "privacy/notice.html", context | {"form": form}, status=status)


def _initial(meeting: Meeting, draft: PrivacyNotice | None) -> dict[str, object]:
    last = draft or PrivacyNotice.objects.filter(meeting=meeting).first()
    if last is not None:
        return forms.NoticeForm.initial_of(last)
    return {"processor": meeting.client.name if meeting.client else meeting.org.name}


@login_required
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    revision = number(request.POST.get("revision", ""))
    row = services.publish_notice(actor=actor, meeting=meeting, revision=revision)
    messages.success(request, _("已公布第 {number} 版。").format(number=row.number))
    return redirect("privacy:notice", slug)


@login_required
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    actor, meeting = opened(request, slug)
    row = PrivacyNotice.objects.filter(meeting=meeting, number=number).exclude(content={}).first()
    if row is None:
        raise NotFound
    context = framed(actor, meeting, "notice", notice=row, text=text_of(row, get_language() or ""))
    return render(request, "privacy/notice_version.html", context)


@login_required
@READ_WRITE
def purpose(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    row = next((row for row in purposes_of(meeting) if row.code == code), None)
    if row is None:
        raise NotFound
    form = forms.PurposeForm(request.POST or None, initial=forms.PurposeForm.initial_of(row))
    context = framed(actor, meeting, "notice", form=form, purpose=row, revision=row.revision)
    if request.method == "POST":
        context["revision"] = number(request.POST.get("revision", ""))
        if form.is_valid():
            try:
                services.set_purpose(
                    actor=actor, meeting=meeting, code=code, revision=context["revision"], **form.cleaned_data
                )
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "theirs": stale.theirs, "revision": stale.theirs.revision}
            else:
                messages.success(request, _("已保存，公布新版告知后生效。"))
                return redirect("privacy:notice", slug)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "privacy/purpose.html", context, status=status)


@require_safe
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """What everybody may read: the notice in force, in the reader's language."""
    meeting = Meeting.objects.filter(slug=slug).select_related("org").first()
    notice = published_notice(meeting) if meeting else None
    if meeting is None or notice is None:
        raise NotFound
    context = {
        "sender": meeting.org.name,
        "meeting": meeting,
        "notice": notice,
        "text": text_of(notice, get_language() or ""),
    }
    return render(request, "privacy/public.html", context)
