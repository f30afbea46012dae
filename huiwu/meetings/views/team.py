"""The event team and its work groups."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotFound, Refusal
from huiwu.meetings import forms, queries, services
from huiwu.meetings.services import GroupValues
from huiwu.meetings.views.editing import row_forms
from huiwu.meetings.views.meeting import edit_rows


def team(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    meeting = queries.meeting_for(actor, slug)
    form = forms.MemberForm(request.POST or None, meeting=meeting)
    if request.method == "POST":
        require(actor, "meetings.manage_team", meeting)
        if form.is_valid():
            try:
                services.add_team_member(actor=actor, meeting=meeting, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, sentence_of(refusal))
            else:
                messages.success(request, _("已加入会务组。"))
                return redirect("meetings:team", slug)
    context = {
        "meeting": meeting,
        "form": form,
        "team": queries.team_of(meeting),
        "groups": queries.groups_of(meeting),
    }
    return render(request, "meetings/team.html", context, status=422 if form.is_bound else 200)


@require_POST
def member(request: HttpRequest, slug: str, member_id: UUID) -> HttpResponse:
    """Remove a member."""
    actor = actor_of(request)
    meeting = queries.meeting_for(actor, slug, "meetings.manage_team")
    row = meeting.team.select_related("meeting", "user").filter(pk=member_id).first()
    if row is None:
        raise NotFound
    services.remove_team_member(actor=actor, member=row)
    messages.success(request, _("已从会务组移除{name}。").format(name=row.user.name))
    return redirect("meetings:team", slug)


def work_groups(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    meeting = queries.meeting_for(actor, slug, "meetings.manage_team")
    people = [(str(user.pk), user.name) for user in queries.assignable_people(meeting)]
    initial = [
        {"id": row.pk, "name": row.name, "duties": row.duties, "lead": str(row.lead_id or "")}
        for row in queries.groups_of(meeting)
    ]
    formset = row_forms(forms.WorkGroupForm)(request.POST or None, initial=initial, form_kwargs={"people": people})

    def save(rows: list[dict[str, Any]], seen: str | None) -> None:
        given = [
            GroupValues(
                id=row["id"],
                name=row["name"],
                duties=row["duties"],
                lead_id=UUID(row["lead"]) if row["lead"] else None,
            )
            for row in rows
        ]
        services.set_work_groups(actor=actor, meeting=meeting, groups=given, seen=seen)

    page = {
        "title": _("组别与职责"),
        "lead": _("每组要有具名的组长：分工到人，不只到组。"),
        "back": "meetings:team",
    }
    return edit_rows(request, meeting, formset, save, lambda: queries.groups_digest(meeting), page)
