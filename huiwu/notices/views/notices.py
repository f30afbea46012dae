"""Notices of a meeting: list, one with its people, write, approve, send."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for
from huiwu.notices import queries, services
from huiwu.notices.choices import Batch, NoticeChannel
from huiwu.notices.forms import NoticeForm, initial_of
from huiwu.notices.models import Notice
from huiwu.notices.rules.texts import merged
from huiwu.notices.words import STARTERS, VARIABLE_WORDS, sentence, starter
from huiwu.notifications.choices import OutsideState, OutsideWhy

PER_PAGE = 50
READ_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def notices(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "notices.view")
    rows = list(queries.notices_of(meeting))
    counts = queries.counts_of(rows)
    context = {
        "meeting": meeting,
        "rows": [(row, counts[row.pk]) for row in rows],
        "starters": starters(meeting),
        "may_edit": can(actor, "notices.edit", meeting),
    }
    return render(request, "notices/notices.html", context)


def starters(meeting: Meeting) -> list[tuple[str, str]]:
    """(code, title) of every text to start from: built in, then the organisation's own."""
    channels = dict(NoticeChannel.choices)
    built = [(f"{batch}.{channel}", f"{Batch(batch).label} · {channels[channel]}") for batch, channel in STARTERS]
    own = [(str(row.pk), row.title) for row in queries.templates_of(meeting.org_id)]
    return [*((code, str(title)) for code, title in built), *own]


@login_required
@READ_WRITE
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """`?from=` names a text to start from."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "notices.edit")
    form = NoticeForm(request.POST or None, meeting=meeting, initial=_begin(meeting, request.GET.get("from", "")))
    if request.method == "POST" and form.is_valid():
        notice = services.draft_notice(actor=actor, meeting=meeting, values=form.values())
        messages.success(request, _("已保存草稿。"))
        return redirect("notices:notice", slug=meeting.slug, notice_id=notice.pk)
    return _form(request, meeting, form)


def _begin(meeting: Meeting, code: str) -> dict[str, Any]:
    """What a new notice says at first."""
    blank = {"presence": ["invited", "confirmed"], "place": meeting.venue_name}
    batch, _dot, channel = code.partition(".")
    if begun := starter(batch, channel):
        words = {"title": Batch(batch).label, "subject": begun[0], "text": begun[1]}
        return blank | words | {"batch": batch, "channel": channel}
    own = next((row for row in queries.templates_of(meeting.org_id) if str(row.pk) == code), None)
    if own is None:
        return blank | {"batch": Batch.OTHER}
    return blank | {k: getattr(own, k) for k in ("title", "batch", "channel", "subject", "text", "sms_code")}


def _form(request: HttpRequest, meeting: Meeting, form: NoticeForm, status: int = 0, **more: Any) -> HttpResponse:
    context = {"meeting": meeting, "form": form, "variables": VARIABLE_WORDS.items(), **more}
    return render(request, "notices/form.html", context, status=status or (422 if form.errors else 200))


@login_required
@READ_WRITE
def edit(request: HttpRequest, slug: str, notice_id: UUID) -> HttpResponse:
    """A stale form keeps everything typed, with what the other person saved beside it."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "notices.edit")
    notice = queries.notice_for(actor, meeting, notice_id)
    form = NoticeForm(request.POST or None, meeting=meeting, initial=initial_of(notice))
    if request.method == "POST" and form.is_valid():
        revision = request.POST.get("revision", "")
        try:
            services.save_notice(
                actor=actor,
                notice_id=notice.pk,
                revision=int(revision) if revision.isdigit() else 0,
                values=form.values(),
            )
        except StaleEdit as stale:
            return _form(request, meeting, form, 409, notice=stale.theirs, stale=stale)
        messages.success(request, _("已保存，需要重新审批。"))
        return redirect("notices:notice", slug=meeting.slug, notice_id=notice.pk)
    return _form(request, meeting, form, notice=notice)


