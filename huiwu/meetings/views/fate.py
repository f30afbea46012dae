"""A whole meeting moved, postponed, cancelled, resumed, closed: first what would happen, in numbers, then the act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings import forms, queries, services
from huiwu.meetings.errors import ConsequencesChanged, refuse
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import Act, Consequences
from huiwu.meetings.rules.dates import problems_with_dates

Verb = Callable[..., Consequences]


def move(request: HttpRequest, slug: str) -> HttpResponse:
    page = {
        "title": _("改期"),
        "action": _("确认改期"),
        "lead": _("功能单元按同样的钟点整体移动；工作计划会得到一份重排建议，采用后才变。"),
    }
    return _with_days(
        request,
        slug,
        "move",
        services.move_dates,
        page,
        _("会期已改；重排建议已经算好，请到工作计划里看差异、决定是否采用。"),
    )


def resume(request: HttpRequest, slug: str) -> HttpResponse:
    page = {
        "title": _("恢复会议"),
        "action": _("确认恢复"),
        "lead": _("定下新的会期；工作计划会得到一份重排建议，采用后才变。"),
    }
    return _with_days(
        request,
        slug,
        "resume",
        services.resume_meeting,
        page,
        _("会议已恢复；重排建议已经算好，请到工作计划里看差异、决定是否采用。"),
    )


def postpone(request: HttpRequest, slug: str) -> HttpResponse:
    page = {"title": _("延期"), "action": _("确认延期"), "lead": _("新会期未定时用。定下以后用“恢复会议”重新排期。")}
    return _with_reason(request, slug, "postpone", services.postpone_meeting, page, _("会议已延期，等待新的会期。"))


def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    page = {
        "title": _("取消会议"),
        "action": _("确认取消会议"),
        "lead": _("资料全部保留，之后仍可恢复。"),
        "danger": True,
    }
    return _with_reason(request, slug, "cancel", services.cancel_meeting, page, _("会议已取消，资料全部保留。"))


def _with_days(request: HttpRequest, slug: str, act: Act, verb: Verb, page: dict[str, Any], done: str) -> HttpResponse:
    """Two steps: the new days are asked for, then shown with their consequences, then confirmed."""
    actor, meeting = _asked(request, slug)
    start = {"start_on": meeting.start_on, "end_on": meeting.end_on}
    form = forms.DaysForm(request.POST or request.GET or None, initial=start)
    context: dict[str, Any] = {"meeting": meeting, "form": form, "step": "ask", **page}
    if form.is_bound and form.is_valid():
        start_on, end_on = form.cleaned_data["start_on"], form.cleaned_data["end_on"]
        try:
            _refuse_days(start_on, end_on)
            if request.method == "POST":
                seen = request.POST.get("seen", "")
                verb(actor=actor, meeting=meeting, start_on=start_on, end_on=end_on, seen=seen)
                messages.success(request, done)
                return redirect("meetings:overview", slug)
            context |= {"step": "confirm", "result": queries.consequences(meeting, act, start_on, end_on)}
        except InvalidInput as refusal:
            forms.show_refusal(form, refusal)
        except ConsequencesChanged as refusal:
            fresh = queries.consequences(meeting, act, start_on, end_on)
            context |= {"step": "confirm", "result": fresh, "changed": sentence_of(refusal)}
    return render(request, "meetings/fate.html", context, status=_status(form, context))


def _with_reason(
    request: HttpRequest, slug: str, act: Act, verb: Verb, page: dict[str, Any], done: str
) -> HttpResponse:
    actor, meeting = _asked(request, slug)
    form = forms.ReasonForm(request.POST or None)
    context: dict[str, Any] = {"meeting": meeting, "form": form, "step": "confirm", **page}
    if request.method == "POST" and form.is_valid():
        try:
            verb(
                actor=actor,
                meeting=meeting,
                reason=form.cleaned_data["reason"],
                seen=request.POST.get("seen", ""),
            )
        except InvalidInput as refusal:
            forms.show_refusal(form, refusal)
        except ConsequencesChanged as refusal:
            context["changed"] = sentence_of(refusal)
        else:
            messages.success(request, done)
            return redirect("meetings:overview", slug)
    context["result"] = queries.consequences(meeting, act)
    return render(request, "meetings/fate.html", context, status=_status(form, context))


def _asked(request: HttpRequest, slug: str) -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, queries.meeting_for(actor, slug, "meetings.decide")


def _refuse_days(start_on: date, end_on: date) -> None:
    """The same rule the services ask, so that impossible days are refused before any list is drawn."""
    refuse(problems_with_dates(start_on, end_on, clock.today()))


def _status(form: Any, context: dict[str, Any]) -> int:
    if "changed" in context:
        return 409
    return 422 if form.is_bound and form.errors else 200


@require_POST
def take_on(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = _asked(request, slug)
    services.take_on_meeting(actor=actor, meeting=meeting)
    messages.success(request, _("已立项，会议进入会前筹备。"))
    return redirect("meetings:overview", slug)


@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = _asked(request, slug)
    services.close_meeting(actor=actor, meeting=meeting)
    messages.success(request, _("会议已结项。"))
    return redirect("meetings:overview", slug)


@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = _asked(request, slug)
    services.reopen_meeting(actor=actor, meeting=meeting)
    messages.success(request, _("会议已重新打开。"))
    return redirect("meetings:overview", slug)
