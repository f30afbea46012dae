"""SOP templates of the organisation: list, editor, versions, difference."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiwu.accounts.queries import org_for
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import require
from huiwu.kernel.errors import NotFound, StaleEdit
from huiwu.planning import forms, services
from huiwu.planning.bridge import rows
from huiwu.planning.choices import Phase
from huiwu.planning.errors import TemplateFaulty
from huiwu.planning.forms_rules import RulesForm
from huiwu.planning.models import SopTemplate, in_english
from huiwu.planning.queries.templates import RULES, both_sides

BLANK: dict[str, Any] = {"id": "", "zh": "", "deps": [], "responsible": [], "accountable": "", "phase": "pre_event", "mode": "window",
         "anchor": "D", "anchor_end": "D", "applies_when": None, "simplify_at": [], "omittable_at": [], "gate": None,
         "differences": [], "completion": True, "sop_section": None}  # fmt: skip


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    org = org_for(actor_of(request), permission="planning.view_templates")
    found = SopTemplate.objects.filter(org=org).defer("content").select_related("published_by")
    context = {"org": org, "templates": found, "built_in": rows.built_in(), "form": forms.TemplateNameForm()}
    return render(request, "planning/templates.html", context)


@login_required
def built_in(request: HttpRequest) -> HttpResponse:
    org_for(actor_of(request), permission="planning.view_templates")
    return render(request, "planning/template.html", _page_of(None, rows.built_in()))


@login_required
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    org = org_for(actor, permission="planning.edit_templates")
    form = forms.TemplateNameForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写模板名称。"))
        return redirect("planning:templates")
    source = request.POST.get("source")
    made = services.copy_template(
        actor=actor, org_id=org.pk, name=form.cleaned_data["name"], source_id=UUID(source) if source else None
    )
    return redirect("planning:template", made.pk)


@login_required
def template(request: HttpRequest, template_id: UUID) -> HttpResponse:
    found = _found(request, template_id)
    versions = SopTemplate.objects.filter(org_id=found.org_id, name=found.name).defer("content")
    context = _page_of(found, found.content) | {"versions": versions}
    return render(request, "planning/template.html", context)


def _page_of(found: SopTemplate | None, content: dict[str, Any]) -> dict[str, Any]:
    return {"template": found, "groups": _groups(content), "content": content}


def _groups(content: dict[str, Any]) -> list[tuple[Any, list[dict[str, Any]]]]:
    phases = dict(Phase.choices)
    return [
        (title, [step for step in content["steps"] if step["phase"] == code])
        for code, title in phases.items()
        if any(step["phase"] == code for step in content["steps"])
    ]


@login_required
def step(request: HttpRequest, template_id: UUID, code: str) -> HttpResponse:
    found = _found(request, template_id)
    before = next((s for s in found.content["steps"] if s["id"] == code), None)
    if before is None:
        raise NotFound
    return _edit_step(request, found, before)


@login_required
def new_step(request: HttpRequest, template_id: UUID) -> HttpResponse:
    return _edit_step(request, _found(request, template_id), None)


def _edit_step(request: HttpRequest, found: SopTemplate, before: dict[str, Any] | None) -> HttpResponse:
    require(actor_of(request), "planning.edit_templates", found.org_id)
    initial = forms.StepTemplateForm.initial_of(before or BLANK, rows.role_codes()) | {"revision": found.revision}
    form = forms.StepTemplateForm(request.POST or None, initial=initial)
    stale, status, both = None, 200, []
    if request.method == "POST" and form.is_valid():
        try:
            content = _with_step(found.content, before, form.step(before or BLANK))
            _save(request, found, form, content)
            return redirect("planning:template", found.pk)
        except TemplateFaulty as fault:
            status = 422
            for _place, sentence in fault.problems:
                form.add_error(None, sentence)
        except StaleEdit as refusal:
            stale, status = refusal, 409
            both = both_sides(refusal.theirs, content, form.cleaned_data["id"])
            _take_revision(request, form, found)
    title = in_english(before.get("en", "")) or before["zh"] if before else ""
    context = {"template": found, "form": form, "before": before, "title": title, "stale": stale, "both_sides": both}
    return render(request, "planning/template_step.html", context, status=status)


def _with_step(content: dict[str, Any], before: dict[str, Any] | None, step: dict[str, Any]) -> dict[str, Any]:
    steps = list(content["steps"])
    if before is None:
        last = max((s["order"] for s in steps if s["phase"] == step["phase"]), default=len(steps))
        steps.append(step | {"order": last})
        steps.sort(key=lambda s: s["order"])
    else:
        steps = [step if s["id"] == before["id"] else s for s in steps]
    return content | {"steps": [s | {"order": n} for n, s in enumerate(steps, start=1)]}


def _take_revision(request: HttpRequest, form: Any, found: SopTemplate) -> None:
    """What was typed stays; saving it again is then a choice, made with both sides on screen."""
    found.refresh_from_db(fields=["revision"])
    form.data = request.POST.copy()
    form.data["revision"] = found.revision


@login_required
def rules(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Gates, size tiers and merges."""
    found = _found(request, template_id)
    require(actor_of(request), "planning.edit_templates", found.org_id)
    form = RulesForm(found.content, found.revision, request.POST or None)
    stale, status, both = None, 200, []
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        content = form.content(found.content)
        try:
            _save(request, found, form, content)
            return redirect("planning:template", found.pk)
        except TemplateFaulty as fault:
            status = 422
            for _place, sentence in fault.problems:
                form.add_error(None, sentence)
        except StaleEdit as refusal:
            stale, status = refusal, 409
            both = both_sides(refusal.theirs, content, RULES)
            _take_revision(request, form, found)
    context = {
        "template": found,
        "form": form,
        "gates": form.gates,
        "tiers": form.tiers,
        "stale": stale,
        "both_sides": both,
    }
    return render(request, "planning/template_rules.html", context, status=status)


