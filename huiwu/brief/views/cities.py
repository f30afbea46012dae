"""City events of the organisation, and the clashes of one meeting's dates."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiwu.accounts.models import Organisation
from huiwu.brief.bridge import clashes_not_known, clashes_of
from huiwu.brief.forms import CityEventForm
from huiwu.brief.models import CityEvent
from huiwu.brief.queries import dates
from huiwu.brief.queries.intakes import orgs_of
from huiwu.brief.services import (
    acknowledge_clashes,
    change_city_event,
    city_event_of,
    list_city_event,
    remove_city_event,
)
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from huiwu.meetings.queries import meeting_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def city_events(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = orgs_of(actor).first()
    if org is None:
        raise NotAllowed
    form = CityEventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            list_city_event(actor=actor, org_id=org.pk, values=form.cleaned_data)
        except InvalidInput as refusal:
            _add(form, refusal)
        else:
            messages.success(request, _("已加入同城活动。"))
            return redirect("brief:city_events")
    return render(request, "brief/city_events.html", _events(org, form), status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def city_event(request: HttpRequest, event_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = city_event_of(actor, event_id)
    columns = ("city", "name", "kind", "start_on", "end_on", "source")
    form = CityEventForm(request.POST or None, initial={name: getattr(found, name) for name in columns})
    refusal, revision = "", found.revision
    if request.method == "POST" and form.is_valid():
        asked = request.POST.get("revision", "")
        try:
            change_city_event(
                actor=actor,
                event_id=event_id,
                revision=int(asked) if asked.isascii() and asked.isdigit() else 0,
                values=form.cleaned_data,
            )
        except StaleEdit as stale:
            refusal, found = sentence_of(stale), stale.theirs or found
            revision = found.revision
        except InvalidInput as wrong:
            _add(form, wrong)
        else:
            messages.success(request, _("已保存同城活动。"))
            return redirect("brief:city_events")
    context = {"form": form, "event": found, "revision": revision, "refusal": refusal}
    return render(request, "brief/city_event.html", context, status=409 if refusal else 422 if form.errors else 200)


@login_required
@require_POST
def city_event_remove(request: HttpRequest, event_id: UUID) -> HttpResponse:
    remove_city_event(actor=actor_of(request), event_id=event_id)
    messages.success(request, _("已移除。"))
    return redirect("brief:city_events")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_dates(request: HttpRequest, slug: str) -> HttpResponse:
    """What the meeting's dates clash with, and the note that somebody knows."""
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "brief.view")
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            acknowledge_clashes(actor=actor, meeting=meeting, note=request.POST.get("note", ""))
        except InvalidInput as refusal:
            errors = refusal.fields
        else:
            messages.success(request, _("已记下知悉说明。"))
            return redirect("brief:dates", slug=slug)
    context = {
        "meeting": meeting,
        "clashes": clashes_of(meeting),
        "unknown": {clash.key for clash in clashes_not_known(meeting)},
        "notes": dates.acknowledgements(meeting),
        "errors": errors,
        "note": request.POST.get("note", ""),
    }
    return render(request, "brief/dates.html", context, status=422 if errors else 200)


def _events(org: Organisation, form: CityEventForm) -> dict[str, object]:
    today = clock.today()
    rows = CityEvent.objects.filter(org=org)
    return {
        "org": org,
        "form": form,
        "coming": rows.filter(end_on__gte=today),
        "past": rows.filter(end_on__lt=today).count(),
    }


def _add(form: CityEventForm, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
