"""Registration at a glance: state, address, how many, what forbids opening; its settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.documents.queries import current_version, signed_version
from huiwu.foundation.middleware import sentence_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, Refusal, StaleEdit
from huiwu.privacy.queries.consents import published_notice
from huiwu.registration import services
from huiwu.registration.forms import SettingsForm
from huiwu.registration.models import RegistrationForm
from huiwu.registration.queries.forms import form_for, form_of, published, quotas_of
from huiwu.registration.queries.registrations import counts_of
from huiwu.registration.views.frame import number, opened, show_refusal


@login_required
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    _actor, meeting = opened(request, slug)
    form = form_of(meeting)
    if form is None:
        return render(request, "registration/begin.html", {"meeting": meeting})
    version = published(meeting)
    signed = signed_version(form.document)
    address = django_settings.BASE_URL + reverse("registration:public", args=[slug])
    context: dict[str, Any] = {
        "meeting": meeting,
        "form": form,
        "version": version,
        "signed": signed,
        "current": current_version(form.document),
        "is_newer": bool(version and signed and version.version_id != signed.pk),
        "notice": published_notice(meeting),
        "is_open_now": version is not None and form.is_open_at(clock.now()),
        "counts": counts_of(meeting),
        "quotas": quotas_of(meeting),
        "address": address,
        "group_address": address + "group/",
    }
    return render(request, "registration/overview.html", context)


@login_required
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "registration.edit")
    services.begin_form(actor=actor, meeting=meeting)
    return redirect("registration:builder", slug)


@login_required
@require_POST
def open_form(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "registration.open")
    try:
        services.open_registration(actor=actor, meeting=meeting)
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, _("报名已开放。"))
    return redirect("registration:overview", slug)


@login_required
@require_POST
def close_form(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "registration.open")
    services.close_registration(actor=actor, meeting=meeting)
    messages.success(request, _("报名已关闭。已报名的人仍可修改和取消。"))
    return redirect("registration:overview", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    changing = request.method == "POST"
    actor, meeting = opened(request, slug, "registration.edit" if changing else "registration.view")
    row = form_for(actor, meeting)
    form = SettingsForm(request.POST or None, initial=_initial(row))
    context: dict[str, Any] = {"meeting": meeting, "form": form, "revision": row.revision}
    status = 200
    if changing:
        context["revision"] = number(request.POST.get("revision", ""))
        if form.is_valid():
            try:
                services.save_settings(
                    actor=actor, meeting=meeting, revision=context["revision"], values=form.values(meeting)
                )
            except InvalidInput as refusal:
                show_refusal(form, refusal)
            except StaleEdit as stale:
                context |= {"stale": sentence_of(stale), "revision": stale.theirs.revision}
                status = 409
            else:
                messages.success(request, _("已保存。"))
                return redirect("registration:overview", slug)
        status = 422 if form.errors else status
    return render(request, "registration/settings.html", context, status=status)


def _initial(row: RegistrationForm) -> dict[str, Any]:
    zone = row.meeting.zone
    times = {
        name: value.astimezone(zone).replace(tzinfo=None) if (value := getattr(row, name)) else None
        for name in ("opens_at", "closes_at")
    }
    names = ("verification", "offer_hours", "pay_within_days", "allows_groups", "payment_note")
    return times | {name: getattr(row, name) for name in names}
