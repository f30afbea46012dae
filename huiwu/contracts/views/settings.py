"""Defaults of an organisation's contracts, and its Word templates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.contracts import forms, services
from huiwu.contracts.filling import NAMES
from huiwu.contracts.models import ContractStandards, WordTemplate
from huiwu.contracts.queries.standards import standards_of
from huiwu.contracts.views.frame import show_refusal
from huiwu.contracts.word import MOST_BYTES
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import send_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can, require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal
from huiwu.meetings.queries import home_organisation


def _home(request: HttpRequest, permission: str) -> tuple[Actor, Any]:
    actor = actor_of(request)
    org = home_organisation(actor)
    require(actor, permission, org.pk)
    return actor, org


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def standards(request: HttpRequest) -> HttpResponse:
    actor, org = _home(request, "contracts.standards" if request.method == "POST" else "contracts.view_standards")
    today = clock.today()
    now = standards_of(org.pk, today)
    start = {
        "effective_on": today,
        "exposure_limit_cents": now.exposure_limit_cents,
        "stop_loss_bp": now.stop_loss_bp,
        "expiring_days": now.expiring_days,
        "source": now.source,
        "region": now.row.region if now.row else "CN",
    }
    steps = [{"min_days": step.min_days, "share_bp": step.share_bp} for step in now.ladder]
    form = forms.StandardsForm(request.POST or None, initial=start)
    ladder = forms.rows_of(forms.StepRow)(request.POST or None, initial=steps, prefix="ladder")
    context: dict[str, Any] = {
        "form": form,
        "ladder": ladder,
        "now": now,
        "history": ContractStandards.objects.filter(org=org.pk).select_related("saved_by"),
        "templates": WordTemplate.objects.filter(org=org.pk, is_retired=False).select_related("stored", "kept_by"),
        "template_form": forms.TemplateForm(),
        "names": NAMES,
        "template_help": _(
            "用本单位自己的合同文本：在 Word 里写占位符，如 {{ 对方名称 }}；列表用 {%tr for 行 in 付款计划 %}…{%tr endfor %}。"
        ),
        "may_set": can(actor, "contracts.standards", org.pk),
    }
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and ladder.is_valid():
            kept = [f.value() for f in ladder.forms if (f.has_changed() or f.initial) and f.is_filled()]
            clean = form.cleaned_data
            same_day = ContractStandards.objects.filter(org=org.pk, effective_on=clean["effective_on"]).first()
            try:
                services.set_contract_standards(
                    actor=actor, org_id=org.pk, revision=same_day.revision if same_day else 0, ladder=kept, **clean
                )
            except InvalidInput as wrong:
                show_refusal(form, wrong)
            except Refusal as refusal:
                if refusal.status == 403:
                    raise
                context["refusal"], status = sentence_of(refusal), refusal.status
            else:
                messages.success(request, _("已保存，之后起草的合同按新默认值。"))
                return redirect("contracts:standards")
    return render(request, "contracts/standards.html", context, status=status)


@login_required
@require_POST
def template_add(request: HttpRequest) -> HttpResponse:
    """A bad template is refused with the place; nothing of it is kept."""
    actor, org = _home(request, "contracts.standards")
    form = forms.TemplateForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        services.keep_template(
            actor=actor,
            org_id=org.pk,
            kind=form.cleaned_data["kind"],
            title=form.cleaned_data["title"],
            name=file.name,
            content=file.read(MOST_BYTES + 1),
        )
        messages.success(request, _("模板可用，已保存。"))
    else:
        messages.error(request, _("请选择种类、填写名称并选择 .docx 文件。"))
    return redirect("contracts:standards")


@login_required
@require_safe
def template_file(request: HttpRequest, template_id: UUID) -> FileResponse:
    _actor, org = _home(request, "contracts.view_standards")
    row = WordTemplate.objects.filter(pk=template_id, org=org.pk).select_related("stored").first()
    if row is None:
        raise NotFound
    return send_file(row.stored)


@login_required
@require_POST
def template_retire(request: HttpRequest, template_id: UUID) -> HttpResponse:
    actor, org = _home(request, "contracts.standards")
    services.retire_template(actor=actor, org_id=org.pk, template_id=template_id)
    messages.success(request, _("已停用这份模板。"))
    return redirect("contracts:standards")
