"""Terms of keeping, erasure of what has fallen due, its certificate."""

from __future__ import annotations

import io
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiwu.documents.render.pdf import pdf
from huiwu.foundation.files import send
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.models import Job
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.privacy import forms, services
from huiwu.privacy.errors import NotDueYet
from huiwu.privacy.queries.records import erasure_for, erasures_of
from huiwu.privacy.queries.retention import held_by_term, terms_of
from huiwu.privacy.services.erasing import job_key
from huiwu.privacy.sheets import erasure_certificate
from huiwu.privacy.views.frame import READ_WRITE, framed, number, opened, show_refusal


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    context = framed(
        actor,
        meeting,
        "retention",
        rows=held_by_term(meeting),
        today=clock.today(meeting.time_zone),
        erasures=list(erasures_of(meeting)),
    )
    return render(request, "privacy/retention.html", context)


@login_required
@READ_WRITE
def term(request: HttpRequest, slug: str, group: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    row = next((row for row in terms_of(meeting) if row.group.value == group), None)
    if row is None:
        raise NotFound
    form = forms.TermForm(request.POST or None, initial={"days_after": row.days_after, "basis": row.basis})
    context = framed(actor, meeting, "retention", form=form, term=row, revision=row.revision)
    if request.method == "POST":
        context["revision"] = number(request.POST.get("revision", ""))
        if form.is_valid():
            try:
                services.set_retention(
                    actor=actor, meeting=meeting, group=group, revision=context["revision"], **form.cleaned_data
                )
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "theirs": stale.theirs, "revision": stale.theirs.revision}
            else:
                messages.success(request, _("已保存。"))
                return redirect("privacy:retention", slug)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "privacy/term.html", context, status=status)


@login_required
@READ_WRITE
def erase(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows of how many people what is erased; a person confirms, a job does it."""
    actor, meeting = opened(request, slug)
    require(actor, "privacy.erase", meeting)
    today = clock.today(meeting.time_zone)
    asked = set(request.GET.getlist("group") or request.POST.getlist("group"))
    rows = [held for held in held_by_term(meeting) if held.term.group.value in asked]
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and request.POST.get("confirmed") and form.is_valid():
        try:
            row = services.erase_due(
                actor=actor,
                meeting=meeting,
                groups=[held.term.group.value for held in rows],
                reason=form.cleaned_data["reason"],
            )
        except NotDueYet as too_early:
            form.add_error("reason", sentence_of(too_early))
        else:
            return redirect("privacy:erasure", slug, row.pk)
    if not rows:
        messages.error(request, _("请选择要删除的种类。"))
        return redirect("privacy:retention", slug)
    early = [held.term for held in rows if held.term.due_on > today]
    context = framed(
        actor, meeting, "retention", rows=rows, early=early, form=form, total=sum(h.erasable for h in rows)
    )
    return render(request, "privacy/erase.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def erasure(request: HttpRequest, slug: str, erasure_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    row = erasure_for(meeting, erasure_id)
    job = Job.objects.filter(key=job_key(row.pk)).first()
    context = framed(actor, meeting, "retention", row=row, job=job)
    return render(request, "privacy/erasure.html", context)


@login_required
@require_safe
def file(request: HttpRequest, slug: str, erasure_id: UUID) -> HttpResponseBase:
    _actor, meeting = opened(request, slug)
    row = erasure_for(meeting, erasure_id)
    if not row.is_done:
        raise NotFound
    name = f"{meeting.number}-{row.label} {_('个人信息删除证明')}.pdf"
    return send(io.BytesIO(pdf(erasure_certificate(row))), name=name, media_type="application/pdf")
