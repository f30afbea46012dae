"""The goals of the meeting, and how they came out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiwu.brief.choices import GoalOutcome
from huiwu.brief.queries.goals import goal_rows
from huiwu.brief.services import judge_goal
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.queries import meeting_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: HttpRequest, slug: str) -> HttpResponse:
    """Every goal with its target and way of measuring; POST judges one."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "brief.view")
    errors: dict[str, list[str]] = {}
    refusal, metric = "", request.POST.get("metric", "")
    if request.method == "POST":
        asked = request.POST.get("revision", "")
        try:
            judge_goal(
                actor=actor,
                meeting=meeting,
                metric=metric,
                value=request.POST.get("value", ""),
                outcome=request.POST.get("outcome", ""),
                note=request.POST.get("note", ""),
                revision=int(asked) if asked.isascii() and asked.isdigit() else 0,
            )
        except InvalidInput as wrong:
            errors = wrong.fields
        except StaleEdit as stale:
            refusal = sentence_of(stale)
        else:
            messages.success(request, _("已记下评定。"))
            return redirect("brief:goals", slug=slug)
    context = {
        "meeting": meeting,
        "rows": goal_rows(meeting),
        "outcomes": GoalOutcome.choices,
        "typed_for": metric if errors or refusal else "",
        "typed": request.POST,
        "errors": [sentence for sentences in errors.values() for sentence in sentences],
        "refusal": refusal,
    }
    return render(request, "brief/goals.html", context, status=409 if refusal else 422 if errors else 200)
