"""The checklist: what must be looked at, who decided what, submit and clear."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.compliance import services
from huiwu.compliance.forms import DecisionForm
from huiwu.compliance.models import Permit
from huiwu.compliance.queries import checklist as checklists
from huiwu.compliance.queries import spending
from huiwu.compliance.views.frame import kept_upload, opened, show_refusal
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.models import StoredFile
from huiwu.foundation.registry.went_public import outgoing
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal
from huiwu.meetings.models import Meeting


@login_required
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    return _page(request, actor, meeting)


def _page(
    request: HttpRequest, actor: Actor, meeting: Meeting, typed: dict[str, DecisionForm] | None = None, **more: Any
) -> HttpResponse:
    checklist = checklists.checklist_of(meeting)
    groups = [
        (group, [(item, (typed or {}).get(item.spec.key) or _form_of(item)) for item in group.items])
        for group in checklist.groups
    ]
    context = {
        "meeting": meeting,
        "checklist": checklist,
        "facts": checklist.facts,
        "groups": groups,
        "typed_for": next(iter(typed or {}), ""),
        "cap": spending.cap_for(meeting, checklist.facts),
        "outgoing": outgoing(meeting),
        **more,
    }
    return render(request, "compliance/checklist.html", context, status=more.get("status", 200))


def _form_of(item: checklists.Judged) -> DecisionForm:
    initial = {"seal": item.spec.seal, "revision": item.revision}
    if item.row is not None and item.state != "reopened":
        initial |= {"decision": item.row.decision, "note": item.row.note}
    return DecisionForm(initial=initial, prefix=item.spec.key.replace(".", "-"))


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    form = DecisionForm(request.POST, request.FILES, prefix=key.replace(".", "-"))
    refusal, status = "", 422
    if form.is_valid():
        clean = form.cleaned_data
        try:
            services.decide_item(
                actor=actor,
                meeting=meeting,
                key=key,
                decision=clean["decision"],
                note=clean["note"],
                seal=clean["seal"],
                revision=clean["revision"],
                attachment=kept_upload(request, form.add_prefix("attachment"), meeting, actor, "compliance.decide"),
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except Refusal as refused:
            if refused.status in (403, 404):
                raise
            refusal, status = sentence_of(refused), 409
        else:
            messages.success(request, _("已记下判断。"))
            return redirect(reverse("compliance:checklist", args=[slug]) + f"#item-{key}")
    return _page(request, actor, meeting, {key: form}, refusal=refusal, status=status)


@login_required
@require_POST
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    version = services.submit_checklist(actor=actor, meeting=meeting, note=request.POST.get("note", "")[:500])
    messages.success(request, _("第 {number} 版已送法务合规放行。").format(number=version.number))
    return redirect("compliance:checklist", slug)


@login_required
@require_POST
def clear(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug)
    try:
        version_id = UUID(request.POST.get("version", ""))
    except ValueError:
        raise NotFound from None
    services.clear_checklist(
        actor=actor, meeting=meeting, version_id=version_id, seen_hash=request.POST.get("seen_hash", "")
    )
    messages.success(request, _("合规预审已放行。"))
    return redirect("compliance:checklist", slug)


@login_required
@require_safe
def file(request: HttpRequest, slug: str, file_id: UUID) -> HttpResponseBase:
    """An attachment of an item or a permit of this meeting, and nothing else."""
    _actor, meeting = opened(request, slug)
    used = [
        meeting.compliance_items.filter(attachment_id=file_id).exists(),
        Permit.objects.filter(meeting=meeting, file_id=file_id).exists(),
    ]
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None or not any(used):
        raise NotFound
    return send_file(found, inline=True)
