"""The least times the organisation reckons with."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiwu.agenda import services
from huiwu.agenda.forms import StandardsForm, show_refusal
from huiwu.agenda.models import AgendaStandards
from huiwu.agenda.queries import figures_of
from huiwu.agenda.rules.standards import STANDARDS
from huiwu.agenda.views.frame import number
from huiwu.agenda.views.items import READ_WRITE
from huiwu.agenda.words import standard_label, unit_words
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can, require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.meetings.queries import home_organisation


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor, org_id = _home(request, "agenda.view_standards")
    figures = figures_of(org_id, clock.today())
    rows = [
        (standard_label(key), figures[key], row.value, unit_words(row.unit), row.source)
        for key, row in STANDARDS.items()
    ]
    own = AgendaStandards.objects.filter(org_id=org_id).select_related("saved_by")
    context = {"rows": rows, "own": own, "may_edit": can(actor, "agenda.edit_standards", org_id)}
    return render(request, "agenda/standards.html", context)


@READ_WRITE
def edit(request: HttpRequest) -> HttpResponse:
    """From today or from a day to come; a set of the same day is changed, another day makes a new one."""
    actor, org_id = _home(request, "agenda.edit_standards")
    today = clock.today()
    figures = figures_of(org_id, today)
    start: dict[str, Any] = {"effective_on": today, "region": "CN"} | {key: figures[key] for key in STANDARDS}
    form = StandardsForm({key: standard_label(key) for key in STANDARDS}, request.POST or None, initial=start)
    context: dict[str, Any] = {"form": form, "revision": _revision(org_id, today)}
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        context["revision"] = number(request.POST.get("revision", ""))
        if clean["effective_on"] != today:
            context["revision"] = _revision(org_id, clean["effective_on"])
        try:
            services.set_standards(
                actor=actor,
                org_id=org_id,
                effective_on=clean["effective_on"],
                values=form.figures(),
                source=clean["source"],
                region=clean["region"],
                revision=context["revision"],
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        except StaleEdit as stale:
            context |= {"stale": sentence_of(stale), "revision": _revision(org_id, clean["effective_on"])}
        else:
            messages.success(request, _("已保存，自 {day} 起按新的数值计算。").format(day=clean["effective_on"]))
            return redirect("agenda:standards")
    status = 409 if context.get("stale") else 422 if request.method == "POST" else 200
    return render(request, "agenda/standards_edit.html", context, status=status)


def _home(request: HttpRequest, permission: str) -> tuple[Actor, Any]:
    actor = actor_of(request)
    org_id = home_organisation(actor).pk
    require(actor, permission, org_id)
    return actor, org_id


def _revision(org_id: Any, on: Any) -> int:
    row = AgendaStandards.objects.filter(org_id=org_id, effective_on=on).first()
    return row.revision if row else 0
