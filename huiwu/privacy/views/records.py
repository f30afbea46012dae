"""Requests of people, impact assessments, transfers abroad, incidents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.privacy import forms, services
from huiwu.privacy.models import CrossBorderTransfer, ImpactAssessment, SubjectRequest
from huiwu.privacy.queries.own import names_of
from huiwu.privacy.queries.records import breach_for, breaches_of, deadline_of
from huiwu.privacy.views.frame import READ_WRITE, framed, number, opened, show_refusal


@login_required
@require_safe
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return _requests(request, actor, meeting)


def _requests(request: HttpRequest, actor: Actor, meeting: Meeting, status: int = 200, **more: Any) -> HttpResponse:
    rows = list(SubjectRequest.objects.filter(meeting=meeting).select_related("answered_by")[:300])
    names = names_of({str(row.subject_id) for row in rows})
    context = framed(
        actor,
        meeting,
        "requests",
        rows=[(row, names.get(str(row.subject_id), _("已删除的人员"))) for row in rows],
        today=clock.today(meeting.time_zone),
        form=forms.AnswerForm(),
    )
    return render(request, "privacy/requests.html", context | more, status=status)


@login_required
@require_POST
def answer(request: HttpRequest, slug: str, request_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    form = forms.AnswerForm(request.POST)
    if form.is_valid():
        services.answer_request(
            actor=actor,
            meeting=meeting,
            request_id=request_id,
            is_granted=request.POST.get("granted") == "1",
            answer=form.cleaned_data["answer"],
        )
        messages.success(request, _("已答复。"))
        return redirect("privacy:requests", slug)
    return _requests(request, actor, meeting, 422, form=form, answering=request_id)


@login_required
@require_safe
def assessments(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    rows = list(ImpactAssessment.objects.filter(meeting=meeting).select_related("assessed_by"))
    return render(request, "privacy/assessments.html", framed(actor, meeting, "assessments", rows=rows))


@login_required
@READ_WRITE
def new_assessment(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    form = forms.AssessmentForm(request.POST or None, initial={"assessed_on": clock.today(meeting.time_zone)})
    if request.method == "POST" and form.is_valid():
        try:
            services.assess_impact(actor=actor, meeting=meeting, **form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记影响评估。"))
            return redirect("privacy:assessments", slug)
    context = framed(actor, meeting, "assessments", form=form, title=_("登记影响评估"))
    return render(request, "privacy/record_form.html", context, status=422 if form.errors else 200)


@login_required
@READ_WRITE
def assessment(request: HttpRequest, slug: str, assessment_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    row = ImpactAssessment.objects.filter(meeting=meeting, pk=assessment_id).select_related("assessed_by").first()
    if row is None:
        raise NotFound
    form = forms.AssessmentForm(request.POST or None, initial=forms.AssessmentForm.initial_of(row))
    context = framed(actor, meeting, "assessments", form=form, title=row.title, row=row, revision=row.revision)
    if request.method == "POST":
        require(actor, "privacy.edit", meeting)
        context["revision"] = number(request.POST.get("revision", ""))
        if form.is_valid():
            try:
                services.assess_impact(
                    actor=actor,
                    meeting=meeting,
                    assessment_id=assessment_id,
                    revision=context["revision"],
                    **form.cleaned_data,
                )
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "theirs": stale.theirs, "revision": stale.theirs.revision}
            else:
                messages.success(request, _("已保存。"))
                return redirect("privacy:assessments", slug)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "privacy/record_form.html", context, status=status)


@login_required
@require_safe
def transfers(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    rows = list(CrossBorderTransfer.objects.filter(meeting=meeting))
    return render(request, "privacy/transfers.html", framed(actor, meeting, "transfers", rows=rows))


@login_required
@READ_WRITE
def new_transfer(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    form = forms.TransferForm(request.POST or None, initial={"sent_on": clock.today(meeting.time_zone)})
    if request.method == "POST" and form.is_valid():
        try:
            services.register_transfer(actor=actor, meeting=meeting, **form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记。"))
            return redirect("privacy:transfers", slug)
    context = framed(actor, meeting, "transfers", form=form, title=_("登记向境外提供"))
    return render(request, "privacy/record_form.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def breaches(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    rows = [deadline_of(row, clock.now()) for row in breaches_of(meeting)]
    return render(request, "privacy/breaches.html", framed(actor, meeting, "breaches", rows=rows))


@login_required
@READ_WRITE
def new_breach(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.handle")
    form = forms.BreachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.report_breach(actor=actor, meeting=meeting, values=form.values(meeting.time_zone))
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记 XL-{number:03d}，请立即补救。").format(number=row.number))
            return redirect("meetings:overview", slug)
    context = framed(actor, meeting, "breaches", form=form, title=_("登记泄露事件"))
    return render(request, "privacy/record_form.html", context, status=422 if form.errors else 200)


@login_required
@READ_WRITE
def breach(request: HttpRequest, slug: str, breach_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug)
    row = breach_for(meeting, breach_id)
    zone = meeting.time_zone
    form = forms.BreachForm(request.POST or None, initial=forms.BreachForm.initial_of(row, zone))
    context = framed(
        actor, meeting, "breaches", form=form, row=row, revision=row.revision, deadline=deadline_of(row, clock.now())
    )
    if request.method == "POST":
        require(actor, "privacy.edit", meeting)
        context["revision"] = number(request.POST.get("revision", ""))
        if form.is_valid():
            try:
                services.update_breach(
                    actor=actor,
                    meeting=meeting,
                    breach_id=breach_id,
                    revision=context["revision"],
                    values=form.values(zone),
                )
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "theirs": stale.theirs, "revision": stale.theirs.revision}
            else:
                messages.success(request, _("已保存。"))
                return redirect("privacy:breach", slug, breach_id)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "privacy/breach.html", context, status=status)


@login_required
@require_POST
def end(request: HttpRequest, slug: str, breach_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    revision = number(request.POST.get("revision", ""))
    try:
        services.end_breach(actor=actor, meeting=meeting, breach_id=breach_id, revision=revision)
    except InvalidInput as wrong:
        for sentences in wrong.fields.values():
            messages.error(request, " ".join(sentences))
    else:
        messages.success(request, _("事件已结束。"))
    return redirect("privacy:breach", slug, breach_id)
