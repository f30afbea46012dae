"""Limits: how many of what, how many taken, how many wait."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.foundation.middleware import sentence_of
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.registration import services
from huiwu.registration.errors import NoSuchCategory, QuotaInUse
from huiwu.registration.forms import QuotaForm
from huiwu.registration.models import Quota
from huiwu.registration.queries.forms import categories_of, quotas_of
from huiwu.registration.views.frame import key_of, opened, session_choices, show_refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quotas(request: HttpRequest, slug: str) -> HttpResponse:
    """All limits; POST sets one."""
    changing = request.method == "POST"
    actor, meeting = opened(request, slug, "registration.edit" if changing else "registration.view")
    form = QuotaForm(categories_of(meeting), session_choices(meeting), request.POST or None)
    if changing and form.is_valid():
        given = form.cleaned_data
        try:
            services.set_quota(
                actor=actor,
                meeting=meeting,
                kind=given["kind"],
                limit=given["limit"],
                has_waitlist=given["has_waitlist"],
                category=given["category"],
                organisation=given["organisation"],
                function_id=key_of(given["function"]) if given["function"] else None,
            )
        except InvalidInput as refusal:
            show_refusal(form, refusal)
        except (NoSuchCategory, NotFound) as refusal:
            form.add_error("category" if given["kind"] == "category" else "function", sentence_of(refusal))
        else:
            messages.success(request, _("名额已设置。"))
            return redirect("registration:quotas", slug)
    context = {"meeting": meeting, "form": form, "quotas": quotas_of(meeting)}
    return render(request, "registration/quotas.html", context, status=422 if form.is_bound and form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, quota_id: UUID) -> HttpResponse:
    actor, meeting = opened(request, slug, "registration.edit")
    if not Quota.objects.filter(pk=quota_id, meeting=meeting).exists():
        raise NotFound
    try:
        services.remove_quota(actor=actor, quota_id=quota_id)
    except QuotaInUse as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, _("已删除这项名额限制。"))
    return redirect("registration:quotas", slug)