@login_required
@require_safe
def notice(request: HttpRequest, slug: str, notice_id: UUID) -> HttpResponse:
    """The words as a real person reads them, what stands in the way, and what came of it."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "notices.view")
    row = queries.notice_for(actor, meeting, notice_id)
    state = request.GET.get("state", "")
    people = queries.recipients_of(row, state) if not row.is_open else queries.audience(row)
    context = {
        "meeting": meeting,
        "notice": row,
        "problems": [(sentence(p), p.is_blocking) for p in queries.problems(row)] if row.is_open else [],
        "confirmation": queries.confirmation_of(row),
        "is_confirmed": queries.is_confirmed(row),
        "audience_words": queries.audience_words(row),
        "counts": queries.counts_of([row])[row.pk],
        "page": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "tabs": _tabs(row) if not row.is_open else [],
        "whys": dict(OutsideWhy.choices),
        "states": dict(OutsideState.choices),
        "may_edit": can(actor, "notices.edit", meeting),
        "may_approve": can(actor, "notices.approve", meeting),
        **_preview(row, request.GET.get("as", "")),
    }
    return render(request, "notices/notice.html", context)


def _preview(row: Notice, number: str) -> dict[str, Any]:
    """The words for one real person of the audience: the first, or the number asked for."""
    people = queries.audience(row)
    person = people.filter(number=int(number)).first() if number.isdigit() else None
    person = person or people.first()
    values = queries.common_values(row)
    if person is not None:
        values = queries.values_for(row, person, values)
    values |= {"link": _("〔个人页链接〕"), "code": _("〔六位短码〕")}
    return {"person": person, "shown_subject": merged(row.subject, values), "shown_text": merged(row.text, values)}


def _tabs(row: Notice) -> list[tuple[str, str, str, int]]:
    here = reverse("notices:notice", args=[row.meeting.slug, row.pk])
    counts = queries.counts_of([row])[row.pk]
    rows = [
        ("", _("全部"), counts.total),
        ("sent", _("已发出"), counts.sent),
        ("delivered", _("已送达"), counts.delivered),
        ("read", _("已读"), counts.read),
        ("lost", _("未送达"), counts.lost),
    ]
    return [(code, title, f"{here}?state={code}" if code else here, count) for code, title, count in rows]


@login_required
@require_POST
def approve(request: HttpRequest, slug: str, notice_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "notices.approve")
    revision = request.POST.get("revision", "")
    services.approve_notice(
        actor=actor, notice_id=_id(meeting, notice_id), revision=int(revision) if revision.isdigit() else 0
    )
    messages.success(request, _("已审批。客户确认文案后，到时间自动发出。"))
    return redirect("notices:notice", slug=slug, notice_id=notice_id)


def _id(meeting: Meeting, notice_id: UUID) -> UUID:
    """The id, if it is one of this meeting's."""
    found = queries.notices_of(meeting).filter(pk=notice_id).values_list("pk", flat=True).first()
    return found or UUID(int=0)


@login_required
@require_POST
def ask(request: HttpRequest, slug: str, notice_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "notices.invite")
    version = services.ask_client(actor=actor, notice_id=_id(meeting, notice_id))
    messages.success(request, _("文案已成为第 {n} 版，请在下面把确认链接发给客户。").format(n=version.number))
    return redirect("documents:version", slug=meeting.slug, version_id=version.pk)


@login_required
@READ_WRITE
def send(request: HttpRequest, slug: str, notice_id: UUID) -> HttpResponse:
    """Asked first, with how many people it goes to; without the client's confirmation a reason is needed."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "notices.approve")
    row = queries.notice_for(actor, meeting, notice_id)
    if request.method == "POST":
        services.send_notice(actor=actor, notice_id=row.pk, waived_reason=request.POST.get("waived_reason", ""))
        messages.success(request, _("开始发出，进度见下表。"))
        return redirect("notices:notice", slug=meeting.slug, notice_id=row.pk)
    context = {
        "meeting": meeting,
        "notice": row,
        "is_confirmed": queries.is_confirmed(row),
        "count": queries.audience(row).count(),
    }
    return render(request, "notices/send.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, notice_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "notices.approve")
    count = services.withdraw_notice(actor=actor, notice_id=_id(meeting, notice_id))
    messages.success(
        request, ngettext("已撤回，拦下 {n} 条还没发出的。", "已撤回，拦下 {n} 条还没发出的。", count).format(n=count)
    )
    return redirect("notices:notice", slug=slug, notice_id=notice_id)


@login_required
@require_POST
def again(request: HttpRequest, slug: str, notice_id: UUID, recipient_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "notices.approve")
    row = queries.notice_for(actor, meeting, notice_id)
    found = queries.recipients_of(row).filter(pk=recipient_id).values_list("pk", flat=True).first()
    sent = services.send_again(actor=actor, recipient_id=found or UUID(int=0))
    messages.success(request, _("正在重新发给 {name}。").format(name=sent.attendee.display_name))
    return redirect(f"{reverse('notices:notice', args=[slug, notice_id])}?state=lost")
