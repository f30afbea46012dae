"""The figures the organisation reckons with."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, StaleEdit
from huiwu.venues import services
from huiwu.venues.bridge import GROUPS, standard_label, standards, value_text
from huiwu.venues.forms.bookings import StandardsForm
from huiwu.venues.forms.inputs import show_refusal
from huiwu.venues.models import VenueStandards
from huiwu.venues.queries.standards import figures, numbers_of, standards_of
from huiwu.venues.views.frame import READ_WRITE, home_of, number, status_of


@login_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org_id = home_of(actor, "venues.view")
    row = standards_of(org_id)
    groups = [
        (
            GROUPS[code],
            [
                {
                    "label": standard_label(figure.standard.key),
                    "value": value_text(figure.standard, figure.value),
                    "default": value_text(figure.standard, figure.standard.value),
                    "is_own": figure.is_own,
                    "standard": figure.standard,
                }
                for figure in rows
            ],
        )
        for code, rows in figures(row).items()
    ]
    context = {
        "own": row,
        "all_own": VenueStandards.objects.filter(org_id=org_id).select_related("saved_by"),
        "groups": groups,
        "pending": sum(standard.is_pending for standard in standards().values()),
        "may_edit": can(actor, "venues.edit_standards", org_id),
    }
    return render(request, "venues/standards.html", context)


@login_required
@READ_WRITE
def edit(request: HttpRequest) -> HttpResponse:
    """From today or from a day to come; a set of the same day is changed, another day makes a new one."""
    actor = actor_of(request)
    org_id = home_of(actor, "venues.edit_standards")
    present = standards_of(org_id)
    start: dict[str, Any] = {"effective_on": clock.today(), "region": "CN", **_values(org_id)}
    form = StandardsForm(request.POST or None, initial=start | ({"source": present.source} if present else {}))
    context: dict[str, Any] = {"form": form, "revision": _revision(org_id, clock.today())}
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        context["revision"] = number(request.POST.get("revision", ""))
        if clean["effective_on"] != clock.today():
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
            return redirect("venues:standards")
    return render(request, "venues/standards_edit.html", context, status=status_of(form, context))


def _values(org_id: Any) -> dict[str, Any]:
    numbers = numbers_of(org_id)
    return {key: numbers.value(key) for key in standards()}


def _revision(org_id: Any, on: Any) -> int:
    row = VenueStandards.objects.filter(org_id=org_id, effective_on=on).first()
    return row.revision if row else 0
