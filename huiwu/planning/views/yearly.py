"""Settings that the calendar rests on: workday tables, absences, capacities."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiwu.accounts.models import Membership
from huiwu.accounts.queries import org_for
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.planning import forms, services
from huiwu.planning.bridge import people as carried
from huiwu.planning.bridge import rows, wording
from huiwu.planning.models import Absence, Capacity, WorkdayTable


@login_required
def workdays(request: HttpRequest) -> HttpResponse:
    org = org_for(actor_of(request), permission="planning.view_templates")
    own = {table.year: table for table in WorkdayTable.objects.filter(org=org)}
    years = [(year, own.get(year), table) for year, table in sorted((rows.shipped_years() | _blank(own)).items())]
    return render(request, "planning/workdays.html", {"org": org, "years": years})


def _blank(own: dict[int, WorkdayTable]) -> dict[int, dict[str, Any]]:
    shipped = rows.shipped_years()
    return {year: {"state": t.state, "holidays": {}, "workdays": []} for year, t in own.items() if year not in shipped}


@login_required
def year(request: HttpRequest, year: int) -> HttpResponse:
    actor = actor_of(request)
    org = org_for(actor, permission="planning.edit_workdays")
    if not 2000 <= year <= 2100:
        raise NotFound
    table = WorkdayTable.objects.filter(org=org, year=year).first()
    form = forms.WorkdayForm(request.POST or None, initial=_initial(year, table))
    stale, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_workdays(actor=actor, org_id=org.pk, year=year, **form.cleaned_data)
            messages.success(
                request, _("{year} 年工作日历已保存。受影响的会议会收到重排方案，接受后才生效。").format(year=year)
            )
            return redirect("planning:workdays")
        except InvalidInput as refusal:
            status = 422
            for sentences in refusal.fields.values():
                form.add_error("holidays", sentences[0])
        except StaleEdit as refusal:
            stale, status = refusal, 409
            form.data = {**request.POST.dict(), "revision": refusal.theirs.revision}
    return render(request, "planning/year.html", {"year": year, "form": form, "stale": stale}, status=status)


def _initial(year: int, table: WorkdayTable | None) -> dict[str, Any]:
    blank = {"state": "unannounced", "source": "", "holidays": {}, "workdays": []}
    shown = vars(table) if table else rows.shipped_years().get(year, blank)
    return {
        "revision": table.revision if table else 0,
        "state": shown["state"],
        "source": wording.source_word(shown["source"]),
        "holidays": "\n".join(f"{day} {wording.holiday_word(name)}" for day, name in shown["holidays"].items()),
        "workdays": "\n".join(shown["workdays"]),
    }


@login_required
def people(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = org_for(actor)
    may_edit = can(actor, "planning.edit_people", org.pk)
    members = Membership.objects.filter(org=org).select_related("user").order_by("user__name")
    choices = [(str(m.user_id), m.user.name) for m in members if may_edit or m.user_id == actor.id]
    form = forms.AbsenceForm(choices, request.POST or None, initial={"user": str(actor.id)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"user_id": UUID(form.cleaned_data["user"])}
        del data["user"]
        try:
            services.record_absence(actor=actor, org_id=org.pk, **data)
            messages.success(request, _("已登记。受影响的会议会收到修补方案，由项目负责人决定是否采用。"))
            return redirect("planning:people")
        except InvalidInput as refusal:
            form.add_error(next(iter(refusal.fields)), str(refusal))
    return render(request, "planning/people.html", _people(org, members, form, may_edit))


def _people(org: Any, members: Any, form: forms.AbsenceForm, may_edit: bool) -> dict[str, Any]:
    carries = dict(Capacity.objects.filter(org=org).values_list("user_id", "parallel"))
    away: dict[UUID, list[Absence]] = {}
    for row in Absence.objects.filter(org=org, to_on__gte=clock.today()):
        away.setdefault(row.user_id, []).append(row)
    table = [(m.user, carries.get(m.user_id, carried.PARALLEL), away.get(m.user_id, [])) for m in members]
    return {"org": org, "people": table, "form": form, "may_edit": may_edit}


@login_required
@require_POST
def capacity(request: HttpRequest, user_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    org = org_for(actor, permission="planning.edit_people")
    form = forms.CapacityForm(request.POST)
    if form.is_valid():
        services.set_capacity(actor=actor, org_id=org.pk, user_id=user_id, parallel=form.cleaned_data["parallel"])
        messages.success(request, _("已保存。"))
    else:
        messages.error(request, _("同时承担的项数应为 1 到 20。"))
    return redirect("planning:people")


@login_required
@require_POST
def withdraw(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    services.withdraw_absence(actor=actor_of(request), absence_id=absence_id)
    return redirect("planning:people")
