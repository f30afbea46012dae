"""Pages of notifications: inbox, one's choices, reminder rules, what a meeting sent, the mailbox."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from huiwu.accounts.queries import org_for
from huiwu.foundation.pages import actor_of
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.queries import meeting_for
from huiwu.notifications import queries, services
from huiwu.notifications.choices import CHOOSABLE, Channel
from huiwu.notifications.forms import QuietHoursForm, ReminderRulesForm
from huiwu.notifications.permissions import can_open_mailbox

PER_PAGE = 40


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """One's messages, newest first; `?unread=1` only those not read."""
    actor = actor_of(request)
    found = queries.inbox(actor)
    only_unread = request.GET.get("unread") == "1"
    rows = found.filter(read_at=None) if only_unread else found
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    unread, here = queries.unread_count(actor), reverse("notifications:inbox")
    tabs = [("all", _("全部"), here), ("unread", _("未读"), f"{here}?unread=1", unread)]
    current = "unread" if only_unread else "all"
    context = {"page": page, "only_unread": only_unread, "unread": unread, "tabs": tabs, "current": current}
    htmx = getattr(request, "htmx", None)
    template = "notifications/_inbox.html" if htmx and htmx.target == "messages-list" else "notifications/inbox.html"
    return render(request, template, context)


@login_required
def badge(request: HttpRequest) -> HttpResponse:
    """The number beside the bell in the top bar."""
    return render(request, "notifications/_badge.html", {"unread": queries.unread_count(actor_of(request))})


@login_required
def open_message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Read: shows the whole message with the way to what it is about."""
    message = services.mark_read(actor=actor_of(request), message_id=message_id)
    return render(request, "notifications/message.html", {"message": message})


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = services.mark_all_read(actor=actor_of(request))
    messages.success(request, ngettext("{n} 条消息已标为已读。", "{n} 条消息已标为已读。", count).format(n=count))
    return redirect("notifications:inbox")


@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if request.method == "POST":
        choices = {(str(g), str(c)): f"{g}.{c}" in request.POST for g in CHOOSABLE for c in Channel}
        services.set_preferences(actor=actor, choices=choices)
        messages.success(request, _("已保存。"))
        return redirect("notifications:preferences")
    return _preferences(request, _quiet_form(request))


@login_required
@require_POST
def quiet_hours(request: HttpRequest) -> HttpResponse:
    form = _quiet_form(request)
    if form.is_valid():
        try:
            services.set_quiet_hours(actor=actor_of(request), **form.cleaned_data)
        except InvalidInput as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("notifications:preferences")
    return _preferences(request, form, status=422)


def _quiet_form(request: HttpRequest) -> QuietHoursForm:
    row = queries.quiet_hours_of(actor_of(request).user)
    names = ("is_on", "starts", "ends", "weekdays", "zone", "digest_on", "digest_time")
    data = request.POST if request.method == "POST" else None
    return QuietHoursForm(data, initial={name: getattr(row, name) for name in names})


def _preferences(request: HttpRequest, form: QuietHoursForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    context = {"grid": queries.preference_grid(actor.user), "channels": Channel.choices, "form": form}
    return render(request, "notifications/preferences.html", context, status=status)


@login_required
def reminder_rules(request: HttpRequest) -> HttpResponse:
    """When the organisation reminds and escalates."""
    actor = actor_of(request)
    org = org_for(actor, permission="notifications.set_rules")
    row = queries.reminder_rules([org.pk])[org.pk]
    initial = {
        "days_before": ", ".join(str(day) for day in row.days_before),
        "owner_after_days": row.owner_after_days,
        "leads_after_days": row.leads_after_days,
    }
    form = ReminderRulesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_reminder_rules(actor=actor, org=org, **form.cleaned_data)
        except InvalidInput as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("已保存。下一次提醒起按新的天数。"))
            return redirect("notifications:reminder_rules")
    status = 422 if form.errors else 200
    return render(request, "notifications/reminder_rules.html", {"form": form, "org": org}, status=status)


def _blame(form: Any, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name, sentence)


@login_required
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """E-mail of the meeting and what came of each."""
    meeting = meeting_for(actor_of(request), slug, "notifications.view_sent")
    page = Paginator(queries.sent_messages(meeting), PER_PAGE).get_page(request.GET.get("page"))
    context = {"meeting": meeting, "page": page, "refused": queries.refused_count(meeting)}
    context["chats"] = queries.chats_of(meeting)
    htmx = getattr(request, "htmx", None)
    template = "notifications/_sent.html" if htmx and htmx.target == "sent" else "notifications/sent.html"
    return render(request, template, context)


@login_required
@require_POST
def repeat(request: HttpRequest, slug: str, delivery_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "notifications.view_sent")
    delivery = services.repeat_delivery(actor=actor, delivery_id=delivery_id)
    messages.success(request, _("正在重新发送给 {reader}。").format(reader=delivery.message.reader_name))
    return redirect("notifications:sent", slug=meeting.slug)


@login_required
def mailbox(request: HttpRequest) -> HttpResponse:
    """What would have been sent, while no mail server is set."""
    _require_mailbox(request)
    rows = queries.kept_mail(actor_of(request))
    page = Paginator(rows.defer("text", "html"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/mailbox.html", {"page": page})


@login_required
def kept_mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    _require_mailbox(request)
    mail = queries.kept_mail_for(actor_of(request), mail_id)
    return render(request, "notifications/kept_mail.html", {"mail": mail})


MAIL_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@login_required
@xframe_options_sameorigin
def kept_html(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """The HTML part alone, as a mail program would show it: its own styles, no scripts."""
    _require_mailbox(request)
    mail = queries.kept_mail_for(actor_of(request), mail_id)
    html = mail.html.replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(html, headers={"Content-Security-Policy": MAIL_CSP})


def _require_mailbox(request: HttpRequest) -> None:
    actor = actor_of(request)
    if not can_open_mailbox(actor, org_for(actor).pk):
        raise NotFound
