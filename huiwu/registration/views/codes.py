"""Invitation codes of categories one is invited to."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.registration import services
from huiwu.registration.forms import EntryCodesForm
from huiwu.registration.models import EntryCode
from huiwu.registration.queries.forms import categories_of
from huiwu.registration.queries.registrations import entry_codes_of
from huiwu.registration.views.frame import opened, show_refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "registration.edit")
    invited = [row for row in categories_of(meeting) if row.mode == "invited"]
    form = EntryCodesForm(invited, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.make_entry_codes(
                actor=actor,
                meeting=meeting,
                category=given["category"],
                labels=given["labels"].splitlines(),
                limit=given["limit"],
                expires_on=given["expires_on"],
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("生成了 {count} 个邀请码。").format(count=len(made)))
            return redirect("registration:codes", slug)
    context = {"meeting": meeting, "form": form, "codes": entry_codes_of(meeting), "invited": invited}
    return render(request, "registration/codes.html", context, status=422 if form.is_bound and form.errors else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, slug: str, entry_code_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "registration.edit")
    if not EntryCode.objects.filter(pk=entry_code_id, meeting=meeting).exists():
        raise NotFound
    services.revoke_entry_code(actor=actor, entry_code_id=entry_code_id)
    messages.success(request, _("邀请码已停用。"))
    return redirect("registration:codes", slug)
