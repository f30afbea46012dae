"""One step or task: its page and what people do there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiwu.foundation.files import send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound, Refusal, StaleEdit
from huiwu.planning import forms, services
from huiwu.planning.models import Step, StepNote
from huiwu.planning.queries.pages import step_page
from huiwu.planning.services.tasks import TaskWish
from huiwu.planning.views.frame import frame, plan_of, step_of, today_in


@login_required
def page(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    return _page(request, slug, code)


def _page(request: HttpRequest, slug: str, code: str, status: int = 200, **bound: Any) -> HttpResponse:
    plan = plan_of(request, slug)
    found = step_page(plan, code, today_in(plan))
    if found is None:
        raise NotFound
    step = found.step
    days = {"revision": step.revision, "start_on": step.start_on, "finish_on": step.finish_on}
    context = frame(
        plan,
        "",
        page=found,
        step=step,
        complete_form=forms.OverrideForm(),
        note_form=forms.CompleteForm(prefix="n"),
        days_form=forms.DaysForm(initial=days),
        owner_form=forms.OwnerForm(plan.meeting, initial={"owner": str(step.owner_id or "")}),
    )
    template = "planning/_step.html" if getattr(request, "htmx", False) else "planning/step.html"
    return render(request, template, context | bound, status=status)


@login_required
@require_POST
def start(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    services.start_step(actor=actor_of(request), step_id=step_of(request, slug, code).pk)
    return redirect("planning:step", slug, code)


@login_required
@require_POST
def complete(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    step = step_of(request, slug, code)
    form = forms.OverrideForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, slug, code, 422, complete_form=form)
    try:
        services.complete_step(actor=actor_of(request), step_id=step.pk, **form.cleaned_data)
    except NotAllowed:
        raise
    except Refusal as refusal:  # what was written stays in the form, beside the reason
        form.add_error(None, sentence_of(refusal))
        if form.cleaned_data["photo"]:
            form.add_error(
                "photo", _("浏览器不保留选过的文件：请重新选择“{name}”。").format(name=form.cleaned_data["photo"].name)
            )
        return _page(request, slug, code, refusal.status, complete_form=form)
    messages.success(request, _("已完成：{step}").format(step=step))
    return redirect("planning:step", slug, code)


@login_required
@require_POST
def reopen(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    step = step_of(request, slug, code)
    services.reopen_step(actor=actor_of(request), step_id=step.pk, reason=request.POST.get("reason", ""))
    return redirect("planning:step", slug, code)


@login_required
@require_POST
def note(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    step = step_of(request, slug, code)
    form = forms.CompleteForm(request.POST, request.FILES, prefix="n")
    if not form.is_valid():
        return _page(request, slug, code, 422, note_form=form)
    data = form.cleaned_data
    services.add_note(actor=actor_of(request), step_id=step.pk, text=data["note"], photo=data["photo"])
    return redirect("planning:step", slug, code)


@login_required
@require_POST
def assign(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    step = step_of(request, slug, code)
    form = forms.OwnerForm(step.plan.meeting, request.POST)
    if not form.is_valid():
        return _page(request, slug, code, 422, owner_form=form)
    services.assign_step(actor=actor_of(request), step_id=step.pk, owner_id=form.owner_id())
    return redirect("planning:step", slug, code)


@login_required
@require_POST
def days(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    step = step_of(request, slug, code)
    form = forms.DaysForm(request.POST)
    if not form.is_valid():
        return _page(request, slug, code, 422, days_form=form)
    try:
        services.pin_step(actor=actor_of(request), step_id=step.pk, **form.cleaned_data)
    except InvalidInput as refusal:
        _into(form, refusal)
        return _page(request, slug, code, 422, days_form=form)
    except StaleEdit as refusal:
        return _stale(request, slug, code, form, refusal)
    return redirect("planning:step", slug, code)


def _stale(request: HttpRequest, slug: str, code: str, form: Any, refusal: StaleEdit) -> HttpResponse:
    """The typed days stay in the form, beside those that are saved; saving again is then a choice."""
    form.data = {**request.POST.dict(), "revision": step_of(request, slug, code).revision}
    return _page(request, slug, code, 409, days_form=form, stale=refusal)


@login_required
@require_POST
def unpin(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    services.unpin_step(actor=actor_of(request), step_id=step_of(request, slug, code).pk)
    return redirect("planning:step", slug, code)


@login_required
def roles(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    step = step_of(request, slug, code)
    plan_of(request, slug, "planning.edit")
    form = forms.RolesForm(step.plan.meeting, request.POST or None, initial=_letters(step))
    if request.method == "POST" and form.is_valid():
        services.set_roles(actor=actor_of(request), step_id=step.pk, roles=form.rows())
        return redirect("planning:step", slug, code)
    return render(request, "planning/roles.html", frame(step.plan, "", step=step, form=form))


def _letters(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = {"responsible": [], "consulted": [], "informed": [], "accountable": ""}
    for row in step.roles.all():
        key = f"role:{row.role}" if row.role else f"user:{row.user_id}"
        if row.letter == "A":
            found["accountable"] = key
        else:
            found[{"R": "responsible", "C": "consulted", "I": "informed"}[row.letter]].append(key)
    return found


@login_required
def new_task(request: HttpRequest, slug: str) -> HttpResponse:
    plan = plan_of(request, slug, "planning.add_task")
    form = forms.TaskForm(plan, request.POST or None, initial={"parent": request.GET.get("step", "")})
    if request.method == "POST" and form.is_valid():
        try:
            task = services.add_task(actor=actor_of(request), meeting_id=plan.meeting_id, wish=TaskWish(**form.wish()))
            return redirect("planning:step", slug, task.code)
        except InvalidInput as refusal:
            _into(form, refusal)
    return render(request, "planning/task.html", frame(plan, "", form=form), status=422 if form.errors else 200)


@login_required
def change_task(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    task = step_of(request, slug, code)
    require(actor_of(request), "planning.change_task", task)
    form = forms.TaskForm(task.plan, request.POST or None, initial=_values(task))
    stale = None
    if request.method == "POST" and form.is_valid():
        wish, revision = TaskWish(**form.wish()), form.cleaned_data["revision"] or 0
        try:
            services.change_task(actor=actor_of(request), task_id=task.pk, revision=revision, wish=wish)
            return redirect("planning:step", slug, code)
        except InvalidInput as refusal:
            _into(form, refusal)
        except StaleEdit as refusal:
            stale = refusal
            form.data = {**request.POST.dict(), "revision": step_of(request, slug, code).revision}
    context = frame(task.plan, "", form=form, task=task, stale=stale)
    return render(request, "planning/task.html", context, status=409 if stale else 422 if form.errors else 200)


def _values(task: Step) -> dict[str, Any]:
    return {
        "name": task.name,
        "parent": task.parent.code if task.parent else "",
        "owner": str(task.owner_id or ""),
        "length_days": task.length_days,
        "not_before_on": task.not_before_on,
        "due_on": task.due_on,
        "needs": " ".join(task.needs.values_list("on__code", flat=True)),
        "revision": task.revision,
    }


def _into(form: Any, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


@login_required
@require_POST
def remove_task(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    services.remove_task(actor=actor_of(request), task_id=step_of(request, slug, code).pk)
    messages.success(request, _("任务已删除。"))
    return redirect("planning:plan", slug)


@login_required
def file(request: HttpRequest, slug: str, note_id: UUID) -> FileResponse:
    plan = plan_of(request, slug)
    found = StepNote.objects.select_related("file").filter(pk=note_id, step__plan=plan, file__isnull=False).first()
    if found is None or found.file is None:
        raise NotFound
    return send_file(found.file, inline=True)
