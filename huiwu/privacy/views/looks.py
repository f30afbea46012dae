"""Who looked at or took out personal data; lists that left on another way."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiwu.audit.queries import HistoryFilter, people_in, told
from huiwu.kernel.errors import InvalidInput
from huiwu.privacy import forms, services
from huiwu.privacy.queries.records import entrusted, exports_of, looks
from huiwu.privacy.views.frame import READ_WRITE, framed, opened, show_refusal

PER_PAGE = 50


@login_required
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    """The access log, by person if asked."""
    actor, meeting = opened(request, slug, "privacy.see_looks")
    rows = looks(meeting)
    people = people_in(rows)
    person = request.GET.get("person", "")
    if person in dict(people):
        rows = HistoryFilter(person=person).applied_to(rows)  # type: ignore[arg-type]  # an id of the list above
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = framed(
        actor, meeting, "looks", page=page, lines=told(list(page.object_list)), people=people, person=person
    )
    return render(request, "privacy/looks.html", context)


@login_required
@require_safe
def exports(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.see_looks")
    page = Paginator(exports_of(meeting), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "privacy/exports.html", framed(actor, meeting, "looks", page=page))


@login_required
@READ_WRITE
def note(request: HttpRequest, slug: str) -> HttpResponse:
    actor, meeting = opened(request, slug, "privacy.edit")
    form = forms.NotedForm(request.POST or None, parties=list(entrusted(meeting)))
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            services.note_disclosure(
                actor=actor,
                meeting=meeting,
                title=clean["title"],
                groups=clean["groups"],
                count=clean["count"],
                recipient=clean["recipient"],
                purpose=clean["purpose"],
                made_at=form.moment(meeting.time_zone),
                entrusted_id=clean["party"] or None,
            )
        except InvalidInput as wrong:
            show_refusal(form, wrong)
        else:
            messages.success(request, _("已登记外发名单。"))
            return redirect("privacy:index", slug)
    context = framed(actor, meeting, "looks", form=form, title=_("登记外发名单"))
    return render(request, "privacy/record_form.html", context, status=422 if form.errors else 200)
