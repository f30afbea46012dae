"""Facts for the rules, permits, spending lines, prizes, and what went out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.compliance import forms, services
from huiwu.compliance.choices import PermitKind, Topic
from huiwu.compliance.models import ComplianceProfile, Permit
from huiwu.compliance.queries import spending as spending_queries
from huiwu.compliance.queries.facts import facts_of, profile_of
from huiwu.compliance.views.frame import kept_upload, number, opened, show_refusal
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.registry.spending import planned_spending
from huiwu.foundation.registry.went_public import outgoing
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@READ_WRITE
def facts(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "compliance.edit")
    row = profile_of(meeting)
    form = forms.FactsForm(request.POST or None, initial=forms.FactsForm.initial_of(row))
    context: dict[str, Any] = {"meeting": meeting, "form": form, "revision": row.revision}
    if request.method == "POST":
        context["revision"] = number(request.POST.get("revision", ""))
        if form.is_valid():
            try:
                services.save_compliance_facts(
                    actor=actor, meeting=meeting, revision=context["revision"], values=form.cleaned_data
                )
            except StaleEdit as stale:
                context |= _stale_profile(form, stale)
            else:
                messages.success(request, _("已保存，受影响的检查项会要求重新判断。"))
                return redirect("compliance:checklist", slug)
    found = facts_of(meeting)
    pack = found.packs.get(Topic.PUBLIC_SPENDING)
    context |= {"facts": found, "pack": pack, "class_rows": spending_queries.class_rows(pack) if pack else []}
    return render(request, "compliance/facts.html", context, status=_status(form, context))


def _stale_profile(form: forms.FactsForm, stale: StaleEdit) -> dict[str, Any]:
    theirs: ComplianceProfile = stale.theirs
    start = forms.FactsForm.initial_of(theirs)
    other = forms.FactsForm(initial=start)
    rows = [
        (field.label, field.value() or "", other[field.name].value() or "")
        for field in form
        if str(field.value() or "") != str(other[field.name].value() or "")
    ]
    return {"stale": sentence_of(stale), "sides": rows, "revision": theirs.revision}


def _status(form: Any, context: dict[str, Any]) -> int:
    if "stale" in context:
        return 409
    return 422 if form.is_bound and form.errors else 200


@login_required
@READ_WRITE
def permit_new(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "compliance.edit")
    asked = request.GET.get("kind", "")
    start = {"kind": asked if asked in PermitKind.values else PermitKind.MASS_EVENT}
    form = forms.PermitForm(request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        file = kept_upload(request, "file", meeting, actor, "compliance.edit")
        try:
            services.record_permit(actor=actor, meeting=meeting, values=form.cleaned_data, file=file)
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记。"))
            return redirect("compliance:checklist", slug)
    context = {"meeting": meeting, "form": form, "permit": None}
    return render(request, "compliance/permit.html", context, status=422 if form.errors else 200)


@login_required
@READ_WRITE
def permit(request: HttpRequest, slug: str, permit_id: UUID) -> HttpResponse:
    changing = request.method == "POST"
    actor, meeting = opened(request, slug, _needed(request))
    row = Permit.objects.select_related("file", "saved_by").filter(pk=permit_id, meeting=meeting).first()
    if row is None:
        raise NotFound
    form = forms.PermitForm(request.POST or None, request.FILES or None, initial=forms.PermitForm.initial_of(row))
    context: dict[str, Any] = {"meeting": meeting, "form": form, "permit": row, "revision": row.revision}
    if changing and form.is_valid():
        context["revision"] = number(request.POST.get("revision", ""))
        try:
            services.change_permit(
                actor=actor,
                meeting=meeting,
                permit_id=permit_id,
                revision=context["revision"],
                values=form.cleaned_data,
                file=kept_upload(request, "file", meeting, actor, "compliance.edit"),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            context |= {"stale": sentence_of(stale), "permit": stale.theirs, "revision": stale.theirs.revision}
        else:
            messages.success(request, _("已保存。"))
            return redirect("compliance:checklist", slug)
    return render(request, "compliance/permit.html", context, status=_status(form, context))


@login_required
@require_POST
def permit_remove(request: HttpRequest, slug: str, permit_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "compliance.edit")
    services.remove_permit(actor=actor, meeting=meeting, permit_id=permit_id)
    messages.success(request, _("已移除。"))
    return redirect("compliance:checklist", slug)


@login_required
@READ_WRITE
def spending(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, _needed(request))
    form = forms.SpendingForm(request.POST or None)

    def add(clean: dict[str, Any]) -> None:
        services.add_spending_item(actor=actor, meeting=meeting, **clean)

    done = _added(request, form, add, "compliance:spending", slug)
    if done is not None:
        return done
    found = facts_of(meeting)
    rows = spending_queries.lines_of(meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "facts": found,
        "pack": found.packs.get(Topic.PUBLIC_SPENDING),
        "cap": spending_queries.cap_for(meeting, found),
        "planned": planned_spending(meeting),
        "rows": [(row, spending_queries.plain_line(row).amount_cents) for row in rows],
        "banned": spending_queries.banned_spending(meeting, found),
    }
    return render(request, "compliance/spending.html", context, status=422 if form.errors else 200)


@login_required
@READ_WRITE
def prizes(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, _needed(request))
    form = forms.PrizeForm(request.POST or None)

    def add(clean: dict[str, Any]) -> None:
        services.add_prize(actor=actor, meeting=meeting, **clean)

    done = _added(request, form, add, "compliance:prizes", slug)
    if done is not None:
        return done
    pack = facts_of(meeting).packs.get(Topic.LUCKY_DRAW)
    context = {
        "meeting": meeting,
        "form": form,
        "pack": pack,
        "limit": pack.at("top_prize_cents") if pack else None,
        "rows": meeting.prizes.all(),
    }
    return render(request, "compliance/prizes.html", context, status=422 if form.errors else 200)


@login_required
@READ_WRITE
def releases(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, _needed(request))
    form = forms.ReleaseForm(request.POST or None)

    def add(clean: dict[str, Any]) -> None:
        services.record_release(
            actor=actor,
            meeting=meeting,
            kind=clean["kind"],
            title=clean["title"],
            place=clean["place"],
            went_out_at=form.went_out_at(meeting),
        )

    done = _added(request, form, add, "compliance:releases", slug)
    if done is not None:
        return done
    context = {"meeting": meeting, "form": form, "rows": meeting.releases.all(), "outgoing": outgoing(meeting)}
    return render(request, "compliance/releases.html", context, status=422 if form.errors else 200)


def _needed(request: HttpRequest) -> str:
    return "compliance.edit" if request.method == "POST" else "compliance.view"


def _added(
    request: HttpRequest, form: Any, add: Callable[[dict[str, Any]], None], back: str, slug: str
) -> HttpResponse | None:
    """The answer to a row that was added; None when the page has to be shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        add(form.cleaned_data)
    except InvalidInput as wrong:
        show_refusal(form, wrong)
        return None
    messages.success(request, _("已加入。"))
    return redirect(back, slug)


@login_required
@require_POST
def spending_remove(request: HttpRequest, slug: str, item_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "compliance.edit")
    services.remove_spending_item(actor=actor, meeting=meeting, item_id=item_id)
    messages.success(request, _("已移除。"))
    return redirect("compliance:spending", slug)


@login_required
@require_POST
def prize_remove(request: HttpRequest, slug: str, prize_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "compliance.edit")
    services.remove_prize(actor=actor, meeting=meeting, prize_id=prize_id)
    messages.success(request, _("已移除。"))
    return redirect("compliance:prizes", slug)


@login_required
@require_POST
def release_remove(request: HttpRequest, slug: str, release_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "compliance.edit")
    services.remove_release(actor=actor, meeting=meeting, release_id=release_id)
    messages.success(request, _("已移除。"))
    return redirect("compliance:releases", slug)
