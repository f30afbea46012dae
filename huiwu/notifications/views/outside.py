"""Pages about what goes outside: leaving the list, an organisation's ways out, providers' reports."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.accounts.models import Organisation
from huiwu.accounts.queries import org_for
from huiwu.accounts.services import url_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.notifications import services
from huiwu.notifications.errors import UnsubscribeLinkDamaged
from huiwu.notifications.forms import BotChangeForm, BotForm, OutsideForm, SmsTemplateForm
from huiwu.notifications.models import Bot, OutsideSettings, SmsTemplate, Suppression
from huiwu.notifications.outside.suppressing import leaving_of
from huiwu.notifications.outside.wording import SMS_TEXTS

READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])
LARGEST_REPORT = 1_000_000
PLAIN = ("is_test", "sms_provider", "sms_key_id", "sms_sign", "sms_app_id", "sms_region")


@csrf_exempt
@READ_WRITE
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The reader's own link; a mail program may post to it without a page (RFC 8058), hence without our cookie."""
    leaving = leaving_of(token)
    if leaving is None:
        raise UnsubscribeLinkDamaged
    if request.method == "POST":
        services.unsubscribe(token=token)
    org = Organisation.objects.filter(pk=leaving.org_id).first()
    context = {"leaving": leaving, "sender": org.name if org else "", "done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)


@csrf_exempt
@require_POST
def report(request: HttpRequest, token: str) -> HttpResponse:
    """Where Aliyun and Tencent Cloud report; answers in both their ways, so that neither repeats."""
    if len(request.body) > LARGEST_REPORT:
        raise NotFound
    try:
        rows = json.loads(request.body)
    except (json.JSONDecodeError, UnicodeDecodeError):
        return JsonResponse({"code": 1, "msg": "not JSON", "result": 1, "errmsg": "not JSON"}, status=400)
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    services.take_report(token=token, rows=found)
    return JsonResponse({"code": 0, "msg": "OK", "result": 0, "errmsg": "OK"})


@csrf_exempt
@require_POST
def bounce(request: HttpRequest, token: str) -> HttpResponse:
    """Where the organisation's mail server hands over what came back, as it is (message/rfc822); says how many were ours."""
    if len(request.body) > LARGEST_REPORT:
        raise NotFound
    return JsonResponse({"count": services.take_bounce(token=token, raw=request.body)})


@login_required
@READ_WRITE
def ways(request: HttpRequest) -> HttpResponse:
    """Test mode and SMS account; below them texts, bots and the list of those who want nothing."""
    actor = actor_of(request)
    org = org_for(actor)
    require(actor, "notifications.set_outside", org.pk)
    row = OutsideSettings.objects.filter(org=org).first()
    form = OutsideForm(request.POST or None, initial={k: getattr(row, k) for k in PLAIN} if row else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        revision = request.POST.get("revision", "")
        try:
            services.set_outside(
                actor=actor,
                org_id=org.pk,
                revision=int(revision) if revision.isdigit() else 0,
                values=form.cleaned_data,
            )
        except InvalidInput as refusal:
            _blame(form, refusal)
        except StaleEdit:
            status = 409
            form.add_error(None, _("在您编辑期间，别人已保存了新的设置。您填写的都还在，请对照后再保存。"))
        else:
            messages.success(request, _("已保存。"))
            return redirect("notifications:ways")
    return _ways(request, org, status, form=form)


def _ways(request: HttpRequest, org: Organisation, status: int = 200, **more: Any) -> HttpResponse:
    row = OutsideSettings.objects.filter(org=org).first()
    known = {text.code for text in SmsTemplate.objects.filter(org=org)}
    context: dict[str, Any] = {
        "form": OutsideForm(initial={k: getattr(row, k) for k in PLAIN} if row else None),
        "bot_form": more.get("bot_form") or BotForm(_meetings(org)),
        "row": row,
        "revision": row.revision if row else 1,
        "report_url": url_of(reverse("notifications:sms_report", args=[row.report_token])) if row else "",
        "bounce_url": url_of(reverse("notifications:bounce", args=[row.report_token])) if row else "",
        "texts": SmsTemplate.objects.filter(org=org),
        "unregistered": [text for text in SMS_TEXTS.values() if text.code not in known],
        "bots": Bot.objects.filter(org=org).select_related("meeting"),
        "suppressions": Suppression.objects.filter(org=org)[:200],
        **more,
    }
    failed = any(form.errors for form in (context["form"], context["bot_form"]) if form.is_bound)
    return render(request, "notifications/ways.html", context, status=422 if failed and status == 200 else status)


def _blame(form: forms.Form, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name, sentence)


@login_required
@READ_WRITE
def text(request: HttpRequest, template_id: UUID | None = None) -> HttpResponse:
    """One SMS text; `?code=` begins with one that the system itself sends."""
    actor = actor_of(request)
    org = org_for(actor)
    require(actor, "notifications.set_outside", org.pk)
    row = SmsTemplate.objects.filter(pk=template_id, org=org).first() if template_id else None
    if template_id and row is None:
        raise NotFound
    begin = SMS_TEXTS.get(request.GET.get("code", ""))
    names = ("code", "title", "text", "provider_id", "is_approved")
    initial = {k: getattr(row, k) for k in names} if row else {}
    if begin is not None and row is None:
        initial = {"code": begin.code, "title": begin.title, "text": begin.text}
    form = SmsTemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        revision = request.POST.get("revision", "")
        try:
            services.save_sms_template(
                actor=actor,
                org_id=org.pk,
                values=form.cleaned_data,
                template_id=template_id,
                revision=int(revision) if revision.isdigit() else 0,
            )
        except InvalidInput as refusal:
            _blame(form, refusal)
        except StaleEdit:
            form.add_error(None, _("在您编辑期间，别人已保存了新的设置。您填写的都还在，请对照后再保存。"))
        else:
            messages.success(request, _("已保存。"))
            return redirect("notifications:ways")
    context = {"form": form, "row": row}
    return render(request, "notifications/sms_text.html", context, status=422 if form.is_bound and form.errors else 200)


@login_required
@require_POST
def add_bot(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = org_for(actor)
    require(actor, "notifications.set_outside", org.pk)
    form = BotForm(_meetings(org), request.POST)
    if form.is_valid():
        try:
            services.add_bot(actor=actor, org_id=org.pk, **_said(form, org))
        except InvalidInput as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("已添加。"))
            return redirect("notifications:ways")
    return _ways(request, org, bot_form=form)


@login_required
@READ_WRITE
def bot(request: HttpRequest, bot_id: UUID) -> HttpResponse:
    """Which meeting a chat hears of, and what."""
    actor = actor_of(request)
    org = org_for(actor)
    require(actor, "notifications.set_outside", org.pk)
    row = Bot.objects.filter(pk=bot_id, org=org).first()
    if row is None:
        raise NotFound
    initial = {"name": row.name, "meeting": row.meeting_id or "", "tells": row.tells, "is_on": row.is_on}
    form = BotChangeForm(_meetings(org, row), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_bot(actor=actor, org_id=org.pk, bot_id=bot_id, **_said(form, org))
        except InvalidInput as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("notifications:ways")
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "notifications/bot.html", {"form": form, "bot": row}, status=status)


def _meetings(org: Organisation, row: Bot | None = None) -> list[Meeting]:
    """Those that go on, and the one the chat has."""
    live = Meeting.objects.filter(org=org).order_by("start_on", "name")
    return [one for one in live if one.is_live or (row is not None and one.pk == row.meeting_id)]


def _said(form: forms.Form, org: Organisation) -> dict[str, Any]:
    said = dict(form.cleaned_data)
    asked = said.pop("meeting")
    meeting = Meeting.objects.filter(pk=asked, org=org).first() if asked else None
    return said | {"meeting": meeting, "tells": tuple(said["tells"])}


@login_required
@require_POST
def remove_bot(request: HttpRequest, bot_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    services.remove_bot(actor=actor, org_id=org_for(actor).pk, bot_id=bot_id)
    messages.success(request, _("已删除。"))
    return redirect("notifications:ways")


@login_required
@require_POST
def release(request: HttpRequest, suppression_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    services.release_address(actor=actor, org_id=org_for(actor).pk, suppression_id=suppression_id)
    messages.success(request, _("已移出停发名单。"))
    return redirect("notifications:ways")
