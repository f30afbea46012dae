"""First contacts for staff: the list, one record, taking it down, deciding about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.accounts.models import Organisation
from huiwu.accounts.services import url_of
from huiwu.brief.bridge import date_warnings
from huiwu.brief.choices import IntakeStatus
from huiwu.brief.forms import AcceptForm, StaffIntakeForm, intake_initial
from huiwu.brief.models import IntakeRecord
from huiwu.brief.queries import intakes
from huiwu.brief.services import (
    accept_intake,
    correct_intake,
    decline_intake,
    intake_of,
    invite_intake,
    merge_intake,
    record_intake,
)
from huiwu.brief.views.public import with_errors
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleEdit


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    status, text = request.GET.get("status", ""), request.GET.get("q", "").replace("\0", "")[:80]
    counts = intakes.status_counts(actor)
    page = Paginator(intakes.intakes_of(actor, status, text), 50).get_page(request.GET.get("page"))
    tabs = [("", _("全部"), reverse("brief:intakes"), sum(counts.values()))] + [
        (code, label, f"{reverse('brief:intakes')}?status={code}", counts.get(code, 0))
        for code, label in IntakeStatus.choices
    ]
    return render(request, "brief/intakes.html", {"page": page, "tabs": tabs, "status": status, "q": text})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = _org(actor, request.POST.get("org", ""))
    if request.method != "POST":
        form = StaffIntakeForm(initial={"received_at": clock.now(), "contact_kind": "call"})
        return _form_page(request, form, org, uuid4())
    form, key = StaffIntakeForm(request.POST), _key(request.POST.get("submission_key", ""))
    if not form.is_valid():
        return _form_page(request, form, org, key, status=422)
    try:
        made = record_intake(actor=actor, org_id=org.pk, submission_key=key, values=form.values())
    except InvalidInput as refusal:
        return _form_page(request, with_errors(form, refusal), org, key, status=422)
    messages.success(request, _("已登记接洽记录。"))
    return redirect("brief:intake", intake_id=made.pk)


@login_required
@require_safe
def show(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    return _record_page(request, intake_of(actor_of(request), intake_id, "intake.view"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = intake_of(actor, intake_id)
    if request.method != "POST":
        return _form_page(request, StaffIntakeForm(initial=intake_initial(found)), found.org, None, found)
    form, revision = StaffIntakeForm(request.POST), _revision(request)
    if not form.is_valid():
        return _form_page(request, form, found.org, None, found, status=422, revision=revision)
    try:
        correct_intake(actor=actor, intake_id=intake_id, revision=revision, values=form.values())
    except StaleEdit as stale:
        more = {"refusal": sentence_of(stale), "theirs": _theirs(form, stale.theirs)}
        return _form_page(request, form, found.org, None, stale.theirs, status=409, **more)
    except InvalidInput as refusal:
        return _form_page(request, with_errors(form, refusal), found.org, None, found, status=422, revision=revision)
    messages.success(request, _("已保存接洽记录。"))
    return redirect("brief:intake", intake_id=intake_id)


@login_required
@require_POST
def accept(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = intake_of(actor, intake_id)
    form = AcceptForm(request.POST, colleagues=intakes.colleagues(found.org_id))
    if not form.is_valid():
        return _record_page(request, found, form, status=422)
    try:
        meeting = accept_intake(actor=actor, intake_id=intake_id, values=form.cleaned_data)
    except InvalidInput as refusal:
        return _record_page(request, found, with_errors(form, refusal), status=422)
    messages.success(request, _("已立项，并按接洽内容起草了《会议需求简报》。"))
    return redirect("brief:editor", slug=meeting.slug)


@login_required
@require_POST
def decline(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    decline_intake(actor=actor_of(request), intake_id=intake_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("已婉拒，原因已记录。"))
    return redirect("brief:intake", intake_id=intake_id)


@login_required
@require_POST
def merge(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    into = _uuid(request.POST.get("into", ""))
    merge_intake(actor=actor_of(request), intake_id=intake_id, into_id=into)
    messages.success(request, _("已并入所选的接洽记录。"))
    return redirect("brief:intake", intake_id=into)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """Links for the contact form; a new one's address shows this once."""
    actor = actor_of(request)
    org = _org(actor, request.POST.get("org", ""))
    address, errors = "", {}
    if request.method == "POST":
        try:
            _link, token = invite_intake(
                actor=actor,
                org=org,
                label=request.POST.get("label", ""),
                recipient=request.POST.get("recipient", ""),
                lasts=timedelta(days=min(max(_number(request.POST.get("days", "30")), 1), 365)),
            )
            address = url_of(reverse("brief:intake_fill", kwargs={"token": token}))
        except InvalidInput as refusal:
            errors = refusal.fields
    context = {"org": org, "address": address, "errors": errors, "rows": intakes.intake_links(actor, org)}
    return render(request, "brief/intake_links.html", context | {"orgs": intakes.orgs_of(actor)})


def _record_page(
    request: HttpRequest, found: IntakeRecord, form: AcceptForm | None = None, status: int = 200
) -> HttpResponse:
    is_new = found.status == IntakeStatus.NEW
    if form is None and is_new:
        form = AcceptForm.proposing(found, intakes.colleagues(found.org_id), actor_of(request))
    context: dict[str, Any] = {
        "intake": found,
        "groups": intakes.headcount_rows(found),
        "answers": intakes.answer_rows(found),
        "warnings": date_warnings(found),
        "alike": intakes.alike(found) if is_new else [],
        "targets": intakes.merge_targets(found) if is_new else [],
        "form": form,
    }
    return render(request, "brief/intake.html", context, status=status)


def _form_page(
    request: HttpRequest,
    form: StaffIntakeForm,
    org: Organisation,
    key: UUID | None,
    found: IntakeRecord | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "org": org, "key": key, "intake": found, "orgs": intakes.orgs_of(actor_of(request))}
    context["revision"] = more.pop("revision", found.revision if found else 1)
    return render(request, "brief/intake_form.html", context | more, status=status)


def _theirs(form: StaffIntakeForm, now: IntakeRecord) -> list[tuple[str, str, str]]:
    """Label, what I typed and what stands now, for fields that differ."""
    stands = StaffIntakeForm(initial=intake_initial(now))
    rows = [(str(form[name].label), form[name].value(), stands[name].value()) for name in form.fields]
    return [(label, _text(mine), _text(theirs)) for label, mine, theirs in rows if _text(mine) != _text(theirs)]


def _text(value: Any) -> str:
    return "" if value is None else value.isoformat()[:16] if hasattr(value, "isoformat") else str(value)


def _org(actor: Actor, wanted: str) -> Organisation:
    """The organisation asked for, or the person's first one."""
    mine = list(intakes.orgs_of(actor))
    if not mine:
        raise NotAllowed
    return next((org for org in mine if str(org.pk) == wanted), mine[0])


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _revision(request: HttpRequest) -> int:
    return _number(request.POST.get("revision", ""))
