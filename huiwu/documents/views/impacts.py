"""The impact lists of a meeting, and the confirmation of each line."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiwu.documents import forms, queries, services
from huiwu.documents.models import ImpactItem
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel.errors import NotFound
from huiwu.meetings.queries import meeting_for


@login_required
@require_safe
def impact_list(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "documents.view")
    groups = queries.impact_groups(meeting)
    context = {
        "meeting": meeting,
        "groups": groups,
        "open_count": sum(group.open_count for group in groups),
        "answers": forms.ImpactForm.base_fields["answer"].choices,  # type: ignore[attr-defined]  # of a ChoiceField
        "may_confirm": can(actor, "documents.confirm_impact", meeting),
    }
    return render(request, "documents/impacts.html", context)


@login_required
@require_POST
def confirm(request: HttpRequest, slug: str, item_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "documents.view")
    if not ImpactItem.objects.filter(pk=item_id, meeting=meeting).exists():
        raise NotFound
    item = services.confirm_impact(
        actor=actor,
        impact_item_id=item_id,
        answer=request.POST.get("answer", ""),
        note=request.POST.get("note", ""),
    )
    messages.success(request, _("已确认：{label}").format(label=item.label))
    return redirect("documents:impacts", slug=slug)