def _save(request: HttpRequest, found: SopTemplate, form: Any, content: dict[str, Any]) -> None:
    services.edit_template(
        actor=actor_of(request), template_id=found.pk, revision=form.cleaned_data["revision"], content=content
    )
    messages.success(request, _("已保存。"))


@login_required
@require_POST
def remove_step(request: HttpRequest, template_id: UUID, code: str) -> HttpResponse:
    found = _found(request, template_id)
    steps = [s for s in found.content["steps"] if s["id"] != code]
    content = found.content | {"steps": [s | {"order": n} for n, s in enumerate(steps, start=1)]}
    revision = int(request.POST.get("revision") or 0)
    services.edit_template(actor=actor_of(request), template_id=found.pk, revision=revision, content=content)
    messages.success(request, _("已删除步骤 {code}。").format(code=code))
    return redirect("planning:template", found.pk)


@login_required
def as_json(request: HttpRequest, template_id: UUID) -> HttpResponse:
    found = _found(request, template_id)
    require(actor_of(request), "planning.edit_templates", found.org_id)
    text = json.dumps(found.content, ensure_ascii=False, indent=1)
    form = forms.TemplateJsonForm(request.POST or None, initial={"content": text, "revision": found.revision})
    stale, status, both = None, 200, []
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, found, form, form.cleaned_data["content"])
            return redirect("planning:template", found.pk)
        except TemplateFaulty as fault:
            status = 422
            for _place, sentence in fault.problems:
                form.add_error("content", sentence)
        except StaleEdit as refusal:
            stale, status = refusal, 409
            both = both_sides(refusal.theirs, form.cleaned_data["content"])
            _take_revision(request, form, found)
    context = {"template": found, "form": form, "stale": stale, "both_sides": both}
    return render(request, "planning/template_json.html", context, status=status)


@login_required
@require_POST
def publish(request: HttpRequest, template_id: UUID) -> HttpResponse:
    found = services.publish_template(actor=actor_of(request), template_id=_found(request, template_id).pk)
    messages.success(request, _("{template} 已发布，新会议可以选用。").format(template=found))
    return redirect("planning:template", found.pk)


@login_required
@require_POST
def version(request: HttpRequest, template_id: UUID) -> HttpResponse:
    draft = services.new_version(actor=actor_of(request), template_id=_found(request, template_id).pk)
    return redirect("planning:template", draft.pk)


@login_required
def difference(request: HttpRequest, template_id: UUID) -> HttpResponse:
    found = _found(request, template_id)
    with_id = request.GET.get("with", "")
    before = _found(request, UUID(with_id)) if with_id else None
    rows_ = both_sides(before.content if before else rows.built_in(), found.content)
    context = {"template": found, "before": before, "rows": rows_}
    return render(request, "planning/template_difference.html", context)


def _found(request: HttpRequest, template_id: UUID) -> SopTemplate:
    org = org_for(actor_of(request), permission="planning.view_templates")
    found = SopTemplate.objects.filter(pk=template_id, org=org).first()
    if found is None:
        raise NotFound
    return found
