"""A meeting's suppliers: who stands where, the group with each, who brings what, the contact list, ratings."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.documents.render.excel import xlsx
from huiwu.documents.render.pdf import pdf
from huiwu.foundation.files import ZIPPED, send, send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.permission import can
from huiwu.foundation.registry.panels import drawn_panels
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.meetings.views.editing import both_sides
from huiwu.suppliers import forms, queries, services
from huiwu.suppliers.choices import EngagementState, SupplierCategory
from huiwu.suppliers.documents import contact_sheet, contact_table
from huiwu.suppliers.models import CategoryNeed, MeetingSupplier, Qualification, SupplierRating
from huiwu.suppliers.queries.cards import Rated
from huiwu.suppliers.views.frame import kept_upload, number, opened, show_refusal, theirs_by_name

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """Every category that is needed or has a supplier, those without one first."""
    actor, meeting = opened(request, slug)
    rows = queries.category_rows(meeting)
    needed = [row for row in rows if row.is_needed]
    context = {
        "meeting": meeting,
        "rows": sorted(rows, key=lambda row: not row.is_lacking),
        "needed": len(needed),
        "contracted": sum(row.is_contracted for row in needed),
        "lacking": queries.lacking_categories(rows),
        "strike_on": queries.strike_day(meeting),
        "may_call": can(actor, "suppliers.see_phones", meeting),
        "panels": drawn_panels("meeting_suppliers", actor, meeting, request),
    }
    return render(request, "suppliers/meeting.html", context)


@READ_WRITE
def add(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "suppliers.engage")
    start = {"category": request.GET.get("category", "")}
    form = forms.EngageForm(request.POST or None, org_id=meeting.org_id, initial=start)
    if request.method == "POST" and form.is_valid():
        services.engage_supplier(
            actor=actor,
            meeting=meeting,
            supplier=form.cleaned_data["supplier"],
            category=form.cleaned_data["category"],
            state=EngagementState.CONSIDERED,
            note=form.cleaned_data["note"],
        )
        messages.success(request, _("已列入备选。"))
        return redirect("suppliers:meeting", slug)
    context = {"meeting": meeting, "form": form, "category": start["category"]}
    return render(request, "suppliers/engage.html", context, status=422 if form.errors else 200)


@READ_WRITE
def engagement(request: HttpRequest, slug: str, engagement_id: UUID) -> HttpResponse:
    """One supplier in one category; posting saves the group."""
    actor, meeting = opened(request, slug, "suppliers.engage" if request.method == "POST" else "suppliers.view_meeting")
    row = _engagement(meeting, engagement_id)
    form = forms.GroupForm(request.POST or None, request.FILES or None, initial=forms.GroupForm.initial_of(row))
    context = _engagement_context(meeting, row, form)
    if request.method == "POST" and form.is_valid():
        context["revision"] = number(request.POST.get("revision", ""))
        try:
            services.save_supplier_group(
                actor=actor,
                meeting=meeting,
                engagement_id=row.pk,
                revision=context["revision"],
                values=form.values(),
                file=kept_upload(request, "group_file", actor, meeting.pk),
            )
        except StaleEdit as stale:
            sides = both_sides(form, theirs_by_name(form, stale.theirs))
            context |= {"stale": sentence_of(stale), "sides": sides, "revision": stale.theirs.revision}
        else:
            messages.success(request, _("已保存沟通群。"))
            return redirect("suppliers:engagement", slug, row.pk)
    context["may_call"] = can(actor, "suppliers.see_phones", meeting)
    context["panels"] = drawn_panels("engagement", actor, meeting, request, subject=row)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "suppliers/engagement.html", context, status=status)


def _engagement_context(meeting: Meeting, row: MeetingSupplier, form: forms.GroupForm) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "row": row,
        "engaged": next(e for e in queries.engaged_with_papers(meeting) if e.row.pk == row.pk),
        "papers": row.supplier.qualifications.filter(meeting=meeting).select_related("file"),
        "rating": _rating(meeting, row.supplier_id),
        "strike_on": queries.strike_day(meeting),
        "form": form,
        "drop_form": forms.DropForm(),
        "revision": row.revision,
        "today": clock.today(),
    }


def _rating(meeting: Meeting, supplier_id: UUID) -> Rated | None:
    found = SupplierRating.objects.filter(meeting=meeting, supplier_id=supplier_id)
    row = found.select_related("file", "rated_by").first()
    return Rated(row) if row else None


def _engagement(meeting: Meeting, engagement_id: UUID) -> MeetingSupplier:
    row = queries.engagement_for(meeting, engagement_id)
    if row is None:
        raise NotFound
    return row


@require_POST
def take_up(request: HttpRequest, slug: str, engagement_id: UUID) -> HttpResponse:
    """A step further by hand: asked, selected. Contracted is set by the signed contract."""
    actor, meeting = opened(request, slug, "suppliers.engage")
    row = _engagement(meeting, engagement_id)
    state = request.POST.get("state", "")
    if state not in (EngagementState.CONSIDERED, EngagementState.INVITED, EngagementState.SELECTED):
        raise NotFound
    services.engage_supplier(actor=actor, meeting=meeting, supplier=row.supplier, category=row.category, state=state)
    messages.success(request, _("已更新。"))
    return redirect("suppliers:engagement", slug, row.pk)


@require_POST
def drop(request: HttpRequest, slug: str, engagement_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "suppliers.engage")
    services.drop_supplier(
        actor=actor, meeting=meeting, engagement_id=engagement_id, reason=request.POST.get("reason", "")
    )
    messages.success(request, _("已改为不采用。"))
    return redirect("suppliers:meeting", slug)


@require_safe
def group_file(request: HttpRequest, slug: str, engagement_id: UUID) -> HttpResponseBase:
    _actor, meeting = opened(request, slug)
    row = _engagement(meeting, engagement_id)
    if row.group_file is None:
        raise NotFound
    return send_file(row.group_file, inline=True)


@READ_WRITE
def need(request: HttpRequest, slug: str, category: str) -> HttpResponse:
    """Who brings a category."""
    actor, meeting = opened(request, slug, "suppliers.engage")
    if category not in SupplierCategory.values:
        raise NotFound
    row = CategoryNeed.objects.filter(meeting=meeting, category=category).first()
    start = {"decision": row.decision, "reason": row.reason} if row else {}
    form = forms.NeedForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_need(actor=actor, meeting=meeting, category=category, **form.cleaned_data)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已记录。"))
            return redirect("suppliers:meeting", slug)
    found = next((r for r in queries.category_rows(meeting) if r.category == category), None)
    context = {"meeting": meeting, "form": form, "label": SupplierCategory(category).label, "found": found}
    return render(request, "suppliers/need.html", context, status=422 if form.errors else 200)


@READ_WRITE
def paper_new(request: HttpRequest, slug: str, engagement_id: UUID) -> HttpResponse:
    """A paper made for this meeting alone: the load calculation of its stage."""
    actor, meeting = opened(request, slug, "suppliers.engage")
    row = _engagement(meeting, engagement_id)
    start = {"kind": request.GET.get("kind", "load_calculation")}
    form = forms.QualificationForm(request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_qualification(
                actor=actor,
                supplier=row.supplier,
                meeting=meeting,
                values=form.values(),
                file=kept_upload(request, "file", actor, meeting.pk),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记。"))
            return redirect("suppliers:engagement", slug, row.pk)
    context = {"meeting": meeting, "row": row, "form": form}
    return render(request, "suppliers/meeting_paper.html", context, status=422 if form.errors else 200)


@require_safe
def paper_file(request: HttpRequest, slug: str, qualification_id: UUID) -> HttpResponseBase:
    """A paper of a supplier of this meeting."""
    _actor, meeting = opened(request, slug)
    papers = Qualification.objects.filter(pk=qualification_id, supplier__engagements__meeting=meeting)
    row = papers.select_related("file").first()
    if row is None or row.file is None or row.meeting_id not in (None, meeting.pk):
        raise NotFound
    return send_file(row.file, inline=True)


@READ_WRITE
def rate(request: HttpRequest, slug: str, engagement_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "suppliers.rate")
    row = _engagement(meeting, engagement_id)
    rated = _rating(meeting, row.supplier_id)
    start = forms.RatingForm.initial_of(rated.row) if rated else {}
    form = forms.RatingForm(request.POST or None, request.FILES or None, initial=start)
    context: dict[str, Any] = {
        "meeting": meeting,
        "row": row,
        "form": form,
        "rating": rated,
        "revision": rated.row.revision if rated else 0,
    }
    if request.method == "POST" and form.is_valid():
        context["revision"] = number(request.POST.get("revision", ""))
        try:
            services.rate_supplier(
                actor=actor,
                meeting=meeting,
                supplier_id=row.supplier_id,
                revision=context["revision"],
                scores=form.scores(),
                note=form.cleaned_data["note"],
                action=form.cleaned_data["action"],
                file=kept_upload(request, "file", actor, meeting.pk),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            sides = both_sides(form, theirs_by_name(form, stale.theirs))
            context |= {"stale": sentence_of(stale), "sides": sides, "revision": stale.theirs.revision}
        else:
            messages.success(request, _("已保存评价。"))
            return redirect("suppliers:engagement", slug, row.pk)
    status = 409 if "stale" in context else 422 if form.errors else 200
    return render(request, "suppliers/rate.html", context, status=status)


@require_safe
def contact_list(request: HttpRequest, slug: str) -> HttpResponse:
    """供应商联系人表, for the crew."""
    actor, meeting = opened(request, slug)
    context = {
        "meeting": meeting,
        "rows": queries.crew_contacts(meeting),
        "may_call": can(actor, "suppliers.see_phones", meeting),
    }
    return render(request, "suppliers/contact_list.html", context)


@require_safe
def contact_file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The contact list as `xlsx` or `pdf`; it is all telephone numbers, so those who may not see them get none of it."""
    _actor, meeting = opened(request, slug, "suppliers.see_phones")
    name = _("{meeting} 供应商联系人表").format(meeting=meeting.name)
    if form == "xlsx":
        content, media = xlsx([contact_table(meeting)], made_at=clock.now()), ZIPPED["xl/"]
    elif form == "pdf":
        content, media = pdf(contact_sheet(meeting), on_missing="mark"), "application/pdf"
    else:
        raise NotFound
    return send(io.BytesIO(content), name=f"{name}.{form}", media_type=media, inline=form == "pdf")
